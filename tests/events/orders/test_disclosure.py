"""What a dinner is worth is said for every ticket: it has no default, and nothing or too much needs a reason."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from donations.models import Gift
from donations.tax_facts.facts import with_facts
from events.models import Event, TicketType
from events.orders.disclosure import bill_of, disclosed
from receipts.issuing.assessment import assess
from tests.events.builders import make_event, make_paid_order, make_ticket
from tests.support.builders import TODAY, make_organization

pytestmark = pytest.mark.django_db

SEAT = {"name": "Seat", "kind": "ticket", "price": "150", "seats": "1", "benefit": "dinner", "public": "on"}
TABLE = SEAT | {"price": "1500", "seats": "10"}


@pytest.fixture
def event():
    return make_event(slug="indiana", state=Event.State.DRAFT)


@pytest.mark.parametrize(
    ("ticket", "value", "fault"),
    [
        (SEAT, "", "value_each"),
        (SEAT, "-1", "value_each"),
        (SEAT, "0", "value_reason"),
        (SEAT, "0.00", "value_reason"),
        (SEAT, "150.01", "value_reason"),
        (TABLE, "150.01", "value_reason"),
    ],
)
def test_a_ticket_without_the_value_of_its_dinner_is_not_sold_and_no_evening_opens(
    client_as, event, ticket, value, fault
):
    client = client_as("events")

    answer = client.post("/events/indiana/tickets/new/", ticket | {"value_each": value})
    client.post("/events/indiana/state/", {"state": "open"})

    event.refresh_from_db()
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [fault]
    assert (TicketType.objects.count(), event.state) == (0, "draft")


@pytest.mark.parametrize(
    ("ticket", "value", "reason"),
    [
        (SEAT, "0.01", ""),
        (SEAT, "150", ""),
        (TABLE, "150", ""),
        (SEAT, "0", "A sponsor's name on the screen and no seat"),
        (SEAT, "200", "Sold at a loss to students"),
    ],
)
def test_a_value_is_taken_as_it_is_or_with_its_reason(client_as, event, ticket, value, reason):
    client = client_as("events")

    client.post("/events/indiana/tickets/new/", ticket | {"value_each": value, "value_reason": reason})
    client.post("/events/indiana/state/", {"state": "open"})

    event.refresh_from_db()
    sold = TicketType.objects.get()
    assert (sold.value_each, sold.value_reason, event.state) == (Decimal(value), reason, "open")


@pytest.mark.parametrize(
    "change",
    [
        {"value_each": Decimal("0")},
        {"value_each": Decimal("150.01")},
        {"price": Decimal("59.99")},
        {"seats": F("seats") + 2},
    ],
)
def test_no_route_leaves_a_dinner_worth_nothing_or_more_than_its_price(event, change):
    ticket = make_ticket(event, Decimal("150"), value_each=Decimal("60"))

    with pytest.raises(IntegrityError), transaction.atomic():
        TicketType.objects.filter(pk=ticket.pk).update(**change)
    TicketType.objects.filter(pk=ticket.pk).update(value_reason="Students pay less", **change)


def test_the_price_of_a_sold_ticket_cannot_fall_below_its_dinner_without_a_reason(client_as, event):
    ticket = make_ticket(event, Decimal("150"), value_each=Decimal("60"))
    url = f"/events/indiana/tickets/{ticket.pk}/"
    client = client_as("events")

    refused = client.post(url, SEAT | {"price": "50", "value_each": "60"})
    client.post(url, SEAT | {"price": "50", "value_each": "60", "value_reason": "Early birds"})

    ticket.refresh_from_db()
    assert (refused.status_code, ticket.price, ticket.value_reason) == (422, Decimal("50.00"), "Early birds")


@pytest.mark.parametrize(
    ("price", "value", "given"),
    [("150", "60", "90.00"), ("60", "60", "0.00"), ("5000", "60", "4940.00")],
)
def test_the_page_says_of_an_order_what_its_receipt_will_say(price, value, given):
    order = make_paid_order(make_ticket(make_event(), Decimal(price), value_each=Decimal(value)))

    shown = disclosed(bill_of(order), today=TODAY, online=False)
    (found,) = assess(
        with_facts(Gift.objects.filter(pk=order.gift_id)), organization=make_organization(), issued_on=TODAY
    )

    assert shown.contribution == Decimal(given)
    assert shown.contribution == sum(part.contribution for part in found.decision.parts)


def test_who_pays_by_card_is_told_of_insubstantial_dinners_and_who_sends_a_check_is_not():
    make_organization()
    bill = bill_of(make_paid_order(make_ticket(make_event(), Decimal("5000"), value_each=Decimal("60"))))

    # 60.00 is under 2% of 5,000.00; only a page that says so first may rely on it
    card, check = (disclosed(bill, today=TODAY, online=online) for online in (True, False))

    assert (card.contribution, card.value) == (Decimal("5000.00"), Decimal("0.00"))
    assert (check.contribution, check.value) == (Decimal("4940.00"), Decimal("60.00"))
    assert "not substantial" in " ".join(card.sentences)
