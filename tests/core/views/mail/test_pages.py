"""The outbox on screen: who sees which letters, and what they can do with them."""

import pytest
from django.urls import reverse

from core.mail import suppress
from core.models import AuditEntry
from tests.core.mail.posted import letter, step
from tests.support.builders import make_supporter

pytestmark = pytest.mark.usefixtures("organization")


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


def test_what_staff_wrote_of_a_letter_names_nobody_protected(client_as):
    make_supporter("Parveen Zanzeer", protected=True)
    words, harmless = "Parveen Zanzeer, her sister, called", "Her sister called"
    client, letters = client_as("admin", "finance"), [letter(identity=str(place)) for place in range(2)]

    for message, reason in zip(letters, (words, harmless), strict=True):
        step(client, "message-hold", message, reason=reason)
    suppressed = suppress("a@example.org", kind="bounced", source="Parveen Zanzeer, list.csv")
    pages = [client.get(message.get_absolute_url()).text for message in letters]
    pages.append(client.get(reverse("suppression-lift", args=[suppressed.pk])).text)

    assert ["Zanzeer" in page for page in pages] == [False, False, False]
    assert harmless in pages[1]


def test_an_open_letters_reasons_name_nobody_else_who_is_protected(client_as):
    make_supporter("Amina Testperson", emails=["a@example.org"], protected=True)
    make_supporter("Parveen Zanzeer", protected=True)
    message, client = letter(), client_as("admin", "finance")
    reasons = ["Amina Testperson called", "Parveen Zanzeer, her sister, called", "Her brother called"]

    for reason in reasons:
        step(client, "message-hold", message, reason=reason)
        step(client, "message-release", message)
    revealed = step(client, "message-reveal", message, reason="She asked what we wrote.").text

    assert [reason in revealed for reason in reasons] == [True, False, True]
    assert "Zanzeer" not in revealed
