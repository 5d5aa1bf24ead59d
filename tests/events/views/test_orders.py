"""What coordinators do over HTTP: set a dinner up, take orders and payments down, seat the room, read the result."""

import uuid
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from core.clock import organization_today
from core.models import AuditEntry
from crm.models import Supporter
from crm.services.consent import record_consent
from donations.ledger.refunds import refund_gift
from donations.models import Gift
from events.models import Event, Invitation, Order
from tests.events.builders import guests, make_paid_order, taken
from tests.events.orders.paid import unlucky
from tests.events.views.dinner import event, order_of, seat, text_of
from tests.support.builders import TODAY, make_gift, make_supporter

__all__ = ["event", "seat", "unlucky"]

pytestmark = pytest.mark.usefixtures("organization")
RESOLVED = ("is resolved", "was already resolved", "was already resolved")


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


def test_a_check_that_is_recorded_already_is_asked_about_before_it_pays_an_order(client_as, event, seat):
    donor = make_supporter("Amina Testperson", emails=("amina@example.org",))
    make_gift(Decimal("150"), supporter=donor, check_number="1001")
    order = order_of(seat, name="Amina Testperson", email="amina@example.org")
    client, page = client_as("events"), f"/events/indiana/orders/{order.number}/paid/"
    paid = {"amount": "150", "method": "check", "check_number": "No. 1001", "buyer": donor.pk}

    asked = client.post(page, {**paid, "gift_on": organization_today().isoformat()})
    (box,) = asked.context["form"].doubts
    agreed = client.post(page, {**paid, "gift_on": organization_today().isoformat(), "sure": [box.key]})

    assert (asked.status_code, agreed.status_code) == (422, 302)
    assert box.key in asked.text
    assert Gift.objects.count() == 2


def test_somebody_on_file_without_the_typed_email_is_asked_about(client_as, event):
    known = make_supporter("Farida Testwoman")
    client, typed = client_as("events"), {"name": "Farida Testwoman", "email": "farida@example.org", "most": "2"}

    asked = client.post("/events/indiana/invitations/new/", typed)
    agreed = client.post("/events/indiana/invitations/new/", {**typed, "which": str(known.pk)})

    assert (asked.status_code, agreed.status_code) == (422, 302)
    assert known.spoken_number in text_of(asked)
    assert Supporter.objects.filter(full_name="Farida Testwoman").count() == 1
    assert Invitation.objects.get().supporter == known


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


@pytest.mark.parametrize("wish", Order.Wish.values)
def test_a_payment_without_a_seat_is_resolved_once_and_the_second_answer_says_so(client_as, unlucky, wish):
    client, event = client_as("events", "finance"), unlucky.event
    Event.objects.update(capacity=2)
    refund_gift(gift=unlucky.gift, amount=Decimal("150"), refunded_on=TODAY, posted_on=TODAY, by=None, reason="No seat")
    address = reverse("events:order-resolve", args=[event.slug, unlucky.number])

    pages = [client.post(address, {"wish": one}, follow=True).text for one in (wish, wish, Order.Wish.GIFT)]

    unlucky.refresh_from_db()
    assert [f"{unlucky} {words}" in page for words, page in zip(RESOLVED, pages, strict=True)] == [True, True, True]
    assert unlucky.wish == wish
    assert AuditEntry.objects.filter(act="order.resolved").count() == 1


def test_a_guests_own_answer_counts_once_whoever_was_faster(client, unlucky):
    address = reverse("events:order-wish", args=[unlucky.token])

    for wish in (Order.Wish.REFUND, Order.Wish.GIFT, Order.Wish.GIFT, Order.Wish.WAIT):
        client.post(address, {"wish": wish})

    unlucky.refresh_from_db()
    assert (unlucky.wish, unlucky.state) == (Order.Wish.GIFT, Order.State.CANCELLED)
    assert AuditEntry.objects.filter(act="order.resolved").count() == 1
