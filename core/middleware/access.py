"""Deny by default: a page opens for users whose roles grant the permission it states (`core/permissions.py`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from core.permissions import PUBLIC, SIGNED_IN, refusal, stated
from core.sign_in import idle, reauthentication, second_factor, sessions


class AccessMiddleware(LoginRequiredMiddleware):
    """Redirect anonymous users to sign-in, and refuse what a user's roles do not grant.

    Users who need a second factor must set it up or enter it first; views that require a recent sign-in ask for one.
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
