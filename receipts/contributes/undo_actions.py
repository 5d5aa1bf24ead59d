"""Undo of choosing which gifts get a receipt. An issued receipt is never undone: it is voided, with a reason."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from core import audit
from core.display import counted
from core.models import User
from core.outcomes import CannotUndo, UndoAction
from donations.models import Gift
from receipts.issuing import statuses
from receipts.models import ReceiptChoice


@transaction.atomic
def gifts_chosen(values: dict[str, Any], by: User) -> str:
    """Restore the former choice of each gift whose choice nobody changed since."""
    keys = [gift for gift, _, _ in values["was"]]
    choices = ReceiptChoice.objects.visible_to(by).filter(gift__in=keys, wanted=values["wanted"], by=by)
    still = set(choices.values_list("gift", flat=True))
    if not still:
        raise CannotUndo("A colleague has changed this choice since, so it can't be undone.")
    for gift, wanted, reason in values["was"]:
        mine = choices.filter(gift=gift)
        if gift in still and wanted is None:
            mine.delete()
        elif gift in still:
            mine.update(wanted=wanted, reason=reason)
    statuses.follow(still)
    changes = [
        audit.FieldChange("receipt wanted", values["wanted"], wanted, of=Gift(pk=gift))
        for gift, wanted, _ in values["was"]
        if gift in still
    ]
    audit.record(by, "receipt.choice_undone", count=len(still), changes=changes)
    return f"Undone for {counted(len(still), 'gift', 'gifts')}."


UNDO_ACTIONS = (UndoAction(slug="gifts-chosen", permission="receipts.issue", do=gifts_chosen),)
