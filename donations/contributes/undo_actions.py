"""Undo for actions on gifts that change nothing in the ledger."""

from __future__ import annotations

from typing import Any

from core import audit
from core.display import counted
from core.models import User
from core.outcomes import CHANGED, CannotUndo, UndoAction
from donations.contributes import bulk_actions
from donations.ledger import services
from donations.models import DonorReview, Gift, UnmatchedPayment


def gift_annotated(values: dict[str, Any], by: User) -> str:
    gift = Gift.objects.visible_to(by).active().filter(pk=values["pk"]).first()
    try:
        if gift is None:
            raise CannotUndo(CHANGED)
        services.annotate_gift(gift=gift, values=values["was"], version=values["version"], by=by)
    except services.EditConflict:
        raise CannotUndo(CHANGED) from None
    return f"Changes to {gift.spoken_number} undone."


def gifts_annotated(values: dict[str, Any], by: User) -> str:
    count = bulk_actions.restore(name=values["name"], now=values["now"], was=values["was"], by=by)
    if not count:
        raise CannotUndo(CHANGED)
    return f"Changes to {counted(count, 'gift', 'gifts')} undone."


def review_closed(values: dict[str, Any], by: User) -> str:
    mine = DonorReview.objects.visible_to(by).filter(pk=values["pk"], closed_by=by)
    if not mine.update(closed_at=None, closed_by=None):
        raise CannotUndo(CHANGED)
    review = DonorReview.objects.visible_to(by).select_related("supporter").get(pk=values["pk"])
    audit.record(by, "donor.review_reopened", review.supporter)
    return "This donor is back on the review list."


def payment_closed(values: dict[str, Any], by: User) -> str:
    mine = UnmatchedPayment.objects.visible_to(by).filter(pk=values["pk"], closed_by=by, gift=None)
    if not mine.update(closed_at=None, closed_by=None, closed_reason=""):
        raise CannotUndo(CHANGED)
    payment = UnmatchedPayment.objects.visible_to(by).get(pk=values["pk"])
    payment.refunds.filter(closed_by=by, booked=None).update(closed_at=None, closed_by=None, closed_reason="")
    audit.record(by, "payment.reopened", payment, paid=payment.text)
    return "The payment is unmatched again."


UNDO_ACTIONS = (
    UndoAction(slug="gift-annotated", permission="gifts.record", do=gift_annotated),
    UndoAction(slug="gifts-annotated", permission="gifts.record", do=gifts_annotated),
    UndoAction(slug="review-closed", permission="supporters.edit", do=review_closed),
    UndoAction(slug="payment-closed", permission="gifts.record", do=payment_closed),
)
