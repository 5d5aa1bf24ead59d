"""What acts on receipts are called in the audit trail, and where receipts are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from core.audit import reading
from core.extend import AuditAct, AuditObject, ChangeScope
from crm.contributes.protection import about
from receipts.models import Receipt


def _receipts(user: Any, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    found = Receipt.objects.visible_to(user).filter(pk__in=keys)
    return {one.pk: (str(one), reverse("receipts:receipt-detail", args=[one.pk])) for one in found}


def _receipt_keys(user: Any) -> Any:
    return Receipt.objects.visible_to(user).order_by().values("pk")


ENTRIES = (
    AuditAct("receipt.choice_undone", "took back what was chosen for {count:gift|gifts}", True, "took back a choice"),
    AuditAct("receipt.issued", "issued a receipt for {amount}", True, "issued a receipt"),
    AuditAct(
        "receipt.not_wanted", "said that {count:gift needs|gifts need} no receipt", True, "said that no receipt is due"
    ),
    AuditAct("receipt.opened", "opened the PDF"),
    AuditAct("receipt.replaced", "replaced the receipt by {by_receipt}, {amount}", True, "replaced the receipt"),
    AuditAct("receipt.voided", "declared the receipt for {amount} void", True, "declared the receipt void"),
    AuditAct("receipt.wanted", "asked for {count:receipt|receipts}", True, "asked for a receipt"),
    AuditAct("receipts.printed", "printed {count:receipt|receipts}"),
    AuditAct(
        "receipts.issued",
        "issued {count:receipt|receipts}, {first} to {last}, {total} in all",
        True,
        "issued {count:receipt|receipts}",
    ),
    AuditObject("receipts.receipt", "receipt", _receipts),
    ChangeScope("receipts.receipt", "receipts.view", _receipt_keys),
    about("receipts.receipt", "supporter", "lines__gift__joint_with"),
    reading.history_of("receipt"),
)
