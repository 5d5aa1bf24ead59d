"""Redirect URLs with a former slug of an event to the current one, keeping the rest of the URL."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from events.models import EventAddress


class HttpResponseSendOn(HttpResponseRedirect):
    """A redirect that repeats the request, with its body, at another URL (307)."""

    status_code = 307


class FormerAddressMiddleware:
    """Answer a 404 on an event's page when its slug was changed. An open form that is submitted is redirected with its
    data (307)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        there = _present(request) if answer.status_code == 404 else ""
        return HttpResponseSendOn(there) if there else answer


def _present(request: HttpRequest) -> str:
    """The URL with the event's current slug; '' when there is none, or it is this one."""
    match = request.resolver_match
    slug = match.kwargs.get("slug") if match and match.app_name == "events" else None
    if match is None or slug is None:
        return ""
    found = EventAddress.objects.filter(slug=slug).exclude(event__slug=slug).select_related("event").first()
    if found is None:
        return ""
    path = reverse(match.view_name, kwargs={**match.kwargs, "slug": found.event.slug})
    query = request.META.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path
