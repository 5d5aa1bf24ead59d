"""Refunds through their door: what remains, from which lines, once, and never more, whoever races."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import F

from core.money import cents
from donations.ledger import refunds, services
from donations.ledger.drafts import LineDraft
from donations.models import (
    Gift,
    Movement,
    Refund,
    RefundLine,
)
from tests.donations.books import refund, total
from tests.support.builders import TODAY, general_fund, make_fund, make_gift
from tests.support.databases import race

pytestmark = pytest.mark.django_db


def test_a_refund_is_taken_from_the_lines_by_what_is_left_of_each():
    legal_aid = make_fund()
    gift = make_gift(
        lines=(LineDraft(general_fund().pk, Decimal("100")), LineDraft(legal_aid.pk, Decimal("50"))),
    )

    first, second = refund(gift, "30"), refund(gift, "120")

    # 30 at 2 : 1 is 20 and 10; the rest, 80 and 40, goes whole
    assert [[part.amount for part in given.lines.order_by("pk")] for given in (first, second)] == [
        [Decimal("20"), Decimal("10")],
        [Decimal("80"), Decimal("40")],
    ]
    assert (Gift.objects.get().refunded, total()) == (Decimal("150"), 0)


@pytest.mark.parametrize("amount", ["50.01", "1000"])
def test_refund_larger_than_the_rest_is_refused(amount):
    gift = make_gift(Decimal("50"))

    with pytest.raises(refunds.RefundTooLarge):
        refund(gift, amount)

    assert (Refund.objects.count(), Gift.objects.get().refunded, total()) == (0, 0, Decimal("50"))


@pytest.mark.parametrize("amount", ["0", "-5", "0.005"])
def test_a_refund_of_nothing_or_less_is_refused(amount):
    gift = make_gift(Decimal("50"))

    with pytest.raises(ValidationError):
        refund(gift, amount)

    assert (Refund.objects.count(), Gift.objects.get().refunded) == (0, 0)


def test_a_reversed_gift_gives_nothing_back():
    gift = make_gift(Decimal("50"))
    services.correct_gift(gift=gift, draft=None, by=None, today=TODAY, reason="Entered twice")

    with pytest.raises(refunds.RefundTooLarge):
        refund(gift, "10")

    assert total() == 0


def test_the_same_refund_again_changes_nothing():
    gift = make_gift(Decimal("50"))

    first = refund(gift, "10", reference=("stripe", "re_1"))
    again = refund(gift, "10", reference=("stripe", "re_1"))
    other = refund(gift, "10", reference=("paypal", "re_1"))

    assert (first == again, first == other, Gift.objects.get().refunded) == (True, False, Decimal("20"))


def test_a_refund_counts_on_its_own_day():
    make_gift(Decimal("9"), gift_on=date(2025, 12, 31))
    gift = make_gift(Decimal("50"), gift_on=date(2025, 12, 31), posted_on=date(2025, 12, 31))

    refund(gift, "20", refunded_on=date(2026, 1, 2), posted_on=date(2026, 1, 3))

    assert Movement.objects.filter(kind="refund").values_list("gift_on", "posted_on", "amount").get() == (
        date(2026, 1, 2),
        date(2026, 1, 3),
        Decimal("-20"),
    )


def test_sixteen_racing_refunds_never_give_back_more_than_was_paid(own_database):
    gift = make_gift(Decimal("100"))

    results = race(16, lambda _: refund(gift, "30"))

    assert sorted(type(result).__name__ for result in results) == ["Refund"] * 3 + ["RefundTooLarge"] * 13
    assert Gift.objects.get().refunded == Decimal("90")  # 3 × 30; a fourth would be 120
    assert sorted(RefundLine.objects.values_list("amount", flat=True)) == [Decimal("30")] * 3
    assert total() == Decimal("10")


@pytest.mark.breaks_ledger
def test_reading_the_rest_before_taking_it_would_give_back_too_much(own_database):
    """The twin without the guard: only the constraint stops it, so the guarded update is needed to say why."""
    gift = make_gift(Decimal("100"))

    def careless(_: int) -> None:
        row = Gift.objects.get(pk=gift.pk)
        if row.refunded + Decimal("70") <= row.amount:
            Gift.objects.filter(pk=gift.pk).update(refunded=F("refunded") + cents("70"))

    results = race(16, careless)

    refused = [result for result in results if result is not None]
    assert {type(result) for result in refused} <= {IntegrityError}
    assert Gift.objects.get().refunded == Decimal("70")


@pytest.mark.parametrize("turn", range(4))
def test_a_refund_and_a_correction_racing_never_both_happen(own_database, turn):
    gifts = [make_gift(Decimal("100")) for _ in range(4)]

    def act(number: int):
        gift = gifts[number // 2]
        if number % 2:
            return refund(gift, "30")
        return services.correct_gift(gift=gift, draft=None, by=None, today=TODAY, reason="Entered twice")

    results = race(8, act)

    assert {type(result).__name__ for result in results} <= {"NoneType", "Refund", "HasRefunds", "RefundTooLarge"}
    both = Gift.objects.filter(reversal__isnull=False, refunds__isnull=False)
    assert list(both) == []
    assert total() == sum(gift.net_amount for gift in Gift.objects.active())
