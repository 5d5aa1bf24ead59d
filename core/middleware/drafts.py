"""Delete the draft of a form once the form is accepted."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from core.forms import drafts


class DraftMiddleware:
    """Delete a form's draft when its response redirects to another page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        sent = request.method == "POST" and answer.status_code == 302 and bool(request.POST.get("draft"))
        if sent and request.user.is_authenticated:
            drafts.forget(user=request.user, form=request.path)
        return answer
