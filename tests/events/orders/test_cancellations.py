"""Paid orders that lose their seats: none left, canceled, or with the whole event."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from core.money import ZERO
from donations.ledger.corrections import lines_of
from donations.ledger.refunds import refund_gift
from donations.ledger.services import correct_gift
from donations.models import Benefit
from events.models import Event, Order
from events.orders.cancellations import cancel_event, cancel_paid_order, resolve_no_seat
from events.orders.payments import NotPayable
from events.orders.seats import NoSeats
from events.orders.services import return_seats
from tests.events.builders import (
    NOW,
    make_event,
    make_order,
    make_paid_order,
    make_ticket,
    taken,
)
from tests.events.orders.paid import benefits, decided, order_online, soon, unlucky
from tests.support.builders import TODAY, draft_gift, make_supporter, make_user
from tests.support.shop import shop, shop_standin

__all__ = ["shop", "shop_standin", "unlucky"]


def test_money_without_a_seat_is_seated_when_one_is_free(unlucky):
    with pytest.raises(NoSeats):
        resolve_no_seat(order=unlucky, wish=Order.Wish.WAIT, by=None, at=NOW)
    Event.objects.update(capacity=2)

    order = resolve_no_seat(order=unlucky, wish=Order.Wish.WAIT, by=None, at=NOW)

    assert (order.state, benefits()) == (Order.State.PAID, [(1, "accepted")])


def test_money_without_a_seat_is_kept_as_a_gift(unlucky):
    order = resolve_no_seat(order=unlucky, wish=Order.Wish.GIFT, by=None, at=NOW)

    assert (order.state, benefits()) == (Order.State.CANCELLED, [(1, "declined")])
    assert decided(order.gift)[0].deductible_amount == Decimal("150.00")


def test_money_without_a_seat_is_closed_as_refunded_only_after_the_refund(unlucky):
    with pytest.raises(NotPayable):
        resolve_no_seat(order=unlucky, wish=Order.Wish.REFUND, by=None, at=NOW)
    refund_gift(gift=unlucky.gift, amount=Decimal("150"), refunded_on=TODAY, posted_on=TODAY, by=None, reason="No seat")

    order = resolve_no_seat(order=unlucky, wish=Order.Wish.REFUND, by=None, at=NOW)

    assert (order.state, order.gift.net_amount) == (Order.State.CANCELLED, ZERO)


@pytest.mark.usefixtures("organization")
def test_a_cancelled_order_returns_its_dinners_and_keeps_its_gift():
    ticket = make_ticket(make_event())
    order = make_paid_order(ticket, 2)

    order = cancel_paid_order(order=order, by=make_user("events"), at=NOW, reason="They are ill")

    assert (order.state, order.gift.net_amount, taken(ticket)) == (Order.State.CANCELLED, Decimal("300.00"), (0, 0))
    assert benefits() == [(2, "returned_before_event")]


@pytest.mark.usefixtures("organization")
def test_an_event_called_off_provides_nothing_and_releases_who_did_not_pay():
    ticket = make_ticket(make_event())
    paid, waiting = make_paid_order(ticket, 2), make_order(ticket)

    event = cancel_event(event=paid.event, by=make_user("events"), at=NOW, reason="Storm")

    waiting.refresh_from_db()
    assert (event.state, waiting.state) == (Event.State.CANCELLED, Order.State.CANCELLED)
    assert benefits() == [(2, "not_provided_event_cancelled")]
    assert Benefit.objects.get().status_on == date(2026, 6, 15)


def test_an_event_called_off_closes_open_payment_pages(shop):
    event = soon()
    ticket = make_ticket(event)
    order = order_online(shop, event, ticket)

    cancel_event(event=event, by=make_user("events"), at=timezone.now(), reason="Storm")

    order.refresh_from_db()
    assert (order.state, taken(ticket)) == (Order.State.EXPIRED, (0, 0))


def returned(order: Order) -> None:
    return_seats(order=order, guests=order.guests.values_list("pk", flat=True), source="a call", by=None, at=NOW)


def cancelled(order: Order) -> None:
    cancel_paid_order(order=order, by=make_user("events"), at=NOW, reason="They called")


def called_off(order: Order) -> None:
    cancel_event(event=order.event, by=make_user("events"), at=NOW, reason="Snow")


LOSSES = {returned: "returned_before_event", cancelled: "returned_before_event",
          called_off: "not_provided_event_cancelled"}  # fmt: skip


@pytest.mark.usefixtures("organization")
@pytest.mark.parametrize("lose", LOSSES, ids=lambda lose: lose.__name__)
def test_dinners_are_lost_on_the_gift_as_it_was_corrected(lose):
    order = make_paid_order(make_ticket(make_event()), 2)
    was = order.gift
    draft = draft_gift(supporter=make_supporter(), lines=lines_of(was, fund=None, amount=None), method="check")
    gift = correct_gift(gift=was, draft=draft, by=None, today=TODAY, reason="Another donor")

    lose(Order.objects.get(pk=order.pk))

    assert list(Benefit.objects.filter(line__gift=gift).values_list("quantity", "status")) == [(2, LOSSES[lose])]
    assert list(Benefit.objects.filter(line__gift=was).values_list("quantity", "status")) == [(2, "accepted")]


@pytest.mark.usefixtures("organization")
@pytest.mark.parametrize("lose", LOSSES, ids=lambda lose: lose.__name__)
@pytest.mark.parametrize("kept", [True, False])
def test_seats_are_lost_whatever_became_of_the_gift(kept, lose):
    order = make_paid_order(make_ticket(make_event()), 2)
    draft = draft_gift(order.gift.amount, supporter=order.supporter) if kept else None
    correct_gift(gift=order.gift, draft=draft, by=None, today=TODAY, reason="No dinner was sold")

    lose(Order.objects.get(pk=order.pk))

    assert {status for _, status in benefits()} == {"accepted"}
    assert Event.objects.get().taken == (2 if lose is called_off else 0)
