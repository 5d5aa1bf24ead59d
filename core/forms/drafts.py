"""Drafts: long forms are saved while they are typed, so that a lost tab or a crash loses nothing.

A form takes part with ``{% draft %}`` (`core/templatetags/drafts.py`). The page sends what is typed; it is offered to
the same user at the same URL for a week, and deleted when the form is submitted or the draft is discarded.

Forms about protected people are never saved, and existing drafts are deleted when a person in them becomes protected.
This is checked by the form's URL (`extend.DraftAbout`) and by its content (`extend.DraftGuard`). Without JavaScript
nothing is saved.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve

from core import extend
from core.models import Draft, User
from core.permissions import stated
from core.privacy.visibility import NOBODY

KEPT_FOR = timedelta(days=7)
MOST_FIELDS, MOST_LETTERS = 300, 40_000
#: Fields that belong to one rendering of a form, and the marker of a form that takes part.
NEVER = frozenset({"csrfmiddlewaretoken", "form_key", "draft", "draft_form", "version", "entry", "nonce", "anyway"})


def save(*, user: User, form: str, data: QueryDict, now: datetime) -> bool:
    """Save a form's content; returns whether it was saved. Content about a protected person, or too long, is not."""
    values = {name: data.getlist(name) for name in data if name not in NEVER and "password" not in name}
    size = sum(len(text) for texts in values.values() for text in texts)
    too_long = len(values) > MOST_FIELDS or size > MOST_LETTERS
    if too_long or data.get("protected") or is_guarded(form, values):
        forget(user=user, form=form)
        return False
    Draft.objects.update_or_create(user=user, form=form, defaults={"values": values, "kept_at": now})
    return True


def forget(*, user: User, form: str) -> None:
    """Delete the draft of a form."""
    Draft.objects.filter(user=user, form=form).delete()


def offered(*, user: User, form: str, now: datetime) -> Draft | None:
    """This user's draft of a form, unless it is too old. One about a person who became protected is deleted."""
    left = Draft.objects.filter(user=user, form=form, kept_at__gt=now - KEPT_FOR).first()
    if left is not None and is_guarded(form, left.values):
        forget(user=user, form=form)
        return None
    return left


def is_guarded(form: str, values: dict[str, list[str]]) -> bool:
    """Whether a form is about a protected person: by its record, or by its content."""
    return _is_for_protected(form) or any(guard.forbids(values) for guard in extend.entries(extend.DraftGuard))


def _is_for_protected(form: str) -> bool:
    try:
        match = resolve(form)
    except Resolver404:  # from a page of an earlier version
        return False
    about = (each for each in extend.entries(extend.DraftAbout) if each.url_name == match.view_name)
    for each in about:
        row = {each.column: match.kwargs[each.argument]}
        kinds = (kind for kind in extend.entries(extend.GuardedRows) if kind.object_type == each.object_type)
        if any(kind.keys(NOBODY).filter(**row).exists() for kind in kinds):
            return True
    return False


def sweep(at: datetime) -> int:
    """Delete drafts older than a week, and those about people who became protected; returns how many."""
    guarded = [draft.pk for draft in Draft.objects.iterator() if is_guarded(draft.form, draft.values)]
    return Draft.objects.filter(Q(kept_at__lte=at - KEPT_FOR) | Q(pk__in=guarded)).delete()[0]


def may_open(request: HttpRequest, form: str) -> bool:
    """Whether a URL is a page of ours that this user may open."""
    if not form.startswith("/") or len(form) > 200:
        return False
    try:
        match = resolve(form)
    except Resolver404:
        return False
    needed = stated(match.func, match.url_name)
    return needed is not None and request.user.has_perm(needed)
