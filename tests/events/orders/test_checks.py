"""Seats that wait for a check: nothing is held for an address that did not prove itself, and nothing for ever."""

import contextlib
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.extend import Drain, entries
from core.models import AuditEntry, Message
from events.models import CheckIn, Event, Order
from events.orders import checks
from events.orders.emails import link_in, proof_of
from events.orders.seats import NoSeats
from events.planning.moving import change_event
from tests.events.builders import NOW, make_event, make_order, make_paid_order, make_ticket, taken
from tests.support.builders import make_user
from tests.support.databases import race

pytestmark = pytest.mark.usefixtures("organization")


@pytest.fixture
def event():
    return make_event(slug="dinner", starts_at=timezone.now() + timedelta(days=40), capacity=79)


@pytest.fixture
def seat(event):
    return make_ticket(event, name="Seat")


def ask(seat, quantity=2, email="amina@example.org", client=None, **changed):
    """Ask for seats by check on the public page; gives the order, or the page that refused."""
    form = {f"q_{seat.pk}": quantity, "extra": "0", "name": "Amina Testperson", "email": email, "pay": "check"}
    nonce = str(uuid.uuid4())
    answer = (client or Client()).post("/e/dinner/order/", {**form, "nonce": nonce, **changed})
    return Order.objects.get(nonce=nonce) if answer.status_code == 302 else answer


def open_letter(order, client=None):
    """The buyer opens the link and presses the button; gives the page behind it."""
    path = reverse("events:order-hold", args=[order.token, proof_of(order)])
    return (client or Client()).post(path, follow=True)


def asked(ticket, quantity=2, **override) -> Order:
    return make_order(ticket, quantity, state=Order.State.ASKED, **override)


def work() -> None:
    for drain in entries(Drain):
        drain.run()


def test_nobody_takes_seats_without_an_address_that_proved_itself(seat):
    orders = [ask(seat, 10, email=f"nobody{n}@example.com") for n in range(8)]

    work()

    assert {order.state for order in Order.objects.all()} == {"asked"}
    assert (len(orders), taken(seat)) == (8, (0, 0))
    assert Message.objects.filter(purpose="order").count() == 8


def test_the_link_of_the_letter_holds_the_seats_and_looking_holds_nothing(seat, client):
    order = ask(seat)
    path = reverse("events:order-hold", args=[order.token, proof_of(order)])
    letter = Message.objects.get()

    looked = client.get(path).text
    before = taken(seat)
    page = client.post(path, follow=True).text
    client.post(path)

    order.refresh_from_db()
    assert link_in(letter).endswith(path)
    assert path not in letter.text
    assert "Would you like us to hold your seats?" in looked
    assert "<bdi>$180.00</bdi>" in looked  # 2 × (150 − 60) is a gift
    assert (before, taken(seat), order.state) == ((0, 0), (2, 2), "awaiting_check")
    assert order.proved_at is not None
    assert "We're holding your seats until" in page
    assert AuditEntry.objects.filter(act="order.held").count() == 1


@pytest.mark.parametrize("proof", ["x", "0" * 32])
def test_no_other_link_holds_them(seat, client, proof):
    order = ask(seat)

    answer = client.post(reverse("events:order-hold", args=[order.token, proof]))

    assert (answer.status_code, taken(seat)) == (404, (0, 0))


def test_an_address_holds_ten_seats_and_no_more(seat):
    first, second, third = ask(seat, 6), ask(seat, 4), ask(seat, 1)

    open_letter(first)
    open_letter(second)
    page = open_letter(third)

    third.refresh_from_db()
    assert (taken(seat), third.state) == ((10, 10), "asked")
    assert "We already hold as many of your seats as we can for payment by check." in page.text
    assert ask(seat, 11, email="table@example.org").context["form"].errors == {
        "pay": ["For payment by check, we can hold up to 10 seats from this page. Pay by card, or call us."]
    }


def test_a_quarter_of_the_room_waits_for_checks_and_the_event_may_say_another_number(event, seat):
    orders = [ask(seat, 5, email=f"guest{n}@example.org") for n in range(5)]
    for order in orders:
        open_letter(order)

    # 79 // 4 = 19 seats: three orders of five
    assert taken(seat) == (15, 15)
    Event.objects.update(check_seats=25)
    open_letter(orders[3])
    assert taken(seat) == (20, 20)


def test_what_staff_took_down_or_kept_does_not_count_against_the_page(event, seat, client_as):
    make_order(seat, 20)
    kept = ask(seat, 10, email="known@example.org")
    client_as("development").post(f"/events/dinner/orders/{kept.number}/keep/")

    for number in range(2):
        open_letter(ask(seat, 9, email=f"guest{number}@example.org"))

    assert taken(seat) == (48, 48)


def test_seats_are_free_again_after_their_day_and_the_buyer_is_told(event, seat, monkeypatch):
    order = ask(seat)
    open_letter(order)
    order.refresh_from_db()
    until = order.lapses_at
    left = until - timezone.now()
    monkeypatch.setattr("events.orders.payments.timezone.now", lambda: until - timedelta(seconds=1))
    work()
    before = taken(seat)
    monkeypatch.setattr("events.orders.payments.timezone.now", lambda: until)
    work()

    order.refresh_from_db()
    assert until.astimezone(event.zone).strftime("%H:%M") == "23:59"
    assert timedelta(days=9) < left < timedelta(days=11)
    assert (before, taken(seat), order.state) == ((2, 2), (0, 0), "expired")
    assert Message.objects.filter(subject__contains="were released").count() == 1


