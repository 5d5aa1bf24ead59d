"""Audit log sentences for acts on receipts, and links to receipts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from core.audit import reading
from core.extend import AuditAct, AuditObject, ChangeScope
from core.models import User
from crm.contributes.protection import about
from receipts.models import Receipt


def _receipts(user: User, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    found = Receipt.objects.visible_to(user).filter(pk__in=keys)
    return {one.pk: (str(one), reverse("receipts:receipt-detail", args=[one.pk])) for one in found}


def _receipt_keys(user: User) -> Any:
    return Receipt.objects.visible_to(user).order_by().values("pk")


ENTRIES = (
    AuditAct(
        name="receipt.choice_undone",
        words="undid a receipt choice for {count:gift|gifts}",
        money=True,
        bare="undid a receipt choice",
    ),
    AuditAct(name="receipt.issued", words="issued a receipt for {amount}", money=True, bare="issued a receipt"),
    AuditAct(
        name="receipt.not_wanted",
        words="chose not to send a receipt for {count:gift|gifts}",
        money=True,
        bare="chose not to send a receipt",
        label="Receipt not sent",
    ),
    AuditAct(name="receipt.opened", words="opened the PDF"),
    AuditAct(
        name="receipt.replaced",
        words="replaced the receipt with {by_receipt}, {amount}",
        money=True,
        bare="replaced the receipt",
    ),
    AuditAct(name="receipt.voided", words="voided the receipt for {amount}", money=True, bare="voided the receipt"),
    AuditAct(
        name="receipt.wanted",
        words="added {count:gift|gifts} to receipts to issue",
        money=True,
        bare="added a gift to receipts to issue",
        label="Receipt requested",
    ),
    AuditAct(name="receipts.printed", words="printed {count:receipt|receipts}"),
    AuditAct(
        name="receipts.issued",
        words="issued {count:receipt|receipts}, {first} to {last}, {total} total",
        money=True,
        bare="issued {count:receipt|receipts}",
    ),
    AuditObject(object_type="receipts.receipt", noun="receipt", shown=_receipts),
    ChangeScope(object_type="receipts.receipt", permission="receipts.view", rows=_receipt_keys),
    about("receipts.receipt", "supporter", "lines__gift__joint_with", "lines__gift__soft_credits__supporter"),
    reading.history_of("receipt"),
)
