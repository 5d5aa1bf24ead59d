"""Undo for core's own actions: list views, discarded drafts, held or released emails, canceled jobs."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core import audit
from core.listing import services
from core.mail import services as mail_services
from core.models import DefaultView, Draft, JobRun, Message, SavedView, User
from core.outcomes import CannotUndo, UndoAction
from core.permissions import SIGNED_IN

UNDONE = "Undone right away by the person who did it."


def view_saved(values: dict[str, Any], by: User) -> str:
    view = _mine(values["pk"], by)
    services.delete_view(view=view, by=by)
    return f"“{view.name}” was deleted again."


def view_changed(values: dict[str, Any], by: User) -> str:
    view, was = _mine(values["pk"], by), values["was"]
    try:
        services.change_view(view=view, by=by, **was)
    except ValidationError as error:
        raise CannotUndo(" ".join(error.messages)) from None
    return f"“{view}” was changed back."


@transaction.atomic
def view_deleted(values: dict[str, Any], by: User) -> str:
    """Restores the view also as the default of users who had it so."""
    try:
        view = services.save_view(by=by, **values["was"])
    except ValidationError as error:
        raise CannotUndo(" ".join(error.messages)) from None
    for user in User.objects.filter(pk__in=values["opened_by"]):
        DefaultView.objects.get_or_create(user=user, of=view.of, defaults={"view": view})
    return f"“{view}” was restored."


def _mine(key: int, by: User) -> SavedView:
    view = SavedView.objects.filter(pk=key, owner=by).first()
    if view is None:
        raise CannotUndo("This view was deleted in the meantime.")
    return view


def draft_discarded(values: dict[str, Any], by: User) -> str:
    try:
        with transaction.atomic():
            Draft.objects.create(user=by, form=values["form"], values=values["values"])
    except IntegrityError:
        raise CannotUndo("You've started a new draft of this form since then. The new draft was kept.") from None
    return "Draft restored. Open the form to continue."


def letter_held(values: dict[str, Any], by: User) -> str:
    mine = Message.objects.visible_to(by)
    if not mail_services.release(messages=mine.filter(pk=values["pk"]), by=by):
        raise CannotUndo("This email is no longer on hold.")
    return "Email released. It will be sent as soon as outgoing mail is on."


def letter_released(values: dict[str, Any], by: User) -> str:
    try:
        mail_services.hold_back(message=Message.objects.visible_to(by).get(pk=values["pk"]), reason=UNDONE, by=by)
    except (Message.DoesNotExist, mail_services.TooLate):
        raise CannotUndo("This email was already sent, so it can't be held.") from None
    return "Email on hold again."


def job_cancelled(values: dict[str, Any], by: User) -> str:
    """Only for a job that had not begun; otherwise part of it would be done twice."""
    rows = JobRun.objects.filter(pk=values["pk"], state=JobRun.State.CANCELLED, started_at=None)
    try:
        with transaction.atomic():
            back = rows.update(state=JobRun.State.READY, cancel_asked_at=None, ended_at=None)
    except IntegrityError:
        back = 0
    if not back:
        raise CannotUndo("This job can't be resumed. Start a new one.")
    audit.record(by, "job.tried_again", JobRun(pk=values["pk"]))
    return "Job queued again."


UNDO_ACTIONS = (
    UndoAction(slug="view-saved", permission=SIGNED_IN, do=view_saved),
    UndoAction(slug="view-changed", permission=SIGNED_IN, do=view_changed),
    UndoAction(slug="view-deleted", permission=SIGNED_IN, do=view_deleted),
    UndoAction(slug="draft-discarded", permission=SIGNED_IN, do=draft_discarded),
    UndoAction(slug="letter-held", permission="mail.manage", do=letter_held),
    UndoAction(slug="letter-released", permission="mail.manage", do=letter_released),
    UndoAction(slug="job-cancelled", permission=SIGNED_IN, do=job_cancelled),
)
