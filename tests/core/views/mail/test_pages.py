"""The outbox on screen: who sees which letters, and what they can do with them."""

import pytest
from django.urls import reverse

from core import mail
from core.mail import bounces
from core.models import AuditEntry, Message, Suppression
from tests.support.builders import make_supporter

pytestmark = pytest.mark.usefixtures("organization")
State = Message.State


def letter(**override) -> Message:
    values = {
        "identity": "one",
        "purpose": "receipt",
        "to": "a@example.org",
        "subject": "Your receipt 1",
        "text": "Dear Amina Testperson",
    }
    return mail.enqueue(**{**values, **override})


def step(client, name: str, message: Message, **data):
    return client.post(reverse(name, args=[message.pk]), data, follow=True)


def test_letters_show_to_who_may_see_what_they_are_about(client_as):
    receipt = letter()
    link = letter(identity="two", purpose="account", subject="Your sign-in")

    seen = {role: client_as(role).get("/outbox/").text for role in ("admin", "finance", "events")}

    assert {role: [receipt.subject in page, link.subject in page] for role, page in seen.items()} == {
        "admin": [False, True],
        "finance": [True, False],
        "events": [False, False],
    }
    assert client_as("finance").get(link.get_absolute_url()).status_code == 404


def test_a_letter_is_shown_as_it_is_seen_in_a_frame_that_can_do_nothing(client_as):
    message, client = letter(), client_as("finance")

    page = client.get(message.get_absolute_url()).text
    frame = client.get(reverse("message-frame", args=[message.pk]))

    assert "Dear Amina Testperson" in page
    assert f'src="{reverse("message-frame", args=[message.pk])}"' in page
    assert "Dear Amina Testperson" in frame.text
    assert frame["Content-Security-Policy"].startswith("sandbox allow-same-origin; default-src 'none'")
    assert frame["X-Frame-Options"] == "SAMEORIGIN"


def test_a_protected_persons_letter_shows_by_code_and_opens_for_a_reason(client_as):
    person = make_supporter("Amina Testperson", emails=["a@example.org"], protected=True)
    message, client = letter(), client_as("finance")

    pages = [client.get(address).text for address in ("/outbox/", message.get_absolute_url())]
    found = client.get("/outbox/?q=a@example").text
    frame = client.get(reverse("message-frame", args=[message.pk])).status_code
    revealed = step(client, "message-reveal", message, reason="She asked what we wrote.").text

    assert ["a@example.org" in page or "Amina" in page for page in pages] == [False, False]
    assert all(person.code in page for page in pages)
    assert message.subject not in found
    assert frame == 403
    assert "Dear Amina Testperson" in revealed
    assert AuditEntry.objects.get(act="message.revealed").reason == "She asked what we wrote."


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


def test_without_a_provider_there_is_no_address_for_reports(client_as, client):
    assert client.post(reverse("mail-reports")).status_code == 404


def test_a_report_needs_the_secret_and_counts_once(client, settings):
    message = letter()
    Message.objects.update(state=State.SENT, provider_id="abc-1")
    settings.MAIL_TRACKING_VIEW = "anymail.webhooks.postmark.PostmarkTrackingWebhookView"
    settings.ANYMAIL = {"WEBHOOK_SECRET": "name:a long enough secret", "POSTMARK_SERVER_TOKEN": "x"}
    report = {
        "RecordType": "Bounce",
        "Type": "HardBounce",
        "TypeCode": 1,
        "MessageID": "abc-1",
        "Email": "a@example.org",
        "ID": 7,
    }
    basic = {"headers": {"Authorization": "Basic bmFtZTphIGxvbmcgZW5vdWdoIHNlY3JldA=="}}

    codes = [
        client.post(reverse("mail-reports"), report, content_type="application/json", **extra).status_code
        for extra in ({}, basic, basic)
    ]

    message.refresh_from_db()
    assert codes == [400, 200, 200]
    assert message.state == State.BOUNCED
    assert mail.suppressed(["a@example.org"]) == {"a@example.org": {"bounced"}}
    assert AuditEntry.objects.filter(act="message.bounced").count() == 1


def test_a_complaint_suppresses_but_the_letter_did_arrive():
    message = letter()
    Message.objects.update(state=State.SENT, provider_id="abc-1")

    bounces.note(kind="complained", recipient="a@example.org", provider_id="abc-1", source="Postmark")
    bounces.note(kind="opened", recipient="b@example.org", provider_id="", source="Postmark")

    message.refresh_from_db()
    assert message.state == State.SENT
    assert mail.suppressed(["a@example.org", "b@example.org"]) == {"a@example.org": {"complained"}}
