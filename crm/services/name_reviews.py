"""Name reviews: users who may reveal names say whether a typed name is a protected person's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.sessions.backends.base import SessionBase
from django.db import models, transaction
from django.urls import reverse

from core import audit
from core.models import User
from crm.models import NameReview, Supporter
from crm.protection import typed_rows
from crm.protection.twins import KIND
from crm.reveal.sessions import is_hidden, reveal
from crm.services.supporters import update_supporter

SAME, OTHER = NameReview.Answer.SAME, NameReview.Answer.OTHER


class AlreadyAnswered(Exception):
    """The review was answered before."""


class CannotJoin(Exception):
    """The row cannot be made this supporter's here; the message says what to do instead."""


@transaction.atomic
def answer_review(*, review: NameReview, answer: str, by: User, at: datetime) -> None:
    """Say whether a row is about the protected person: it becomes theirs where it can, or shows its name again.

    Raises `AlreadyAnswered` and `CannotJoin`.
    """
    still = NameReview.objects.filter(pk=review.pk, answer="")
    if not still.update(answer=answer, answered_at=at, answered_by=by):
        raise AlreadyAnswered(review)
    kind, row = typed_rows.kind_of(review.object_type), typed_rows.row_of(review.object_type, review.object_id)
    what = kind.title(row) if row is not None else "a deleted record"
    if answer == SAME:
        audit.record(by, "name.same", review.candidate, what=what)
    else:
        audit.record(by, "name.other", review.candidate, what=what)
    if row is None:
        return
    if answer == SAME and kind.join is not None:
        kind.join(row, review.candidate)
    kind.refresh([review.object_id])
    if answer == OTHER and isinstance(row, Supporter):
        release(supporter=row, by=by)
        typed_rows.recheck([review.candidate])  # one more namesake makes their name less rare
    for other in kind.together(row):
        asked = NameReview.objects.filter(object_type=other._meta.label_lower, object_id=other.pk, answer="")
        for same in asked.filter(candidate=review.candidate):
            answer_review(review=same, answer=answer, by=by, at=at)


@transaction.atomic
def release(*, supporter: Supporter, by: User) -> None:
    """Show a held record by its name: a user who may reveal names said that it is not a protected person."""
    fresh = Supporter.objects.select_for_update().get(pk=supporter.pk)
    waiting = NameReview.objects.filter(object_type=KIND, object_id=fresh.pk).exclude(answer=NameReview.Answer.OTHER)
    if not fresh.pending_name_review or waiting.exists():
        return
    update_supporter(supporter=fresh, values={"protected": False}, version=fresh.version, by=by)
    audit.record(by, "supporter.released", fresh, changes=[audit.FieldChange("protected", True, False)])


def is_answerable(review: NameReview, session: SessionBase) -> bool:
    """Whether both names are revealed in this session, which answering requires."""
    return not is_hidden(review.candidate, session)


def reveal_typed(*, review: NameReview, session: SessionBase, by: User, reason: str, now: datetime) -> datetime:
    """Reveal the protected name and what was typed. Returns the time both are hidden again."""
    return reveal(supporter=review.candidate, session=session, by=by, reason=reason, now=now)


def review_url(row: models.Model, user: User) -> str:
    """The page that shows what was typed into a hidden row, for users who may reveal names; '' for others."""
    rows = NameReview.objects.visible_to(user).filter(object_type=row._meta.label_lower, object_id=row.pk)
    review = rows.order_by("-sure", "pk").first()
    return reverse("crm:name-review", args=[review.pk]) if review else ""


def waiting(user: User, today: date) -> Iterable[tuple[str, str, int]]:
    """The number of open name reviews."""
    if count := NameReview.objects.visible_to(user).filter(answer="").count():
        yield "Names to check against protected people", reverse("crm:name-review-list"), count
