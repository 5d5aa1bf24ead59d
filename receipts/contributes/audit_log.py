"""Audit log sentences for acts on receipts, and links to receipts."""

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
    AuditAct("receipt.choice_undone", "undid a receipt choice for {count:gift|gifts}", True, "undid a receipt choice"),
    AuditAct("receipt.issued", "issued a receipt for {amount}", True, "issued a receipt"),
    AuditAct(
        "receipt.not_wanted",
        "chose not to send a receipt for {count:gift|gifts}",
        True,
        "chose not to send a receipt",
        label="Receipt not sent",
    ),
    AuditAct("receipt.opened", "opened the PDF"),
    AuditAct("receipt.replaced", "replaced the receipt with {by_receipt}, {amount}", True, "replaced the receipt"),
    AuditAct("receipt.voided", "voided the receipt for {amount}", True, "voided the receipt"),
    AuditAct(
        "receipt.wanted",
        "added {count:gift|gifts} to receipts to issue",
        True,
        "added a gift to receipts to issue",
        label="Receipt requested",
    ),
    AuditAct("receipts.printed", "printed {count:receipt|receipts}"),
    AuditAct(
        "receipts.issued",
        "issued {count:receipt|receipts}, {first} to {last}, {total} total",
        True,
        "issued {count:receipt|receipts}",
    ),
    AuditObject("receipts.receipt", "receipt", _receipts),
    ChangeScope("receipts.receipt", "receipts.view", _receipt_keys),
    about("receipts.receipt", "supporter", "lines__gift__joint_with"),
    reading.history_of("receipt"),
)
