"""A thousand receipts issued by sixteen at once while nearly a third fail: no gap, no double."""

import random

import pytest
from django.db import OperationalError, connection

from core.models import Sequence
from donations.ledger.services import record_gifts
from donations.models import Gift
from receipts.issuing import services
from receipts.models import Receipt
from tests.support.builders import TODAY, draft_gift, make_organization, make_supporter
from tests.support.databases import race

pytestmark = pytest.mark.long
COUNT, HANDS = 1_000, 16
#: SQLite may let one of sixteen wait for too long: that too must leave no gap. PostgreSQL has each wait its turn.
PASSING = (OperationalError,) if connection.vendor == "sqlite" else ()


def test_a_thousand_receipts_have_no_gap(own_database, monkeypatch):
    make_organization()
    donor = make_supporter()
    record_gifts(drafts=[draft_gift(supporter=donor) for _ in range(COUNT)], by=None, today=TODAY)
    gifts = list(Gift.objects.all())
    usual, chance, strikes = services.audit.record, random.Random(3), []

    def fail_sometimes(by, act, receipt, **data):
        if act == "receipt.issued" and chance.random() < 0.3:
            strikes.append(receipt)
            raise RuntimeError("struck")
        return usual(by, act, receipt, **data)

    monkeypatch.setattr(services.audit, "record", fail_sometimes)
    monkeypatch.setattr(services, "PRINTED_AT_ONCE", 0)  # sixteen drawing threads would starve the one that writes

    def issue_share(hand):
        waited, held = 0, 0
        for gift in gifts[hand::HANDS]:
            try:
                done = services.issue_receipts(gifts=[gift], by=None, issued_on=TODAY)
            except PASSING:
                waited += 1
            else:
                held += len(done.not_issued)
        return waited, held

    shares = race(HANDS, issue_share)

    assert all(isinstance(each, tuple) for each in shares), shares
    waited, held = (sum(part) for part in zip(*shares, strict=True))
    assert held == len(strikes) > COUNT / 5  # each strike holds one gift, and nothing else does
    issued = COUNT - held - waited
    assert issued > COUNT / 2
    assert list(Receipt.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, issued + 1))
    assert Sequence.objects.get(series="receipt-2026").last == issued
