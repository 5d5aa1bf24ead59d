"""Draw the PDF of a receipt outside any transaction, and attach it once."""

from __future__ import annotations

import logging

from django.db import transaction

from core.jobs import retries
from core.jobs.attempts import attempted
from core.models import StoredFile
from receipts.models import Receipt
from receipts.printing.letter import render_letter

log = logging.getLogger(__name__)
KIND = "receipt.pdf"
PDF = "application/pdf"
BATCH = 100


def print_receipt(receipt: Receipt) -> StoredFile:
    """The PDF of a receipt, drawn and attached if there is none yet.

    Of concurrent calls, the first attaches its file; the others return that file and discard their own.
    """
    if receipt.pdf_id is None:
        _attach(receipt, render_letter(receipt.letter))
    assert receipt.pdf is not None
    return receipt.pdf


def print_or_leave(receipt: Receipt) -> None:
    """Draw the PDF now. The receipt is already issued: on failure it is logged and left to the worker."""
    with attempted() as attempt:
        print_receipt(receipt)
    if attempt.error:
        text = "Receipt %s was issued, but its PDF could not be drawn yet."
        log.error(text, receipt.number, exc_info=attempt.error)


def render_pending() -> int:
    """Draw every missing PDF, as after a crash between number and print; returns how many.

    One that cannot be drawn is retried later and does not stop the others; the first error is raised at the end.
    """
    waiting = list(Receipt.objects.unprinted().values_list("pk", flat=True))
    done, failure = retries.work_off(kind=KIND, keys=waiting, act=draw, most=BATCH)
    if failure:
        raise failure
    return done


def draw(pk: int) -> bool:
    """Draw the PDF of the receipt with this key."""
    print_receipt(Receipt.objects.get(pk=pk))
    return True


@transaction.atomic
def _attach(receipt: Receipt, content: bytes) -> None:
    file = StoredFile.store(
        content=content,
        name=receipt.file_name,
        purpose=StoredFile.Purpose.RECEIPT,
        media_type=PDF,
        owner=receipt.issued_by,
    )
    if Receipt.objects.filter(pk=receipt.pk, pdf__isnull=True).update(pdf=file):
        receipt.pdf = file
    else:
        file.delete()  # another process was faster
        receipt.refresh_from_db(fields=["pdf"])
