"""What people do with emails: release, hold back, discard, resend, hand over a link."""

import pytest
from django.urls import reverse

from core import mail
from core.models import AuditEntry, Message, Suppression
from tests.core.mail.posted import letter, step

pytestmark = pytest.mark.usefixtures("organization")
State = Message.State


def test_a_letter_is_released_held_back_and_discarded(client_as):
    message, client = letter(), client_as("finance")

    seen = []
    for name, data in (
        ("message-release", {}),
        ("message-hold", {"reason": "Not yet."}),
        ("message-discard", {"reason": "Wrong donor."}),
        ("message-release", {}),
    ):
        step(client, name, message, **data)
        message.refresh_from_db()
        seen.append((message.state, message.held_by_staff))

    assert seen == [
        (State.READY, False),
        (State.HELD, True),
        (State.DISCARDED, False),
        (State.DISCARDED, False),
    ]


def test_resending_what_may_have_arrived_wants_a_reason(client_as):
    message, client = letter(), client_as("finance")
    Message.objects.update(state=State.UNKNOWN)

    bare = step(client, "message-resend", message)
    count = Message.objects.count()
    step(client, "message-resend", message, reason="She says that nothing came.")

    new = Message.objects.latest("pk")
    assert (bare.status_code, count) == (422, 1)
    assert (new.resend_of, new.state, new.text) == (message, State.HELD, message.text)


def test_a_letter_marked_as_bounced_suppresses_its_address_until_that_is_lifted(client_as):
    message, client = letter(), client_as("finance")
    Message.objects.update(state=State.SENT)

    step(client, "message-bounced", message, reason="It came back.")
    second = letter(identity="two")
    row = Suppression.objects.get()
    client.post(reverse("suppression-lift", args=[row.pk]), {"reason": "New mailbox."})

    assert (second.state, mail.suppressed(["a@example.org"])) == (State.SUPPRESSED, {})


def test_held_letters_are_released_by_what_they_are_for(client_as):
    receipt, order = letter(), letter(identity="two", purpose="order")
    client = client_as("development")

    page = client.get(reverse("messages-release")).text
    client.post(reverse("messages-release"), {"purposes": ["receipt"]})

    assert "Receipts: 1" in page
    assert [Message.objects.get(pk=each.pk).state for each in (receipt, order)] == [State.READY, State.HELD]


def test_a_held_link_is_handed_over_and_that_is_kept(client_as):
    link = "https://office.example/welcome/abc/"
    message = letter(purpose="account", text="Open " + mail.MARK, secret=link)
    client = client_as("admin")

    page = client.get(message.get_absolute_url()).text
    refused = step(client, "message-link", message)
    shown = step(client, "message-link", message, reason="They called").text

    assert (refused.status_code, link in refused.text) == (422, False)
    assert (link in page, link in shown) == (False, True)
    assert AuditEntry.objects.filter(act="message.link_shown", reason="They called").count() == 1
