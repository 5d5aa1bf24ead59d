"""The URLs that save and discard drafts (`core/forms/drafts.py`)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.forms import drafts, sent
from core.forms.sent import Repeats
from core.http import toasts
from core.http.return_paths import own_path
from core.outcomes import Outcome, Undo
from core.permissions import SIGNED_IN, permitted


@permitted(SIGNED_IN)
@require_POST
def draft_keep(request: HttpRequest) -> HttpResponse:
    """Save what is typed in a form."""
    form = request.POST.get("draft_form", "")
    if not drafts.may_open(request, form):
        return HttpResponse(status=400)
    if not sent.was_sent(key=sent.key_of(request), who=str(request.user.pk)):
        drafts.save(user=request.user, form=form, data=request.POST, now=timezone.now())
    # The same response whether or not it was saved: not saving means that it names a protected person, which must not
    # be revealed.
    return HttpResponse(status=204)


#: Sent again and again while typing, with the form's own key.
draft_keep.repeats = Repeats.OWN  # type: ignore[attr-defined]  # functions take attributes


@permitted(SIGNED_IN)
@require_POST
def draft_discard(request: HttpRequest) -> HttpResponse:
    """Discard a draft."""
    form = request.POST.get("draft_form", "")[:200]
    left = drafts.may_open(request, form) and drafts.offered(user=request.user, form=form, now=timezone.now())
    drafts.forget(user=request.user, form=form)
    undo = Undo("draft-discarded", {"form": form, "values": left.values}) if left else None
    toasts.say(request, Outcome("Draft discarded.", undo=undo))
    return redirect(own_path(form) or "home")
