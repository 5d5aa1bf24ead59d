"""Default deny: a page opens to those whose roles grant the permission it states (`core/permissions.py`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from core.permissions import PUBLIC, SIGNED_IN, refusal, stated
from core.sign_in import idle, reauthentication, second_factor, sessions


class AccessMiddleware(LoginRequiredMiddleware):
    """Default deny: sends strangers to the sign-in page and refuses what a person's roles do not grant.

    Whoever needs a second factor is led to it before anything else opens; acts that ask for a fresh sign-in get one.
    """

    def process_view(self, request: HttpRequest, view: Callable, args: Any, kwargs: Any) -> HttpResponseBase | None:
        url_name = request.resolver_match.url_name if request.resolver_match else None
        statement = stated(view, url_name)
        if statement == PUBLIC:
            return None
        if not request.user.is_authenticated:
            return self.handle_no_permission(request, view)
        if led := idle.demand(request, view):
            return led
        sessions.note(request)
        if led := second_factor.demand(request, url_name):
            return led
        if not (statement == SIGNED_IN or (statement and request.user.has_perm(statement))):
            raise PermissionDenied(refusal(statement) if statement else "No permission stated.")
        return reauthentication.demand(request, view)
