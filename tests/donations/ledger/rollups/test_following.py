"""The totals kept beside the ledger change with each write, and only with it."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection

from donations.ledger.refunds import RefundTooLarge
from donations.ledger.rollups import followed
from donations.ledger.services import record_gift
from donations.models import Gift
from tests.donations.ledger.rollups.totals import kept, refund
from tests.support import ledger
from tests.support.builders import (
    TODAY,
    draft_gift,
    make_gift,
    make_supporter,
)

pytestmark = pytest.mark.usefixtures("organization")


def test_two_at_once_count_for_the_same_donor_and_day(own_database):
    donor = make_supporter()
    drafts = [draft_gift(Decimal(amount), supporter=donor) for amount in range(1, 13)]

    def write(draft):
        try:
            gift = record_gift(draft=draft, by=None, today=TODAY)
            if draft.lines[0].amount % 3 == 0:
                refund(gift, "1")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, drafts))

    assert kept(donor)[0] == (Decimal(sum(range(1, 13)) - 4), 12, Decimal("11"))
    assert ledger.broken() == []


def test_a_block_inside_another_leaves_the_writing_to_it():
    donor = make_supporter()
    gift = make_gift(Decimal("100"), supporter=donor)

    with followed():
        refund(gift, "30")
        assert kept(donor)[0] == (Decimal("100"), 1, Decimal("100"))
        new = make_gift(Decimal("5"), supporter=donor)
        refund(new, "1")
    assert kept(donor)[0] == (Decimal("74"), 2, Decimal("70"))


def test_what_failed_inside_a_block_counts_nowhere():
    donor = make_supporter()

    with followed():
        make_gift(Decimal("10"), supporter=donor)
        with pytest.raises(RefundTooLarge):
            refund(Gift.objects.get(), "11")
    with pytest.raises(ZeroDivisionError):
        _fails(donor)

    assert kept(donor)[0] == (Decimal("10"), 1, Decimal("10"))


def _fails(donor):
    with followed():
        make_gift(Decimal("10"), supporter=donor)
        raise ZeroDivisionError
