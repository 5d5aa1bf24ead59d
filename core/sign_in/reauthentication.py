"""Actions that require a recent sign-in: a view sets `fresh_sign_in = True`, or a function of the request.

The page with the form asks first, so that nothing is typed in vain. If the time runs out before the form is submitted,
its content is stored in the session and offered again after signing in; it is then validated again.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from core.sign_in import authentication_records
from core.sign_in.redirects import lead_to

KEPT = "kept_form"
KEPT_SECONDS = 15 * 60
#: The most characters of a form that are stored; longer ones have to be typed again.
MOST_KEPT = 50_000


def asks(view: Callable, request: HttpRequest) -> bool:
    """Whether a view requires a recent sign-in for this request."""
    stated = getattr(getattr(view, "view_class", view), "fresh_sign_in", False)
    return bool(stated(request) if callable(stated) else stated)


def demand(request: HttpRequest, view: Callable) -> HttpResponse | None:
    """Where to redirect a user who has to sign in again; None otherwise."""
    if not asks(view, request) or authentication_records.is_fresh(request):
        return None
    back_to = ""
    if request.method == "POST" and not getattr(request, "htmx", None):
        back_to = _store_pending_request(request)
    methods = get_adapter(request).get_reauthentication_methods(request.user)
    return lead_to(request, methods[0]["url"] if methods else reverse("account_login"), back_to=back_to)


def pop_pending_request(request: HttpRequest) -> dict[str, Any] | None:
    """Remove and return the form that was posted before the user had to sign in again: `path` and `fields`. None when
    there is none, it is too old, or it was another user's."""
    found = request.session.pop(KEPT, None)
    if not found or time.time() - found["at"] > KEPT_SECONDS or found.get("user", request.user.pk) != request.user.pk:
        return None
    data = QueryDict(found["data"])
    return {"path": found["path"], "fields": [(name, value) for name, values in data.lists() for value in values]}


def pending_request(request: HttpRequest) -> dict[str, Any] | None:
    """The posted form as `pop_pending_request` reads it; None when it is longer than `MOST_KEPT` characters."""
    data = request.POST.copy()
    data.pop("csrfmiddlewaretoken", None)
    text = data.urlencode()
    return None if len(text) > MOST_KEPT else {"path": request.get_full_path(), "data": text, "at": time.time()}


def _store_pending_request(request: HttpRequest) -> str:
    carried = pending_request(request)
    if carried is None:
        return request.get_full_path()
    request.session[KEPT] = carried
    return reverse("sign-in-go-on")
