"""Receipts of online gifts: on the thank-you page, by download link and by email.

The donor has a URL nobody can guess (the intent's public id), which opens this gift's receipt and nothing else. It does
not open a receipt made from a supporter's record, as after staff corrected the donor: that goes to the legal donor
only.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Concat
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views import View

from core.clock import organization_today
from core.display import day_text, money_text
from core.jobs import retries
from core.mail import enqueue
from core.models import Message, Organization
from core.money import ZERO
from core.permissions import PUBLIC
from donations.deductibility.wording import in_short
from donations.ledger.current_entries import current_entry, left_of
from donations.models import Gift, GiftIntent
from donations.online.donor_documents import DonorDocument
from receipts.issuing import queue, services
from receipts.models import Receipt, ReceiptLine
from receipts.printing.marking import marked

ACKNOWLEDGMENT = ReceiptLine.Role.ACKNOWLEDGMENT
KIND = "receipt.letter"
IDENTITY = "receipt:"
PURPOSE = "receipt"
BATCH = 100


def donor_document(gift: Gift, public_id: str) -> DonorDocument | None:
    """The receipt of an online gift, issued now if the gift awaits one; None when nothing of the gift is left."""
    found = receipt_of(gift)
    if found is None and queue.awaiting().filter(pk=gift.pk).exists():
        services.issue_receipts(gifts=[gift], by=None, issued_on=organization_today())
        found = receipt_of(gift)
    if found is None or not is_as_typed(found):
        return DonorDocument(needs_review=True) if left_of(gift) else None
    url = reverse("receipts-online:pdf", args=[public_id]) if found.pdf_id else ""
    return DonorDocument(number=found.number, url=url, refunded=refunded_since(found, gift))


def refunded_since(receipt: Receipt, gift: Gift) -> Decimal:
    """How much of the amount a receipt states for a gift was refunded after it was issued."""
    return max(ZERO, receipt.amount - left_of(gift))


def receipt_of(gift: Gift) -> Receipt | None:
    """The active receipt of a gift, or of its current entry."""
    now = current_entry(gift) or gift
    line = ReceiptLine.objects.filter(gift=now, role=ACKNOWLEDGMENT, active=True).select_related("receipt").first()
    return line.receipt if line else None


def is_as_typed(receipt: Receipt) -> bool:
    """Whether a receipt has the name typed with its gift, and nothing from a record."""
    return bool(receipt.snapshot.get("as_typed"))


class ReceiptPdfView(View):
    """The PDF of an online gift's receipt, for anyone with the thank-you page's URL."""

    permission_required = PUBLIC

    def get(self, request: HttpRequest, intent: str) -> HttpResponse:
        row = get_object_or_404(GiftIntent.objects.paid().select_related("gift"), public_id=intent)
        receipt = receipt_of(row.gift) if row.gift else None
        if receipt is None or receipt.pdf is None or not is_as_typed(receipt):
            raise Http404
        content = bytes(receipt.pdf.content)
        if back := refunded_since(receipt, row.gift):
            content = marked(content, word="REFUNDED", sentence=_refunded_words(receipt, back))
        answer = HttpResponse(content, content_type=receipt.pdf.media_type)
        answer["Content-Disposition"] = f'attachment; filename="{receipt.file_name}"'
        answer["Cache-Control"] = "private, no-store"
        return answer


def _refunded_words(receipt: Receipt, back: Decimal) -> str:
    if back == receipt.amount:
        return f"The full {money_text(back)} was refunded. This receipt is no longer valid."
    reason = f"{money_text(back)} of {money_text(receipt.amount)} was refunded."
    return f"{reason} The amount on this receipt is no longer correct."


def write_messages() -> int:
    """Queue an email for every printed receipt of an online gift that has none; returns how many.

    Each separately: one that fails is retried later and does not stop the others.
    """
    waiting = list(unsent().values_list("pk", flat=True))
    return retries.work_off(kind=KIND, keys=waiting, act=write_unsent, most=BATCH).done


@transaction.atomic
def write_unsent(pk: int) -> bool:
    """Queue the email of one receipt line if it has none yet; returns whether it did."""
    line = unsent().filter(pk=pk).first()
    if line is None:
        return False
    write_message(line.receipt, line.gift.intent)
    return True


def unsent() -> QuerySet[ReceiptLine]:
    """Receipts of online gifts that are printed, active, and have no email yet."""
    written = Message.objects.filter(identity=Concat(Value(IDENTITY), OuterRef("receipt__number")))
    mine = ReceiptLine.objects.filter(role=ACKNOWLEDGMENT, active=True, gift__intent__isnull=False)
    # A receipt refunded since states a wrong amount: it waits to be replaced or voided.
    true = mine.filter(receipt__amount__lte=F("gift__amount") - F("gift__refunded"))
    printed = true.filter(receipt__pdf__isnull=False).exclude(Exists(written))
    return printed.select_related("receipt__pdf", "gift__intent").order_by("pk").annotate(number=F("receipt__number"))


def untrue(messages: Sequence[Message]) -> dict[int, str]:
    """Why emails with a receipt must not be sent any more, by key: the receipt was voided, or money was
    refunded since."""
    kind = Receipt._meta.label_lower
    wanted = [message.object_id or 0 for message in messages if message.object_type == kind]
    rows = Receipt.objects.filter(pk__in=wanted)
    reasons = {row.pk: f"Receipt {row.number} no longer matches its gift." for row in rows.out_of_date()}
    reasons |= {row.pk: f"Receipt {row.number} was voided." for row in rows.filter(void__isnull=False)}
    return {message.pk: reasons[message.object_id] for message in messages if message.object_id in reasons}


def _words(receipt: Receipt, intent: GiftIntent) -> dict[str, Any]:
    """The email's context: the wording of the decision its receipt was made from."""
    summary, language = receipt.in_short, intent.language
    return {
        "receipt": receipt,
        "intent": intent,
        "said": summary.sentence(on=receipt.gift_on, language=language),
        "amounts": summary.amounts(language),
        "day": in_short.long_date_in_urdu(receipt.gift_on) if language == "ur" else day_text(receipt.gift_on),
        "taxed": summary.taxed,
    }


def write_message(receipt: Receipt, intent: GiftIntent) -> Message:
    """Queue the email that sends a receipt to the address the donor entered; once per receipt."""
    organization = Organization.current()
    subject = {
        "ur": f"آپ کی رسید {receipt.number}",
        "en": f"Your receipt {receipt.number} from {organization.short_name}",
    }[intent.language]
    return enqueue(
        identity=f"{IDENTITY}{receipt.number}",
        purpose=PURPOSE,
        to=intent.email,
        subject=subject,
        template="receipts/mail/receipt",
        context=_words(receipt, intent),
        language=intent.language,
        attachments=[receipt.pdf] if receipt.pdf else [],
        about=receipt,
    )
