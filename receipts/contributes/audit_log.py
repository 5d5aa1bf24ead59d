"""What acts on receipts are called in the audit trail, and where receipts are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from core.audit import reading
from core.extend import Act, AuditObject, ChangeScope
from crm.contributes.protection import about
from receipts.models import Receipt


def _receipts(user: Any, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    found = Receipt.objects.visible_to(user).filter(pk__in=keys)
    return {one.pk: (str(one), reverse("receipts:receipt-detail", args=[one.pk])) for one in found}


def _receipt_keys(user: Any) -> Any:
    return Receipt.objects.visible_to(user).order_by().values("pk")


ENTRIES = (
    Act("receipt.choice_undone", "took back what was chosen for {count:gift|gifts}", True, "took back a choice"),
    Act("receipt.issued", "issued a receipt for {amount}", True, "issued a receipt"),
    Act(
        "receipt.not_wanted", "said that {count:gift needs|gifts need} no receipt", True, "said that no receipt is due"
    ),
    Act("receipt.opened", "opened the PDF"),
    Act("receipt.replaced", "replaced the receipt by {by_receipt}, {amount}", True, "replaced the receipt"),
    Act("receipt.voided", "declared the receipt for {amount} void", True, "declared the receipt void"),
    Act("receipt.wanted", "asked for {count:receipt|receipts}", True, "asked for a receipt"),
    Act("receipts.printed", "printed {count:receipt|receipts}"),
    Act(
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
