"""What coordinators do over HTTP: set a dinner up, take orders and payments down, seat the room, read the result."""

import uuid
from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.utils import timezone

from core.clock import organization_today
from crm.models import Supporter
from crm.services.consent import record_consent
from donations.models import Gift
from events.forms.event import EventForm
from events.models import Event, EventExpense, Guest, Invitation, Meal, Order, Table, TicketType
from tests.events.builders import guests, make_event, make_order, make_paid_order, make_ticket, taken
from tests.support.builders import general_fund, make_supporter
from tests.support.lists import assert_constant_queries
from tests.support.markup import one_line

pytestmark = pytest.mark.usefixtures("organization")


@pytest.fixture
def event() -> Event:
    return make_event(slug="indiana", starts_at=timezone.now() + timedelta(days=21))


@pytest.fixture
def seat(event):
    return make_ticket(event, name="Seat")


def order_of(seat, quantity=1, **override) -> Order:
    return make_order(seat, quantity, at=timezone.now(), **override)


def text_of(answer) -> str:
    return unescape(one_line(answer.content))


def test_a_dinner_is_set_up_from_nothing_and_opened(client_as):
    client, fund = client_as("events"), general_fund()
    facts = {
        "name": "California dinner",
        "slug": "california",
        "day": "2027-03-06",
        "begins": "18:30",
        "time_zone": "America/Los_Angeles",
        "capacity": "80",
        "fund": fund.pk,
    }
    ticket = {
        "name": "Seat",
        "kind": "ticket",
        "price": "180",
        "seats": "1",
        "benefit": "dinner",
        "value_each": "60",
        "public": "on",
    }

    client.post("/events/new/", facts)
    too_early = text_of(client.post("/events/california/state/", {"state": "open"}, follow=True))
    client.post("/events/california/tickets/new/", ticket)
    client.post("/events/california/meals/", {"meals": "Lamb karahi | مٹن کڑاہی\nVegetable thali"})
    client.post("/events/california/tables/new/", {"names": "1\n2\n\n2", "seats": "8"})
    client.post("/events/california/state/", {"state": "open"})

    event = Event.objects.get()
    assert "Add a ticket before" in too_early
    assert (event.state, event.starts_at.isoformat()) == ("open", "2027-03-07T02:30:00+00:00")
    assert list(TicketType.objects.values_list("name", "price", "value_each")) == [
        ("Seat", Decimal("180.00"), Decimal("60.00"))
    ]
    assert list(Meal.objects.values_list("name", "name_ur")) == [("Lamb karahi", "مٹن کڑاہی"), ("Vegetable thali", "")]
    assert list(Table.objects.values_list("name", "seats")) == [("1", 8), ("2", 8)]


def test_the_value_of_a_dinner_is_fixed_once_it_was_sold(client_as, event, seat):
    order_of(seat)
    form = {
        "name": "Seat",
        "kind": "ticket",
        "price": "175",
        "seats": "3",
        "benefit": "tea",
        "value_each": "5",
        "public": "on",
    }

    client_as("events").post(f"/events/indiana/tickets/{seat.pk}/", form)

    seat.refresh_from_db()
    assert (seat.price, seat.value_each, seat.seats, seat.benefit, seat.taken) == (
        Decimal("175.00"),
        Decimal("60.00"),
        1,
        "dinner",
        1,
    )


def test_the_capacity_cannot_fall_below_the_seats_taken(client_as, event, seat):
    order_of(seat, 4)
    client = client_as("events")
    page = client.get("/events/indiana/edit/")
    facts = {name: value for name, value in page.context["form"].initial.items() if value is not None}

    answer = client.post(
        "/events/indiana/edit/",
        {
            **facts,
            "day": event.day.isoformat(),
            "begins": "18:30",
            "time_zone": event.time_zone,
            "capacity": "3",
            "name": "Renamed",
        },
    )

    event.refresh_from_db()
    assert answer.status_code == 422
    assert "More seats than this are already taken" in text_of(answer)
    assert (event.capacity, event.name, event.taken) == (50, "Indiana dinner", 4)


