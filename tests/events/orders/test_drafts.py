"""What an order costs, and the lines of its payment."""

from decimal import Decimal

import pytest

from donations.models import Benefit
from events.orders.drafts import GuestDraft, gift_lines, priced, seats_of
from tests.events.builders import TODAY, draft_order, make_event, make_order, make_ticket

pytestmark = pytest.mark.django_db


def test_a_table_has_a_seat_for_each_of_its_guests():
    event = make_event()
    single, table = make_ticket(event), make_ticket(event, Decimal("1200"), seats=10)

    seats = seats_of([single, table], {single.pk: 2, table.pk: 1})

    assert [seats.count(kind) for kind in (single, table)] == [2, 10]


def test_a_dinner_given_up_while_ordering_costs_the_same_and_is_worth_nothing():
    ticket = make_ticket(make_event())
    draft = draft_order(
        ticket, 2, donation=Decimal("25"), guests=(GuestDraft("Ann Example"), GuestDraft(returned=True))
    )

    total = priced([ticket], draft)

    assert (total.total, total.seats) == (Decimal("325"), 2)  # 2 × 150 + 25
    assert (total.lines[0].dinners, total.lines[0].value) == (1, ticket.value_each)


def test_tickets_nobody_chose_are_no_lines():
    event = make_event()
    chosen, other = make_ticket(event), make_ticket(event, name="Other")

    assert [line.ticket for line in priced([chosen, other], draft_order(chosen)).lines] == [chosen]


def test_the_lines_of_a_payment_tell_dinners_taken_from_those_declined():
    ticket = make_ticket(make_event())
    order = make_order(ticket, 2, donation=Decimal("25"), guests=(GuestDraft("Ann Example"), GuestDraft(returned=True)))

    dinner, donation = gift_lines(
        order=order, lines=order.lines.select_related("ticket_type"), guests=order.guests.all(), on=TODAY
    )

    assert (dinner.amount, donation.amount) == (Decimal("300.00"), Decimal("25.00"))
    assert [(benefit.quantity, benefit.status) for benefit in dinner.benefits] == [
        (1, Benefit.Status.ACCEPTED),
        (1, Benefit.Status.DECLINED),
    ]
