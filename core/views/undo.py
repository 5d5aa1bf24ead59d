"""The URL behind “Undo” in a toast (`core/http/undo.py`)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views import View

from core.http import undo as undoing
from core.http.return_paths import own_path
from core.outcomes import CannotUndo
from core.permissions import SIGNED_IN


class UndoView(View):
    """Undo the action of the toast, and return to the page that showed it."""

    permission_required = SIGNED_IN
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        undo = undoing.pop(session=request.session, key=key, now=timezone.now())
        action = undoing.undo_action_of(undo.slug, request.user) if undo else None
        if undo is None or action is None:
            messages.info(request, "This can no longer be undone from here. Nothing was changed.")
            return redirect(_back(request))
        try:
            messages.success(request, action.do(undo.values, request.user))
        except CannotUndo as reason:
            messages.error(request, str(reason))
        return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    return own_path(request.POST.get("back", "")[:2_000]) or "home"
