"""Secret links: anyone who has one may open what it leads to, so it must not leak.

A URL with a secret uses the converter: `path("rsvp/<secret:token>/", …)`. Such pages are kept out of caches and search
engines, no other site gets the referrer, and logs show the parameter's name instead of its value (`safe_path`).
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
#: Written in logs instead of anything not known to be harmless.
HIDDEN = "…"
_PART = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
#: Converters for numbers of rows or names of files, which say nothing without the database.
_HARMLESS = ("int", "uuid")


class SecretConverter(StringConverter):
    """A URL parameter that only the holder of a link knows."""


def register() -> None:
    """Allow `<secret:…>` in URLs; called while apps load."""
    register_converter(SecretConverter, NAME)


class SecretLinkMiddleware:
    """Keep pages behind secret links out of caches, search engines and referrers."""

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
    """A path as logs may hold it: numbers stay, other parameters become their names.

    `/e/order/kX3…/pay/` becomes `/e/order/<token>/pay/`, a query is removed, and of an unknown URL only words from our
    own URLs stay.
    """
    path, query, _ = path.partition("?")
    path = path.partition("#")[0]
    return _without_values(path) + (f"?{HIDDEN}" if query else "")


def _without_values(path: str) -> str:
    try:
        match = resolve(path)
    except Resolver404:
        return "/" + "/".join(part if part in _our_words() else HIDDEN for part in path.split("/")[1:])
    except ImproperlyConfigured:  # logged before URLs are loaded
        return f"/{HIDDEN}"

    def shown(part: re.Match[str]) -> str:
        harmless = part["kind"] in _HARMLESS
        return str(match.kwargs[part["name"]]) if harmless else f"<{part['name']}>"

    return "/" + _PART.sub(shown, match.route)


@cache
def _our_words() -> frozenset[str]:
    """The fixed words in our URLs."""
    return frozenset(["", *(word for route in _routes(get_resolver()) for word in route.split("/") if "<" not in word)])


def _routes(resolver: URLResolver) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        yield str(pattern.pattern)
        if not isinstance(pattern, URLPattern):
            yield from _routes(pattern)
