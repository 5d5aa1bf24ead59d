"""Pages of one event: seating, the printed list, and the result."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import Guest, Meal, Table
from tests.events.builders import guests, make_event, make_paid_order, make_ticket
from tests.events.views.dinner import event, order_of, seat, text_of
from tests.support.builders import make_supporter
from tests.support.lists import assert_constant_queries

__all__ = ["event", "seat"]

pytestmark = pytest.mark.usefixtures("organization")


def test_a_party_is_seated_and_no_table_holds_more_than_its_chairs(client_as, event, seat):
    table = Table.objects.create(event=event, name="7", seats=3)
    first, second = order_of(seat, 2), order_of(seat, 2)
    client = client_as("events")

    def sit(order, at="7"):
        keys = list(order.guests.values_list("pk", flat=True))
        return text_of(client.post("/events/indiana/seating/seat/", {"guest": keys, "table": at}, follow=True))

    said = sit(first)
    full = sit(second)
    sit(first, at="")
    sit(second)

    assert "2 guests at table 7" in said
    assert "Table 7 has 1 free" in full
    assert set(Guest.objects.filter(table=table).values_list("order", flat=True)) == {second.pk}


def test_a_table_of_another_event_seats_nobody(client_as, event, seat):
    foreign = Table.objects.create(event=make_event(), name="1", seats=10)
    guest = order_of(seat).guests.get()

    client_as("events").post("/events/indiana/seating/seat/", {"guest": [guest.pk], "table": foreign.name})

    guest.refresh_from_db()
    assert guest.table is None


def test_the_printed_list_runs_from_a_to_z_with_codes_for_the_protected(client_as, event, seat):
    hidden = make_supporter("Aaa Hiddenperson", protected=True)
    order_of(seat, 3, name="Zara Testperson", guests=guests("Zara Testperson", "bilal Testperson"))
    make_paid_order(
        seat, supporter=hidden, name="Aaa Hiddenperson", guests=guests("Aaa Hiddenperson"), at=timezone.now()
    )

    page = text_of(client_as("events").get("/events/indiana/guests/print/"))

    places = [page.index(name) for name in ("bilal Testperson", "Guest of Zara Testperson", hidden.code)]
    assert places[0] < places[1]
    assert places[2] < page.rindex("Zara Testperson")
    assert "Hiddenperson" not in page


@pytest.mark.parametrize("path", ["", "orders/", "guests/", "guests/print/", "seating/", "result/"])
def test_pages_ask_the_same_questions_for_few_and_for_many(client_as, event, seat, path):
    Meal.objects.create(event=event, name="Lamb karahi")
    Table.objects.create(event=event, name="1", seats=10)

    def grow():
        make_paid_order(seat, 2, guests=guests("Amina"), at=timezone.now())

    grow()
    order_of(seat)

    assert_constant_queries(client_as("events"), f"/events/indiana/{path}", grow, times=3)


def test_a_party_without_a_table_takes_the_same_room_beside_few_tables_and_many(client_as):
    """At 5,000 orders and 1,000 tables each party had a list of all tables: a page of 100 MB."""
    client = client_as("events")

    def growth(tables: int) -> int:
        event = make_event(slug=f"with-{tables}", starts_at=timezone.now() + timedelta(days=21))
        Table.objects.bulk_create(Table(event=event, name=f"T{number}", seats=9) for number in range(tables))
        seat, page = make_ticket(event, name="Seat"), f"/events/{event.slug}/seating/"
        before = len(client.get(page).content)
        for _ in range(5):
            order_of(seat)
        return len(client.get(page).content) - before

    assert growth(60) < 1.1 * growth(5)