def test_a_link_nobody_opens_is_forgotten(seat, monkeypatch):
    order = ask(seat)
    later = timezone.now() + checks.LINK_DAYS + timedelta(minutes=1)
    monkeypatch.setattr("events.orders.payments.timezone.now", lambda: later)
    work()

    order.refresh_from_db()
    assert (order.state, taken(seat)) == ("expired", (0, 0))


@pytest.mark.parametrize(
    ("starts_in", "lapses_in"), [(timedelta(days=40), 10), (timedelta(days=6), 3), (timedelta(days=2), 1)]
)
def test_the_day_lies_before_the_evening(starts_in, lapses_in):
    event = make_event(starts_at=NOW + starts_in)

    lapse = checks.lapse_of(event, NOW)

    assert lapse.astimezone(event.zone).date() == NOW.astimezone(event.zone).date() + timedelta(days=lapses_in)
    assert checks.lapse_of(make_event(starts_at=NOW + timedelta(hours=2)), NOW) == NOW + timedelta(hours=2)


def test_staff_see_what_is_free_when_and_keep_it(event, seat, client_as, monkeypatch):
    staff, waits, never = client_as("development"), ask(seat), ask(seat, 3, email="other@example.org")
    open_letter(waits)
    waits.refresh_from_db()
    listed, seen = staff.get("/events/dinner/orders/").text, staff.get(f"/events/dinner/orders/{waits.number}/").text
    overview = staff.get("/events/dinner/").text

    for order in (waits, never):
        staff.post(f"/events/dinner/orders/{order.number}/keep/")
    later = timezone.now() + timedelta(days=39)
    monkeypatch.setattr("events.orders.payments.timezone.now", lambda: later)
    work()

    assert ("held until" in listed, "held until" in seen, "held until" in overview) == (True, True, True)
    assert set(Order.objects.values_list("state", "lapses_at")) == {("awaiting_check", None)}
    assert taken(seat) == (5, 5)
    assert list(AuditEntry.objects.filter(act="order.kept").values_list("actor__is_active", flat=True)) == [True]


def test_a_check_for_seats_that_were_only_asked_for_finds_seats(seat):
    paid = make_paid_order(seat, 1, state=Order.State.ASKED)

    assert (paid.state, paid.lapses_at, taken(seat)) == ("paid", None, (1, 1))


def test_guests_who_are_in_keep_their_seats_and_owe(event, seat, monkeypatch):
    order = ask(seat, 1)
    open_letter(order)
    CheckIn.objects.create(guest=order.guests.get(), at=timezone.now(), by=make_user("development"))
    later = timezone.now() + timedelta(days=39)
    monkeypatch.setattr("events.orders.payments.timezone.now", lambda: later)
    work()

    order.refresh_from_db()
    assert (order.state, order.lapses_at, taken(seat)) == ("awaiting_check", None, (1, 1))


def test_when_the_room_is_full_the_link_says_so(event, seat):
    order = ask(seat)
    Event.objects.update(capacity=1)

    page = open_letter(order)

    order.refresh_from_db()
    assert "The last seats were just taken." in page.text
    assert (order.state, taken(seat)) == ("asked", (0, 0))


@pytest.mark.parametrize("email", ["amina@example.org", "amina+{}@example.org"])
def test_a_mailbox_gets_few_letters_in_an_hour(seat, email):
    answers = [ask(seat, 1, email=email.format(n)) for n in range(6)]

    assert Message.objects.count() == 5
    assert answers[-1].context["form"].errors == {
        "email": ["We just emailed this address. Open the link in our email."]
    }


def test_a_mailbox_holds_few_seats_for_checks_however_it_is_spelled(event, seat):
    Event.objects.update(capacity=500)
    orders = [ask(seat, 5, email=f"amina+{n}@example.org") for n in range(3)]

    pages = [open_letter(order).text for order in orders]

    assert ["already hold as many of your seats" in page for page in pages] == [False, False, True]
    assert taken(seat) == (10, 10)


def test_sixteen_links_opened_at_once_hold_no_more_than_may_wait(own_database, organization):
    event = make_event(starts_at=timezone.now() + timedelta(days=40), capacity=40)
    seat = make_ticket(event)
    orders = [asked(seat, 3, email=f"guest{n}@example.org", at=timezone.now()) for n in range(16)]

    def hold(number: int) -> None:
        with contextlib.suppress(checks.TooManyWait, NoSeats):
            checks.hold_seats(order=orders[number], at=timezone.now())

    race(16, hold)

    # a quarter of forty is ten: three orders of three
    assert taken(seat) == (9, 9)
    assert Order.objects.filter(state="awaiting_check").count() == 3


def test_an_event_that_moves_to_an_earlier_day_frees_the_seats_in_time(event, seat):
    order, kept = ask(seat), ask(seat, email="bilal@example.org")
    open_letter(order)
    open_letter(kept)
    checks.hold_without_deadline(order=kept, by=make_user("events"), at=timezone.now())
    event.refresh_from_db()
    event.starts_at = timezone.now() + timedelta(days=6)

    change_event(event=event, fields=["starts_at"], by=None, at=timezone.now())

    lapse = Order.objects.get(pk=order.pk).lapses_at
    assert lapse <= event.starts_at - timedelta(days=2)
    assert Order.objects.get(pk=kept.pk).lapses_at is None
    assert AuditEntry.objects.filter(act="order.moved").count() == 1