def test_an_order_by_phone_is_paid_by_check_and_becomes_one_gift(client_as, event, seat):
    client = client_as("events")
    known = make_supporter("Amina Testperson", emails=("amina@example.org",))
    order_form = {
        "name": "Amina Testperson",
        "email": "amina@example.org",
        f"q_{seat.pk}": "2",
        "donation": "50",
        "channel": "phone",
        "nonce": str(uuid.uuid4()),
    }
    paid = {
        "amount": "350",
        "method": "check",
        "check_number": "1187",
        "gift_on": organization_today().isoformat(),
        "buyer": known.pk,
    }

    client.post("/events/indiana/orders/new/", order_form)
    asked = text_of(client.get("/events/indiana/orders/1/paid/"))
    answer = client.post("/events/indiana/orders/1/paid/", paid, follow=True)
    client.post("/events/indiana/orders/1/paid/", paid)

    order, gift = Order.objects.get(), Gift.objects.get()
    assert f"S-{known.number} Amina Testperson" in asked
    assert (order.state, order.supporter, order.gift, order.created_by) == ("paid", known, gift, client.user)
    assert (gift.amount, gift.check_number, gift.supporter) == (Decimal("350.00"), "1187", known)
    assert "E-0001 is paid: G-1." in text_of(answer)


def test_a_buyer_nobody_knows_becomes_a_supporter_only_when_the_money_is_here(client_as, event, seat):
    order = order_of(seat, name="Kiran Newperson", email="kiran@example.org")
    before = Supporter.objects.count()

    form = {"amount": "150", "method": "cash", "gift_on": organization_today().isoformat(), "buyer": ""}
    client_as("events").post(f"/events/indiana/orders/{order.number}/paid/", form)

    order.refresh_from_db()
    assert before == 0
    assert (order.supporter.shown_name, order.supporter.emails.get().address) == (
        "Kiran Newperson",
        "kiran@example.org",
    )


def test_too_little_money_is_refused_in_words_and_nobody_is_added(client_as, event, seat):
    order = order_of(seat)
    form = {"amount": "149.99", "method": "cash", "gift_on": organization_today().isoformat(), "buyer": ""}

    answer = client_as("events").post(f"/events/indiana/orders/{order.number}/paid/", form)

    assert answer.status_code == 422
    assert "The order total is $150.00." in text_of(answer)
    assert (Gift.objects.count(), Supporter.objects.count()) == (0, 0)


def test_an_unpaid_order_is_released_and_a_paid_one_cancelled(client_as, event, seat):
    client = client_as("events")
    unpaid, paid = order_of(seat), make_paid_order(seat, at=timezone.now())

    client.post(f"/events/indiana/orders/{unpaid.number}/release/", {"reason": "They called"})
    client.post(f"/events/indiana/orders/{paid.number}/cancel/", {"reason": "They are ill"})

    assert list(Order.objects.order_by("number").values_list("state", flat=True)) == ["cancelled", "cancelled"]
    assert taken(seat) == (0, 0)


def test_finance_sees_orders_and_changes_none(client_as, event, seat):
    order = order_of(seat)
    finance = client_as("finance")

    assert finance.get(f"/events/indiana/orders/{order.number}/").status_code == 200
    assert finance.post(f"/events/indiana/orders/{order.number}/release/", {"reason": "x"}).status_code == 403


def test_a_party_is_seated_and_no_table_holds_more_than_its_chairs(client_as, event, seat):
    table = Table.objects.create(event=event, name="7", seats=3)
    first, second = order_of(seat, 2), order_of(seat, 2)
    client = client_as("events")

    def sit(order, at=table.pk):
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

    client_as("events").post("/events/indiana/seating/seat/", {"guest": [guest.pk], "table": foreign.pk})

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


def test_a_protected_guests_name_is_not_on_the_coordinators_form(client_as, event, seat):
    hidden = make_supporter("Aaa Hiddenperson", protected=True)
    order = make_paid_order(
        seat, supporter=hidden, name="Aaa Hiddenperson", guests=guests("Aaa Hiddenperson"), at=timezone.now()
    )
    guest = order.guests.get()
    client = client_as("events")

    pages = [
        text_of(client.get(address))
        for address in (
            f"/events/indiana/guests/{guest.pk}/",
            f"/events/indiana/orders/{order.number}/",
            "/events/indiana/orders/",
            "/events/indiana/guests/",
            "/events/indiana/",
            "/events/indiana/seating/",
        )
    ]
    client.post(f"/events/indiana/guests/{guest.pk}/", {"alias": "Friend of Noor", "name": "Taken"})

    guest.refresh_from_db()
    assert [("Hiddenperson" in page) for page in pages] == [False] * 6
    assert (guest.name, guest.alias, guest.shown_name) == ("Aaa Hiddenperson", "Friend of Noor", "Friend of Noor")


