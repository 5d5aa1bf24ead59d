"""Session length: 30 minutes without use, 12 hours in total. Automatic polling does not count as use; typing does.

A form submitted after the session ended is shown again to the same user after signing in; the content of a long form is
saved as a draft.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from core.forms import drafts
from core.sign_in import reauthentication
from core.sign_in.redirects import lead_to

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
BEGAN, USED = "began_at", "used_at"
#: Seconds between updates of the time of last use.
EVERY_SECONDS = 60
IDLE_WORDS = "You were signed out after 30 minutes of inactivity. Sign in to continue."
LONGEST_WORDS = "You were signed out after 12 hours. Sign in to continue."


def begin(request: HttpRequest) -> None:
    """Start the session's clock at sign-in."""
    request.session[BEGAN] = request.session[USED] = time.time()


def demand(request: HttpRequest, view: Callable) -> HttpResponse | None:
    """Where to redirect a user whose session is over; None otherwise, after recording this use."""
    now, session = time.time(), request.session
    began = session.setdefault(BEGAN, now)
    used = session.get(USED, began)
    if now - began >= LONGEST.total_seconds():
        return _end(request, LONGEST_WORDS)
    if now - used >= IDLE.total_seconds():
        return _end(request, IDLE_WORDS)
    if now - used >= EVERY_SECONDS and not _asks_by_itself(view):
        session[USED] = now
    return None


def _asks_by_itself(view: Callable) -> bool:
    """Whether pages poll this URL automatically; such a view states `asked_by_pages`."""
    return bool(getattr(getattr(view, "view_class", view), "asked_by_pages", False))


def _end(request: HttpRequest, words: str) -> HttpResponse:
    """Sign out, save the submitted form, and redirect to sign-in."""
    user, form = request.user, request.POST.get("draft_form", "")
    if form and drafts.may_open(request, form):
        drafts.save(user=user, form=form, data=request.POST, now=timezone.now())
    is_form = request.method == "POST" and not form and not getattr(request, "htmx", None)
    sent = reauthentication.pending_request(request) if is_form else None
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    logout(request)
    messages.info(request, words)
    if sent:
        request.session[reauthentication.KEPT] = {**sent, "user": user.pk}
    return lead_to(request, reverse("account_login"), back_to=reverse("sign-in-go-on") if sent else "")
