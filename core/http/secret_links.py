"""Links that are secrets: whoever holds one may open what it leads to, so it goes nowhere else.

An address with a secret in it states it by its converter: `path("rsvp/<secret:token>/", …)`. What follows from that is
done once for all of them: no cache and no search engine keeps their pages, no other site is told the address, and logs
write the name of the part instead of the part (`safe_path`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, register_converter, resolve
from django.urls.converters import StringConverter

NAME = "secret"
HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
#: In logs, what stands in place of anything that is not known to be harmless.
HIDDEN = "…"
_PART = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
#: Kinds of parts that are numbers of rows or names of files: they say nothing without the database.
_HARMLESS = ("int", "uuid")


class SecretConverter(StringConverter):
    """A part of an address that only the holder of a link knows."""


def register() -> None:
    """Let addresses use `<secret:…>`; called while apps load."""
    register_converter(SecretConverter, NAME)


class SecretLinkMiddleware:
    """Keeps pages behind secret links out of caches, of search engines and of what other sites are told."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        match = request.resolver_match
        if match is not None and f"<{NAME}:" in match.route:
            for name, value in HEADERS.items():
                answer[name] = value
        return answer


def safe_path(path: str) -> str:
    """An address as logs may hold it: numbers stay, every other part that somebody chose becomes its name.

    `/e/order/kX3…/pay/` is `/e/order/<token>/pay/`, a query is left out, and of an address that leads nowhere only the
    words stay that are ours.
    """
    path, query, _ = path.partition("?")
    path = path.partition("#")[0]
    return _without_values(path) + (f"?{HIDDEN}" if query else "")


def _without_values(path: str) -> str:
    try:
        match = resolve(path)
    except Resolver404:
        return "/" + "/".join(part if part in _our_words() else HIDDEN for part in path.split("/")[1:])
    except ImproperlyConfigured:  # said before the application is there
        return f"/{HIDDEN}"

    def shown(part: re.Match[str]) -> str:
        kept = part["kind"] in _HARMLESS
        return str(match.kwargs[part["name"]]) if kept else f"<{part['name']}>"

    return "/" + _PART.sub(shown, match.route)


@cache
def _our_words() -> frozenset[str]:
    """The fixed words of all addresses."""
    return frozenset(["", *(word for route in _routes(get_resolver()) for word in route.split("/") if "<" not in word)])


def _routes(resolver: URLResolver) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        yield str(pattern.pattern)
        if not isinstance(pattern, URLPattern):
            yield from _routes(pattern)
