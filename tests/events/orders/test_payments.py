"""Paying for orders: online through the stand-in, by check, too late, twice; and what the receipt says of it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from donations.deductibility.wording import sentences
from donations.models import Benefit, Gift, GiftIntent
from events.models import Order
from events.orders.payments import NotPayable, TooLittle, confirm_paid, mark_paid, process_payments
from events.orders.services import place_order, release_order, return_seats
from receipts.models import Receipt
from tests.events.builders import (
    NOW,
    draft_order,
    guests,
    make_event,
    make_order,
    make_paid_order,
    make_ticket,
    taken,
)
from tests.events.orders.paid import benefits, decided, order_online, soon, unlucky
from tests.support.builders import TODAY, make_gift, make_supporter, make_user
from tests.support.shop import shop, shop_standin

__all__ = ["shop", "shop_standin", "unlucky"]


# -- the law ---------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("organization")
def test_a_ticket_of_150_with_a_dinner_of_60_leaves_90_deductible():
    order = make_paid_order(make_ticket(make_event()))

    decision, facts = decided(order.gift)

    assert (decision.receipt_kind, decision.deductible_amount) == ("quid_pro_quo_acknowledgment", Decimal("90.00"))
    said = " ".join(sentence.text for sentence in sentences.sentences(decision, facts))
    assert "$150.00\u00a0−\u00a0$60.00\u00a0=\u00a0$90.00" in said


@pytest.mark.usefixtures("organization")
def test_a_no_show_does_not_change_what_is_deductible():
    order = make_paid_order(make_ticket(make_event()))

    Benefit.objects.update(status=Benefit.Status.UNUSED)
    decision, _ = decided(order.gift)

    assert decision.deductible_amount == Decimal("90.00")


@pytest.mark.usefixtures("organization")
def test_a_seat_returned_before_the_event_makes_all_of_it_deductible():
    order = make_paid_order(make_ticket(make_event()))

    return_seats(order=order, guests=[order.guests.get().pk], source="the order page", by=None, at=NOW)
    decision, _ = decided(order.gift)

    assert (decision.receipt_kind, decision.deductible_amount) == ("cash_acknowledgment", Decimal("150.00"))


@pytest.mark.usefixtures("organization")
def test_an_order_is_one_payment_of_tickets_and_gift():
    # 4 × 150 + 100 = 700; three dinners of 60 are provided, one was declined: 700 − 180 = 520
    order = make_paid_order(make_ticket(make_event()), 4, guests=guests("A", "B", "C", back=1), donation=Decimal("100"))

    decision, _ = decided(order.gift)

    lines = list(order.gift.lines.values_list("kind", "amount"))
    assert lines == [("ticket", Decimal("600.00")), ("contribution", Decimal("100.00"))]
    assert benefits() == [(3, "accepted"), (1, "declined")]
    assert decision.deductible_amount == Decimal("520.00")
    assert Gift.objects.count() == 1


@pytest.mark.usefixtures("organization")
@pytest.mark.parametrize(
    ("price", "kind"), [(Decimal("60.00"), "purchase_confirmation"), (Decimal("60.01"), "quid_pro_quo_acknowledgment")]
)
def test_a_ticket_at_the_dinners_value_is_a_purchase_and_a_cent_more_is_not(price, kind):
    order = make_paid_order(make_ticket(make_event(), price))

    decision, _ = decided(order.gift)

    assert decision.receipt_kind == kind


# -- by check --------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("organization")
def test_a_check_pays_an_order_once():
    order, buyer = make_order(make_ticket(make_event()), 2), make_supporter()
    paid = {
        "supporter": buyer,
        "amount": Decimal("300"),
        "method": Gift.Method.CHECK,
        "gift_on": TODAY,
        "by": None,
        "today": TODAY,
        "at": NOW,
    }

    order = mark_paid(order=order, **paid)
    with pytest.raises(NotPayable):
        mark_paid(order=order, **paid)

    assert (order.state, order.supporter, order.gift.origin) == (Order.State.PAID, buyer, Gift.Origin.EVENT)
    assert Gift.objects.count() == 1


@pytest.mark.usefixtures("organization")
def test_less_than_the_total_is_refused_and_more_is_a_gift():
    order = make_order(make_ticket(make_event()))
    paid = {"supporter": make_supporter(), "method": "cash", "gift_on": TODAY, "by": None, "today": TODAY, "at": NOW}

    with pytest.raises(TooLittle):
        mark_paid(order=order, amount=Decimal("149.99"), **paid)
    order = mark_paid(order=order, amount=Decimal("200"), **paid)

    assert (order.donation, order.gift.amount) == (Decimal("50.00"), Decimal("200.00"))


@pytest.mark.usefixtures("organization")
def test_a_check_for_a_released_order_takes_its_seats_again_or_finds_none():
    ticket = make_ticket(make_event(capacity=2))
    late, later = make_order(ticket), make_order(ticket)
    for order in (late, later):
        release_order(order=order, state=Order.State.CANCELLED, by=None, at=NOW)
    make_order(ticket)
    paid = {"supporter": make_supporter(), "method": "check", "gift_on": TODAY, "by": None, "today": TODAY, "at": NOW}

    seated = mark_paid(order=late, amount=Decimal("150"), **paid)
    unlucky = mark_paid(order=later, amount=Decimal("150"), **paid)

    assert (seated.state, unlucky.state) == (Order.State.PAID, Order.State.PAID_NO_SEAT)
    assert taken(ticket) == (2, 2)
    assert benefits() == [(1, "accepted"), (1, "not_provided")]


@pytest.mark.usefixtures("organization")
def test_confirming_twice_changes_nothing():
    order = make_order(make_ticket(make_event()))
    gift = make_gift(Decimal("150"), lines=None)

    first = confirm_paid(order=order, gift=gift, at=NOW)
    again = confirm_paid(order=order, gift=gift, at=NOW)

    assert (first, again) == (True, False)


# -- paid, no seat ---------------------------------------------------------------------------------------------------


# -- called off ------------------------------------------------------------------------------------------------------


# -- online ----------------------------------------------------------------------------------------------------------


def test_an_order_paid_online_becomes_a_gift_with_its_receipt(shop):
    event = soon()
    ticket = make_ticket(event)
    order = order_online(shop, event, ticket, 4, back_4="on", name_2="Yusuf Testperson", extra="100")
    held = (order.state, taken(ticket))

    shop.pay(order.intent)
    shop.settle()

    order.refresh_from_db()
    assert held == (Order.State.HELD, (3, 3))
    assert (order.state, order.gift.amount, order.gift.origin) == ("paid", Decimal("700.00"), Gift.Origin.ONLINE)
    assert order.supporter.shown_name == "Amina Testperson"
    assert benefits() == [(3, "accepted"), (1, "declined")]
    assert taken(ticket) == (3, 3)
    receipt = Receipt.objects.get()
    assert (receipt.kind, receipt.amount) == ("quid_pro_quo_acknowledgment", Decimal("700.00"))
    assert decided(order.gift)[0].deductible_amount == Decimal("520.00")


def test_settling_again_and_notices_twice_change_nothing(shop):
    event = soon()
    ticket = make_ticket(event)
    order = order_online(shop, event, ticket)
    shop.pay(order.intent)
    shop.settle()

    again = process_payments()
    page = shop.client.get(f"/e/order/{order.token}/?paid={order.intent.public_id}")

    assert (again, page.status_code) == (0, 200)
    assert (Gift.objects.count(), Receipt.objects.count(), taken(ticket)) == (1, 1, (1, 1))


def test_the_buyers_own_page_is_right_before_any_notice_came(shop):
    event = soon()
    order = order_online(shop, event, make_ticket(event))
    shop.hold()
    shop.pay(order.intent)

    page = shop.client.get(f"/e/order/{order.token}/?paid={order.intent.public_id}")

    order.refresh_from_db()
    assert order.state == Order.State.PAID
    assert "Your seats are booked." in page.content.decode()


def test_a_hold_ends_when_the_processor_says_so(shop):
    event = soon()
    ticket = make_ticket(event)
    order = order_online(shop, event, ticket, 2)
    before = process_payments()

    shop.client.post(f"/e/order/{order.token}/pay/", {"release": "1"})

    order.refresh_from_db()
    order.intent.refresh_from_db()
    assert (before, order.state, order.intent.state) == (0, Order.State.EXPIRED, GiftIntent.State.EXPIRED)
    assert taken(ticket) == (0, 0)


def test_letting_go_of_what_was_just_paid_keeps_the_seats(shop):
    event = soon()
    ticket = make_ticket(event)
    order = order_online(shop, event, ticket, 2)
    shop.hold()
    shop.pay(order.intent)

    shop.client.post(f"/e/order/{order.token}/pay/", {"release": "1"})

    order.refresh_from_db()
    assert (order.state, taken(ticket)) == (Order.State.PAID, (2, 2))


def test_money_that_arrives_after_the_seats_were_sold_waits_for_a_person(shop):
    event = soon(capacity=1)
    ticket = make_ticket(event)
    order = order_online(shop, event, ticket)
    # What a mistaken hand could do: the page stays open while the seats go to somebody else.
    release_order(order=order, state=Order.State.EXPIRED, by=None, at=timezone.now())
    place_order(
        event=event,
        draft=draft_order(ticket, name="Somebody Faster"),
        state=Order.State.AWAITING_CHECK,
        by=None,
        at=timezone.now(),
    )

    shop.pay(order.intent)
    shop.settle()

    order.refresh_from_db()
    page = shop.client.get(f"/e/order/{order.token}/").content.decode()
    assert (order.state, taken(ticket)) == (Order.State.PAID_NO_SEAT, (1, 1))
    assert benefits() == [(1, "not_provided")]
    assert "We received your payment, but no seats are left." in page
    assert Receipt.objects.count() == 0  # nothing is acknowledged that may go back


def test_an_order_whose_checkout_never_opened_is_released_after_an_hour(organization):
    ticket = make_ticket(make_event())
    young = make_order(ticket, state=Order.State.HELD, at=timezone.now() - timedelta(minutes=59), by=make_user())
    old = make_order(ticket, state=Order.State.HELD, at=timezone.now() - timedelta(minutes=61), by=make_user())

    settled = process_payments()

    states = dict(Order.objects.values_list("pk", "state"))
    assert (settled, states) == (1, {young.pk: "held", old.pk: "expired"})
