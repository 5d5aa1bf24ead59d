"""The result of an event, in the columns of Schedule G."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from donations.ledger.current_entries import current_entry
from donations.ledger.refunds import refund_gift
from donations.ledger.services import correct_gift
from donations.models import Benefit, Gift
from events.models import EventExpense, Order
from events.results.schedule_g import GIVEN, gross_of, result_of, results
from tests.events.builders import guests, make_event, make_paid_order, make_ticket
from tests.events.views.dinner import event, order_of, seat, text_of
from tests.support.builders import TODAY, draft_gift, make_gift

__all__ = ["event", "seat"]

pytestmark = pytest.mark.usefixtures("organization")


def test_the_result_is_in_the_columns_of_schedule_g(client_as, event, seat):
    client = client_as("events")
    make_paid_order(seat, 2, donation=Decimal("100"), at=timezone.now())  # 400: dinners 120, contributions 280
    make_paid_order(seat, 1, guests=guests(back=1), at=timezone.now())  # 150: nothing in return
    order_of(seat)  # owes 150, counts nowhere
    for kind, amount in (("food", "77"), ("venue", "200.50")):
        form = {"kind": kind, "description": "Bill", "amount": amount, "spent_on": "2026-06-01"}
        client.post("/events/indiana/expenses/new/", form)

    page = text_of(client.get("/events/indiana/result/"))
    result = client.get("/events/indiana/result/").context["result"]

    assert (result.gross, result.contributions, result.value_given) == (
        Decimal("550.00"),
        Decimal("430.00"),
        Decimal("120.00"),
    )
    assert (result.cost, result.net, result.event_income) == (Decimal("277.50"), Decimal("272.50"), Decimal("-157.50"))
    assert (result.owed, result.guests, result.orders) == (Decimal("150.00"), 3, 2)
    assert EventExpense.objects.values_list("created_by", flat=True).distinct().get() == client.user.pk
    assert "Schedule G" in page


def refund(gift: Gift, amount: str, on=TODAY) -> None:
    refund_gift(gift=gift, amount=Decimal(amount), refunded_on=on, posted_on=on, by=None, reason="Fewer came")


def correct(gift: Gift, amount: str | None) -> Gift | None:
    draft = draft_gift(Decimal(amount), supporter=gift.supporter) if amount else None
    return correct_gift(gift=gift, draft=draft, by=None, today=TODAY, reason="Typed wrong")


@pytest.fixture
def dinner():
    """Orders that are paid, partly and wholly refunded, corrected twice, and taken back; another event beside it."""
    event = make_event(starts_at=timezone.now() + timedelta(days=9))
    seat = make_ticket(event, name="Seat")
    gifts = [make_paid_order(seat, quantity).gift for quantity in (1, 2, 3, 1, 2, 1)]
    refund(gifts[1], "40")
    refund(gifts[2], str(gifts[2].amount))
    again = correct(correct(gifts[3], "70"), "80")
    refund(again, "15")
    correct(gifts[4], None)
    make_paid_order(make_ticket(make_event(slug="other", starts_at=timezone.now() + timedelta(days=9)), name="Seat"))
    make_gift()
    return event


def by_hand(event) -> dict[str, Decimal]:
    """What the result's sums say, gift by gift."""
    gifts = [current_entry(order.gift) for order in Order.objects.filter(event=event, gift__isnull=False)]
    found = [gift for gift in gifts if gift]
    given = {
        gift.pk: sum(row.quantity * row.value_each for row in Benefit.objects.filter(line__gift=gift, status__in=GIVEN))
        for gift in found
    }
    return {
        "gross": sum(gift.net_amount for gift in found),
        "refunded": sum(gift.refunded for gift in found),
        "value_given": sum(min(gift.net_amount, given[gift.pk]) for gift in found),
        "orders": len(found),
    }


def test_the_sums_are_those_of_the_gifts_one_by_one(dinner):
    result, told = result_of(dinner), by_hand(dinner)

    assert {name: getattr(result, name) for name in told} == told
    assert result.contributions == told["gross"] - told["value_given"]
    assert gross_of(dinner) == told["gross"]


def test_as_of_a_day_money_that_went_back_later_still_counts(dinner):
    (now,), (before,) = results([dinner], as_of=TODAY), results([dinner], as_of=TODAY - timedelta(days=400))

    assert (now.gross, now.refunded) == (result_of(dinner).gross, result_of(dinner).refunded)
    assert (before.gross, before.refunded, before.orders) == (0, 0, 0)


def test_the_questions_do_not_grow_with_the_orders(dinner, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        result_of(dinner)
    with django_assert_max_num_queries(4):
        gross_of(dinner)