def test_a_coordinator_invites_by_name_and_mail_without_seeing_who_is_on_file(client_as, event):
    known = make_supporter("Bilal Testperson", emails=("bilal@example.org",))
    client = client_as("events")

    for name, email in (("Bilal Testperson", "bilal@example.org"), ("Hina Testperson", "bilal@example.org")):
        client.post("/events/indiana/invitations/new/", {"name": name, "email": email, "most": "2"})
    again = client.post(
        "/events/indiana/invitations/new/", {"name": "Bilal Testperson", "email": "bilal@example.org", "most": "2"}
    )

    invited = list(Invitation.objects.order_by("pk").values_list("supporter__full_name", flat=True))
    assert invited == ["Bilal Testperson", "Hina Testperson"]
    assert Invitation.objects.filter(supporter=known).count() == 1
    assert "This supporter is already invited." in text_of(again)


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


@pytest.mark.parametrize("path", ["", "orders/", "guests/", "guests/print/", "seating/", "result/"])
def test_pages_ask_the_same_questions_for_few_and_for_many(client_as, event, seat, path):
    Meal.objects.create(event=event, name="Lamb karahi")
    Table.objects.create(event=event, name="1", seats=10)

    def grow():
        make_paid_order(seat, 2, guests=guests("Amina"), at=timezone.now())

    grow()
    order_of(seat)

    assert_constant_queries(client_as("events"), f"/events/indiana/{path}", grow, times=3)


def test_the_list_of_events_asks_the_same_questions_for_few_and_for_many(client_as, event):
    assert_constant_queries(client_as("events"), "/events/", make_event, times=3)


def test_a_supporters_page_and_story_tell_of_orders_and_evenings(client_as, event, seat):
    buyer = make_supporter("Amina Testperson")
    order = make_paid_order(
        seat, 2, supporter=buyer, name="Amina Testperson", guests=guests("Amina Testperson"), at=timezone.now()
    )
    client = client_as("development")

    page = text_of(client.get(f"/supporters/{buyer.pk}/"))
    gift = text_of(client.get(f"/gifts/{order.gift_id}/"))
    found = text_of(client.get("/search/?q=E-0001"))

    assert f"/events/indiana/orders/{order.number}/" in page
    assert "Expected at Indiana dinner" in page
    assert "Ordered seats at Indiana dinner" in page
    assert f"/events/indiana/orders/{order.number}/" in gift
    assert "<mark>E-0001</mark> Amina Testperson" in found


def test_home_says_what_waits_at_an_event(client_as, event, seat):
    order_of(seat, 2)

    page = text_of(client_as("events").get("/"))

    assert "Indiana dinner: unpaid orders" in page
    assert "Indiana dinner: guest names missing" in page


def test_who_wants_no_invitation_is_not_invited_and_a_closed_channel_is_said(client_as, event):
    client = client_as("events")
    some, none = (make_supporter(f"{name} Example", emails=(f"{name}@example.org",)) for name in ("Amina", "Bilal"))
    for person, channels in ((some, ("email",)), (none, ("email", "phone", "text", "mail"))):
        for channel in channels:
            word = {"channel": channel, "purpose": "any", "given": False, "source": "A call", "at": timezone.now()}
            record_consent(supporter=person, by=None, **word)

    invited = client.post(
        "/events/indiana/invitations/new/",
        {"name": "Amina Example", "email": "amina@example.org", "most": "2"},
        follow=True,
    )
    refused = client.post(
        "/events/indiana/invitations/new/", {"name": "Bilal Example", "email": "bilal@example.org", "most": "2"}
    )

    assert "which they opted out of" in text_of(invited)
    assert refused.status_code == 422
    assert "This person opted out of event invitations." in refused.content.decode()
    assert [row.supporter for row in Invitation.objects.all()] == [some]


def test_the_event_form_shows_every_field_once_and_the_urdu_ones_together(client_as):
    form = EventForm()
    shown = [field.name for _, fields in form.groups for field in fields]
    urdu = [title for title, fields in form.groups if any(field.name.endswith("_ur") for field in fields)]

    page = text_of(client_as("events").get("/events/new/"))

    assert (sorted(shown), len(shown)) == (sorted(form.fields), len(set(shown)))
    assert urdu == ["Public page in Urdu"]
    assert [page.count(f"<legend>{title}</legend>") for title, _ in form.groups] == [1] * len(form.groups)


def test_a_draft_without_tickets_says_so_in_its_preview(client_as):
    make_event(slug="bare", state=Event.State.DRAFT)
    client = client_as("events")

    page, urdu = text_of(client.get("/events/bare/preview/")), text_of(client.get("/events/bare/preview/?lang=ur"))

    assert "No tickets yet." in page
    assert "/events/bare/tickets/new/" in page
    assert "No tickets yet." not in urdu
    assert "ابھی کوئی ٹکٹ نہیں" in urdu
    assert '<ul class="tickets">' not in page
