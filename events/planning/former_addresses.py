"""Links and codes with a former name of an event lead to the present one, with everything else they say."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from events.models import EventAddress


class HttpResponseSendOn(HttpResponseRedirect):
    """The same request, with what it carries, to another address."""

    status_code = 307


class FormerAddressMiddleware:
    """Answers a page of an event that is not there, when its name was changed. A form that was open meanwhile is sent
    on as it is (307)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        there = _present(request) if answer.status_code == 404 else ""
        return HttpResponseSendOn(there) if there else answer


def _present(request: HttpRequest) -> str:
    """The address under the event's present name; empty when there is none, or it is this one."""
    match = request.resolver_match
    slug = match.kwargs.get("slug") if match and match.app_name == "events" else None
    found = EventAddress.objects.filter(slug=slug).exclude(event__slug=slug).select_related("event").first()
    if slug is None or match is None or found is None:
        return ""
    path = reverse(match.view_name, kwargs={**match.kwargs, "slug": found.event.slug})
    query = request.META.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path
