"""Tables that carry a protected person's name, which is often their host's: a code on every page, list and link."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm.models import NameReview, Supporter
from crm.services.supporters import update_supporter
from events.models import Event, Order, Table
from events.planning.services import add_tables, change_table, remove_part, seat_guests
from tests.events.builders import make_event, make_order, make_ticket
from tests.support.builders import make_supporter

pytestmark = pytest.mark.usefixtures("organization")
NAMES = [
    "The Zanzeer family",
    "Parveen Zanzeer",
    "Friends of Parveen Zanzeer",
    "Zanzeer & guests",
    "Table Zanzeer, hall",
]
HARMLESS = ["7", "Jasmine", "Amina's friends"]
SECRET = "Zanzeer"


@pytest.fixture
def person() -> Supporter:
    return make_supporter("Parveen Zanzeer")


@pytest.fixture
def event() -> Event:
    return make_event(slug="tonight", starts_at=timezone.now() + timedelta(minutes=30), time_zone="UTC")


@pytest.fixture
def order(event) -> Order:
    return make_order(make_ticket(event), 2, name="Omar Khalil", at=timezone.now())


def protect(person: Supporter, *, protected: bool = True) -> None:
    fresh = Supporter.objects.get(pk=person.pk)
    update_supporter(supporter=fresh, values={"protected": protected}, version=fresh.version, by=None)


def seated(order: Order, name: str) -> Table:
    (table,) = add_tables(event=order.event, names=[name], seats=8, by=None)
    guests = list(order.guests.values_list("pk", flat=True))
    seat_guests(event=order.event, guests=guests, table=table, by=None)
    return table


def pages(order: Order, table: Table) -> list[str]:
    """Where tables are named: to staff, at the door, and to whoever holds the link of the order."""
    guest = order.guests.first()
    assert guest is not None
    event = f"/events/{order.event.slug}"
    return [
        f"{event}/", f"{event}/seating/", f"{event}/guests/", f"{event}/guests/?group=table", f"{event}/guests/print/",
        f"{event}/guests/{guest.pk}/", f"{event}/orders/{order.number}/", f"{event}/tables/{table.pk}/",
        f"/check-in/{order.event.slug}/?q=Khalil", f"/check-in/{order.event.slug}/{guest.secret}/",
        f"/check-in/{order.event.slug}/{guest.secret}/in/", f"/e/order/{order.token}/",
        f"/e/order/{order.token}/?lang=ur", "/audit/", f"/audit/?about=events.table:{table.pk}", "/",
    ]  # fmt: skip


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_table_called_after_them_is_shown_by_a_code(when, person, order, client_as):
    if when == "before":
        protect(person)
    others = [make_order(order.event.ticket_types.get(), 2, name="Omar Khalil", at=timezone.now()) for _ in NAMES[1:]]
    tables = [seated(each, name) for each, name in zip([order, *others], NAMES, strict=True)]
    if when == "after":
        protect(person)
    everywhere = [*pages(order, tables[0]), *(f"/events/tonight/tables/{table.pk}/" for table in tables[1:])]

    for table in tables:
        table.refresh_from_db()
    staff, at_door = client_as("admin", "events"), client_as("door")
    told = [page for page in everywhere if SECRET in staff.get(page).text]
    door = [page for page in everywhere if SECRET in at_door.get(page).text]
    shown, asked = list(map(str, tables)), list(NameReview.objects.values_list("object_type", "candidate"))
    protect(person, protected=False)
    seating = staff.get("/events/tonight/seating/").text.replace("&amp;", "&")

    assert (told, door) == ([], [])
    assert (shown, asked) == ([table.code for table in tables], [("events.table", person.pk)] * len(NAMES))
    assert [code for code in shown if not code.startswith("P-")] == []
    for table in tables:
        table.refresh_from_db()
    assert list(map(str, tables)) == NAMES
    assert [name for name in NAMES if name not in seating] == []


@pytest.mark.parametrize("name", HARMLESS)
def test_any_other_table_keeps_its_name(name, person, order):
    protect(person)

    assert str(seated(order, name)) == name
    assert not NameReview.objects.exists()


def test_its_code_stands_where_guests_and_the_door_look_for_it(person, order, client_as):
    protect(person)
    table = seated(order, NAMES[0])

    answers = [client_as("events").get(page).text for page in pages(order, table)]

    assert sum(table.shown_name in answer for answer in answers) >= 8


def test_no_file_of_guests_names_it(person, order, client_as):
    protect(person)
    table = seated(order, NAMES[0])

    answer = client_as("events").post("/events/tonight/guests/?export=csv", {"reason": "A test"})
    said = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()

    assert (SECRET in said, table.shown_name in said) == (False, True)


def test_it_is_found_by_its_code_and_its_seats_change_without_the_name(person, order, client_as):
    table, client = seated(order, NAMES[0]), client_as("events")
    protect(person)
    table.refresh_from_db()
    guest, to = order.guests.first(), f"/events/tonight/tables/{table.pk}/"

    form = client.get(to)
    client.post(to, {"seats": "9", "name": "Other"})
    client.post("/events/tonight/seating/seat/", {"table": table.shown_name, "guest": [guest.pk]})

    table.refresh_from_db()
    assert "name" not in form.context["form"].fields
    assert (table.name, table.seats, table.guests.count()) == (NAMES[0], 9, 2)


def test_neither_a_former_name_nor_a_removed_table_tells(person, event, client_as):
    kept, gone = add_tables(event=event, names=NAMES[:2], seats=8, by=None)
    kept.name = "7"
    change_table(table=kept, fields=["name"], by=None)
    remove_part(row=gone, by=None)
    protect(person)
    client = client_as("admin", "events")

    told = [page for page in ("/audit/", "/events/tonight/", "/") if SECRET in client.get(page).text]

    assert told == []
