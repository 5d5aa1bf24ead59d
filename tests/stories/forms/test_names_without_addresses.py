"""No name that a visitor types makes the charity email a stranger's words and link to somebody."""

import inspect
from datetime import timedelta

import pytest
from django import forms
from django.utils import timezone

from core.models import Message
from crm.names.fields import PublicNameField, has_web_address
from donations.models import GivingPage
from donations.online.forms import GiveForm
from events.forms import public
from events.models import Guest, Invitation, Order
from tests.events.builders import guests, make_event, make_order, make_ticket
from tests.support.builders import make_supporter

pytestmark = pytest.mark.usefixtures("organization")
EVIL = "Your account is locked: http://evil.example"
ADDRESSES = [
    EVIL, "HTTPS://evil.example", "evil.example", "Evil.COM", "Log in at evil.zone/pay", "www.evil.zone", "www .evil",
    "ali@evil.example", "Sign in: evil-bank.com now", "evil. com", "Ali\u200b http://evil.example", "bit.ly/abc",
    "sub.evil.co.uk",
]  # fmt: skip
NAMES = [
    "Amina Testperson", "Dr.Ali Raza", "A.K. Khan", "St.John Smith", "M.D. Rahim, Ph.D.", "Ali & Sara Khan", "O'Neil",
    "Mohd.Ali Jinnah", "عائشہ صدیقی", "Jr. Smith", "Ali Khan, Sr.", "J.R.R. Tolkien", "Me", "Al-Noor Co.", "Ali/Sara",
    "Mrs. S. and Mr. L. Example", "Info Tech, Inc.",
]  # fmt: skip


@pytest.mark.parametrize("text", ADDRESSES)
def test_what_a_mail_program_makes_a_link_of_is_an_address(text):
    assert has_web_address(text)


@pytest.mark.parametrize("text", NAMES)
def test_a_name_is_none(text):
    assert not has_web_address(text)


def public_forms() -> list[forms.Form]:
    """Every form of the public pages that has names, as a visitor sees it."""
    event = make_event()
    ticket = make_ticket(event)
    invitation = Invitation(event=event, most=2)
    own = {"meals": [], "language": "en"}
    return [
        GiveForm(page=GivingPage(slug="give", title="Give")),
        public.PartyForm(seats=[ticket, ticket], online=True, **own),
        public.GuestForm(**own),
        public.AnswerForm(invitation=invitation, **own),
        public.SelectionForm(event=event, types=[ticket]),
    ]


def test_every_name_of_every_public_form_is_read_by_the_one_reader():
    found = public_forms()

    named = {
        (type(form).__name__, name): isinstance(field, PublicNameField)
        for form in found
        for name, field in form.fields.items()
        if "name" in name
    }
    here = {each for _, each in inspect.getmembers(public, inspect.isclass) if each.__module__ == public.__name__}

    assert len(named) == 8
    assert set(named.values()) == {True}
    assert {each for each in here if issubclass(each, forms.Form)} <= {type(form) for form in found}


def party(ticket, **typed) -> dict:
    values = {"name": "Amina Testperson", "name_1": "", "email": "anybody@example.org", "pay": "check"}
    return {f"q_{ticket.pk}": "1", "extra": "0", "nonce": "0" * 31 + "1", **values, **typed}


@pytest.mark.parametrize("field", ["name", "name_1"])
def test_an_order_by_check_under_such_a_name_writes_to_nobody(client, field):
    event = make_event(starts_at=timezone.now() + timedelta(days=40))
    ticket = make_ticket(event)

    refused = client.post(f"/e/{event.slug}/order/", party(ticket, **{field: EVIL}))
    nothing = (Order.objects.count(), Message.objects.count())
    taken = client.post(f"/e/{event.slug}/order/", party(ticket))

    assert (refused.status_code, nothing) == (422, (0, 0))
    assert "Enter a name without a web address." in refused.text
    assert (taken.status_code, Order.objects.count()) == (302, 1)


def test_a_guest_is_not_renamed_so(client):
    ticket = make_ticket(make_event(starts_at=timezone.now() + timedelta(days=40)))
    order = make_order(ticket, guests=guests("Amina Testperson"))
    guest = order.guests.get()

    client.post(f"/e/order/{order.token}/guests/", {f"g{guest.pk}-name": EVIL})

    assert Guest.objects.get().name == "Amina Testperson"


def test_nor_does_an_answer_name_somebody_so(client):
    event = make_event(starts_at=timezone.now() + timedelta(days=40))
    invitation = Invitation.objects.create(event=event, supporter=make_supporter(), most=2, hosted=True)

    refused = client.post(f"/rsvp/{invitation.token}/", {"answer": "yes", "name_1": EVIL})

    assert (refused.status_code, Guest.objects.count()) == (422, 0)
