"""Long forms are kept while they are typed, so that a lost tab or a crash loses nothing.

A form takes part with ``{% draft %}`` (`core/templatetags/drafts.py`) inside it. The page sends what is typed; it is
offered back to the same person at the same address for a week, and deleted when the form is sent, when it is
discarded, and once the week is over. Forms about protected people are never kept, and what was kept is deleted once
somebody in it is protected: the records are asked, by the form's address (`extend.DraftAbout`) and by what stands in
it (`extend.DraftGuard`). Without scripts nothing is kept and nothing breaks.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from core import extend, toasts
from core.access import SIGNED_IN, permitted, stated
from core.models import Draft, User
from core.sent_forms import Repeats
from core.undoing import Told, Undo
from core.visibility import NOBODY

KEPT_FOR = timedelta(days=7)
MOST_FIELDS, MOST_LETTERS = 300, 40_000
#: Fields that belong to one showing of a form, and the mark of a form that takes part.
NEVER = frozenset({"csrfmiddlewaretoken", "form_key", "draft", "draft_form", "version", "entry", "nonce", "anyway"})


def keep(*, user: User, form: str, data: QueryDict, now: datetime) -> bool:
    """Keep what stands in a form. What is about a protected person, or too long, is not kept; whether it was."""
    values = {name: data.getlist(name) for name in data if name not in NEVER and "password" not in name}
    size = sum(len(text) for texts in values.values() for text in texts)
    too_long = len(values) > MOST_FIELDS or size > MOST_LETTERS
    if too_long or data.get("protected") or is_guarded(form, values):
        forget(user=user, form=form)
        return False
    Draft.objects.update_or_create(user=user, form=form, defaults={"values": values, "kept_at": now})
    return True


def forget(*, user: User, form: str) -> None:
    """Delete what was kept of a form."""
    Draft.objects.filter(user=user, form=form).delete()


def offered(*, user: User, form: str, now: datetime) -> Draft | None:
    """What this person left in a form, unless it is too old. What is about somebody protected since is deleted."""
    left = Draft.objects.filter(user=user, form=form, kept_at__gt=now - KEPT_FOR).first()
    if left is not None and is_guarded(form, left.values):
        forget(user=user, form=form)
        return None
    return left


def is_guarded(form: str, values: dict[str, list[str]]) -> bool:
    """Whether a form is about a protected person: by the record it is for, or by what stands in it."""
    return _is_for_protected(form) or any(guard.forbids(values) for guard in extend.entries(extend.DraftGuard))


def _is_for_protected(form: str) -> bool:
    try:
        match = resolve(form)
    except Resolver404:  # a page of an earlier version
        return False
    about = (each for each in extend.entries(extend.DraftAbout) if each.url_name == match.view_name)
    for each in about:
        row = {each.column: match.kwargs[each.argument]}
        kinds = (kind for kind in extend.entries(extend.GuardedRows) if kind.object_type == each.object_type)
        if any(kind.keys(NOBODY).filter(**row).exists() for kind in kinds):
            return True
    return False


def sweep(at: datetime) -> int:
    """Delete what was left for a week, and what is about somebody protected since; gives how many."""
    guarded = [draft.pk for draft in Draft.objects.iterator() if is_guarded(draft.form, draft.values)]
    return Draft.objects.filter(Q(kept_at__lte=at - KEPT_FOR) | Q(pk__in=guarded)).delete()[0]


@permitted(SIGNED_IN)
@require_POST
def draft_keep(request: HttpRequest) -> HttpResponse:
    """A page sends what stands in its form."""
    form = request.POST.get("draft_form", "")
    if not may_open(request, form):
        return HttpResponse(status=400)
    kept = keep(user=request.user, form=form, data=request.POST, now=timezone.now())
    return HttpResponse(status=204 if kept else 200)


#: Kept again and again while one types, under the key of the form it is for.
draft_keep.repeats = Repeats.OWN  # type: ignore[attr-defined]  # functions take attributes


@permitted(SIGNED_IN)
@require_POST
def draft_discard(request: HttpRequest) -> HttpResponse:
    """The person does not want it back."""
    form = request.POST.get("draft_form", "")[:200]
    left = may_open(request, form) and offered(user=request.user, form=form, now=timezone.now())
    forget(user=request.user, form=form)
    undo = Undo("draft-discarded", {"form": form, "values": left.values}) if left else None
    toasts.say(request, Told("Discarded. The form is as it was.", undo=undo))
    safe = url_has_allowed_host_and_scheme(form, allowed_hosts=None) and form.startswith("/")
    return redirect(form if safe else "home")


def may_open(request: HttpRequest, form: str) -> bool:
    """Whether an address is a page of ours that this person may open."""
    if not form.startswith("/") or len(form) > 200:
        return False
    try:
        match = resolve(form)
    except Resolver404:
        return False
    needed = stated(match.func, match.url_name)
    return needed is not None and request.user.has_perm(needed)


class DraftMiddleware:
    """Forgets what was kept of a form once it is sent and accepted: the answer leads on to another page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        sent = request.method == "POST" and answer.status_code == 302 and bool(request.POST.get("draft"))
        if sent and request.user.is_authenticated:
            forget(user=request.user, form=request.path)
        return answer
