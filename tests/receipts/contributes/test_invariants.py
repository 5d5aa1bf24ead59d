"""Each invariant notices the break it is there for; the door is opened to break it."""

from collections.abc import Callable

import pytest
from django.db import connection

from core.models import Sequence, StoredFile
from donations.ledger.services import correct_gift
from receipts.contributes import invariants
from receipts.issuing import services
from receipts.models import Receipt, ReceiptLine
from tests.support.builders import TODAY, make_gift, make_organization
from tests.support.doors import opened

pytestmark = pytest.mark.breaks_ledger


def skip_a_number() -> None:
    Sequence.objects.filter(series="receipt-2026").update(last=5)


def renumber() -> None:
    Receipt.objects.update(number="2026-0042")


def change_the_amount() -> None:
    Receipt.objects.update(amount=1)


def end_a_line() -> None:
    ReceiptLine.objects.update(active=False)


def change_the_snapshot() -> None:
    receipt = Receipt.objects.get()
    Receipt.objects.update(snapshot={**receipt.snapshot, "letter": {**receipt.letter, "thanks": "Another word."}})


def change_the_bytes() -> None:
    StoredFile.objects.update(content=b"%PDF-other")


BREAKS: list[tuple[Callable[[], None], Callable]] = [
    (skip_a_number, invariants.gaps),
    (renumber, invariants.wrong_numbers),
    (change_the_amount, invariants.wrong_totals),
    (end_a_line, invariants.wrong_activity),
    (change_the_snapshot, invariants.changed_snapshots),
    (change_the_bytes, invariants.changed_bytes),
]


@pytest.mark.parametrize(("harm", "notices"), BREAKS)
def test_a_break_is_noticed_by_its_invariant(own_database, harm, notices):
    make_organization()
    services.issue_receipts(gifts=[make_gift()], by=None, issued_on=TODAY)
    assert list(notices()) == []

    with opened():
        harm()

    assert len(list(notices())) == 1


def test_a_replaced_receipt_that_still_stands_is_noticed(own_database):
    make_organization()
    gift = make_gift()
    old = services.issue_receipts(gifts=[gift], by=None, issued_on=TODAY).new[0]
    correct_gift(gift=gift, draft=None, by=None, today=TODAY, reason="Never arrived")
    services.replace_receipt(receipt=old, by=None, issued_on=TODAY, reason="Never arrived")

    with opened(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM receipts_receiptvoid")

    assert list(invariants.replaced_but_active()) == ["2026-0001: replaced by 2026-0002, and not void"]
