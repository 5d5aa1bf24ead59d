"""Random histories of gifts, corrections, undoings and refunds against a ledger kept by hand."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import extend
from donations.ledger.refunds import RefundTooLarge, refund_gift
from donations.ledger.services import AlreadyReversed, HasRefunds, correct_gift, record_gift
from donations.models import Gift, Movement
from tests.support.builders import TODAY, draft_gift, make_supporter

pytestmark = [pytest.mark.long, pytest.mark.django_db]
cents = st.integers(min_value=1, max_value=500_000).map(lambda n: Decimal(n) / 100)
steps = st.lists(
    st.tuples(st.sampled_from(["give", "correct", "undo", "refund"]), st.integers(0, 20), cents), max_size=25
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_the_ledger_agrees_with_one_kept_by_hand(history):
    donor = make_supporter()
    before = Movement.objects.total()
    mine: dict[int, list[Decimal]] = {}  # gift -> [amount, refunded]

    for verb, which, amount in history:
        gift = Gift.objects.get(pk=list(mine)[which % len(mine)]) if mine else None
        if verb == "give" or gift is None:
            made = record_gift(draft=draft_gift(amount, supporter=donor), by=None, today=TODAY)
            mine[made.pk] = [amount, Decimal(0)]
        elif verb == "refund":
            fits = sum(mine[gift.pk]) and mine[gift.pk][1] + amount <= mine[gift.pk][0]
            try:
                refund_gift(gift=gift, amount=amount, refunded_on=TODAY, posted_on=TODAY, by=None, reason="x")
                assert fits
                mine[gift.pk][1] += amount
            except RefundTooLarge:
                assert not fits
        else:
            draft = draft_gift(amount, supporter=donor, gift_on=date(2026, 2, 2)) if verb == "correct" else None
            try:
                new = correct_gift(gift=gift, draft=draft, by=None, today=TODAY, reason="x")
                assert mine.pop(gift.pk)[1] == 0
                if new:
                    mine[new.pk] = [amount, Decimal(0)]
            except (HasRefunds, AlreadyReversed):
                assert mine[gift.pk][1] > 0

    expected = sum((amount - back for amount, back in mine.values()), Decimal(0))
    assert Movement.objects.total() - before == expected
    assert [row for item in extend.entries(extend.Invariant) for row in item.broken()] == []
