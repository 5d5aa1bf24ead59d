"""Seating of an event with more parties and tables than a page shows."""

import re

import pytest

from events.models import Guest, Table
from events.planning import seating
from tests.events.builders import make_event, make_order, make_ticket
from tests.support.builders import make_user
from tests.support.lists import queries

pytestmark = pytest.mark.usefixtures("organization")


@pytest.fixture
def full(monkeypatch):
    """An event with five parties of two, and three tables: the first two parties sit at the first two."""
    monkeypatch.setattr(seating, "PARTIES", 2)
    monkeypatch.setattr(seating, "TABLES", 2)
    event = make_event(slug="dinner")
    ticket = make_ticket(event)
    orders = [make_order(ticket, 2, name=f"Host {number} Testperson") for number in range(1, 6)]
    tables = [Table.objects.create(event=event, name=f"T{number}", seats=3) for number in range(1, 4)]
    for order, table in zip(orders[:2], tables, strict=False):
        order.guests.update(table=table)
    return event


def test_every_party_and_every_table_is_on_one_page_and_the_counts_are_of_all(full):
    found = seating.Seating(make_user("events"), full)

    pages = [found.parties(number) for number in (1, 2)]
    tables = [found.shown_tables(number) for number in (1, 2)]

    hosts = [[party.host for party in parties] for _, parties in pages]
    assert hosts == [["Host 3 Testperson", "Host 4 Testperson"], ["Host 5 Testperson"]]
    assert [len(party.guests) for _, parties in pages for party in parties] == [2, 2, 2]
    shown = [[(row.table.name, row.taken, len(row.guests), row.free) for row in rows] for _, rows in tables]
    assert shown == [[("T1", 2, 2, 1), ("T2", 2, 2, 1)], [("T3", 0, 0, 3)]]
    assert [row.free for row in found.places()] == [1, 1, 3]
    everyone = Guest.objects.expected().filter(event=full)
    seated = everyone.exclude(table=None).count()
    assert found.counts() == {"seats": 9, "seated": seated, "unseated": 6, "expected": everyone.count()}
    assert found.counts()["expected"] == 10


def test_the_pages_of_parties_and_of_tables_are_turned_apart(client_as, full):
    client = client_as("events")

    page = client.get("/events/dinner/seating/?page=2").text.replace("&amp;", "&")
    both = client.get("/events/dinner/seating/?page=2&tables=2").text

    assert "in 3 parties" in re.sub(r"\s+", " ", page)
    assert 'href="?page=2&tables=2"' in page
    assert "Host 5 Testperson" in both
    assert "Host 3 Testperson" not in both
    assert 'title="' not in both or "Table T3" in both


def test_who_seats_a_party_stays_where_they_were(client_as, full):
    guest = Guest.objects.filter(table=None).latest("pk")

    answer = client_as("events").post(
        "/events/dinner/seating/seat/?page=2&tables=2&next=//elsewhere.example", {"guest": [guest.pk], "table": "T3"}
    )

    guest.refresh_from_db()
    assert guest.table.name == "T3"
    assert answer.url == "/events/dinner/seating/?page=2&tables=2"


def test_guests_of_other_pages_are_not_read(client_as, full):
    client = client_as("events")
    ticket = make_ticket(full)
    queries(client, "/events/dinner/seating/")
    few = len(client.get("/events/dinner/seating/").content)

    for _ in range(10):
        make_order(ticket, 2, name="One More Testperson")

    assert len(client.get("/events/dinner/seating/").content) < few + 200
