"""Personal links of orders and invitations: handed over for a reason, and written nowhere else."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from core.forms import drafts
from core.models import AuditEntry
from events.invitations.services import answer_invitation, invite
from events.models import Invitation
from events.orders.drafts import GuestDraft
from tests.events.builders import guests, make_event, make_order, make_paid_order, make_ticket
from tests.support.builders import make_supporter

pytestmark = pytest.mark.usefixtures("organization")
WHY = {"reason": "She asked by phone"}


@pytest.fixture
def event():
    return make_event(slug="dinner", starts_at=timezone.now() + timedelta(days=9))


def invitation_of(event, **override) -> Invitation:
    return Invitation.objects.create(event=event, supporter=make_supporter(**override))


def test_the_link_of_an_order_is_shown_for_a_reason_that_is_kept(event, client_as, settings):
    settings.SITE_URL = "https://dinner.example.org"
    order, client = make_order(make_ticket(event), language="ur", at=timezone.now()), client_as("events")
    page = f"/events/dinner/orders/{order.number}/link/"

    asked, refused, shown = client.get(page), client.post(page, {"reason": " "}), client.post(page, WHY)

    assert (asked.status_code, refused.status_code, shown.status_code) == (200, 422, 200)
    link = f"https://dinner.example.org/e/order/{order.token}/?lang=ur"
    assert [link in answer.text for answer in (asked, refused, shown)] == [False, False, True]
    assert shown["Cache-Control"] == "private, no-store"
    assert list(AuditEntry.objects.filter(act="order.link_shown").values_list("object_id", "reason")) == [
        (order.pk, WHY["reason"])
    ]


def test_so_is_the_link_of_an_invitation_right_after_inviting(event, client_as):
    client, invited = client_as("development"), make_supporter("Amina Testperson")

    made = client.post(
        "/events/dinner/invitations/new/", {"supporter": invited.spoken_number, "most": 2, "name": "", "email": ""}
    )
    invitation = Invitation.objects.get()
    shown = client.post(made.url, WHY)

    assert made.url == f"/events/dinner/invitations/{invitation.pk}/link/"
    assert f"/rsvp/{invitation.token}/" in shown.text
    assert AuditEntry.objects.filter(act="invitation.link_shown", object_id=invitation.pk).count() == 1


def test_the_link_of_a_protected_person_opens_while_the_name_is_revealed(event, client_as):
    invitation = invitation_of(event, full_name="Parveen Zanzeer", protected=True)
    order = make_paid_order(make_ticket(event), supporter=invitation.supporter, at=timezone.now())
    pages = (f"/events/dinner/invitations/{invitation.pk}/link/", f"/events/dinner/orders/{order.number}/link/")
    coordinator, development = client_as("events"), client_as("development")

    shut = [client.post(page, WHY).status_code for client in (coordinator, development) for page in pages]
    development.post(f"/supporters/{invitation.supporter_id}/reveal/", WHY)
    opened = [development.post(page, WHY).text for page in pages]

    assert shut == [403] * 4
    assert [token in page for token, page in zip((invitation.token, order.token), opened, strict=True)] == [True, True]


def party_with(name: str) -> tuple[GuestDraft, ...]:
    return GuestDraft("Gulnaz Testperson"), GuestDraft(name, needs="A zanzeerneed")


def test_so_does_the_link_of_a_party_with_a_protected_guest(event, client_as):
    """Behind it is every name its holder typed, and the reasons given for it may tell of each of them."""
    hidden, at = make_supporter("Parveen Zanzeer", protected=True), timezone.now()
    order = make_order(
        make_ticket(event), 2, name="Gulnaz Testperson", guests=party_with("Parveen Zanzeer"), note="She", at=at
    )
    invitation = invite(event=event, supporter=make_supporter("Omar Khalil"), most=2, hosted=True, by=None)
    answer_invitation(invitation=invitation, answer="yes", party=party_with("Parveen Zanzeer"), at=at)
    pages = (f"/events/dinner/orders/{order.number}/link/", f"/events/dinner/invitations/{invitation.pk}/link/")
    coordinator, development = client_as("events"), client_as("development")

    shut = [client.post(page, WHY).status_code for client in (coordinator, development) for page in pages]
    kept = [drafts.is_guarded(page, {"reason": ["She asked"]}) for page in pages]
    development.post(f"/supporters/{hidden.pk}/reveal/", WHY)
    opened = [development.post(page, WHY).text for page in pages]
    coordinator_still = [coordinator.post(page, WHY).status_code for page in pages]
    reasons = AuditEntry.objects.filter(act__endswith="link_shown").with_readable_reason()

    assert (shut, kept, coordinator_still) == ([403] * 4, [True, True], [403, 403])
    assert [token in page for token, page in zip((order.token, invitation.token), opened, strict=True)] == [True, True]
    assert {entry.readable_reason for entry in reasons} == {""}


@pytest.mark.parametrize("role", ["events", "development", "finance"])
def test_no_list_page_or_file_holds_a_link_or_a_code(role, event, client_as):
    ticket, client = make_ticket(event), client_as(role)
    invitation = invitation_of(event)
    order = make_paid_order(ticket, name="Amina Testperson", guests=guests("Amina Testperson"), at=timezone.now())
    make_order(ticket, name="Bano Testperson", at=timezone.now())
    secrets = [invitation.token, order.token, *order.guests.values_list("secret", flat=True)]
    lists = [f"/events/dinner/{part}/" for part in ("orders", "guests", "invitations")]
    pages = [
        *lists, *[f"{page}?export=csv" for page in lists], "/events/dinner/", f"/events/dinner/orders/{order.number}/",
        "/events/dinner/guests/print/", "/events/dinner/seating/", "/outbox/", "/audit/", "/",
        f"/supporters/{order.supporter_id}/",
        *[f"/outbox/{key}/" for key in range(1, 4)], *[f"/outbox/{key}/letter/" for key in range(1, 4)],
    ]  # fmt: skip

    said = {page: told(client, page) for page in pages}

    assert [page for page, text in said.items() for secret in secrets if secret in text] == []
    assert sum(len(text) > 500 for text in said.values()) >= 6


def told(client, page: str) -> str:
    answer = client.post(page, WHY) if "export" in page else client.get(page)
    return (answer.getvalue() if answer.streaming else answer.content).decode()


def test_who_only_reads_is_offered_no_link(event, client_as):
    invitation_of(event)

    assert "Show link" not in client_as("finance").get("/events/dinner/invitations/").text
    assert "Show link" in client_as("events").get("/events/dinner/invitations/").text


@pytest.mark.parametrize("kind", ["order", "invitation"])
def test_the_usual_reasons_for_a_link_are_offered_and_kept_like_any_other(event, client_as, kind):
    order, invitation = make_order(make_ticket(event), at=timezone.now()), invitation_of(event)
    page = f"/events/dinner/{kind}s/{order.number if kind == 'order' else invitation.pk}/link/"
    client = client_as("events")

    asked = client.get(page).text
    usual = re.findall(r'<option value="([^"]+)">', asked.partition("<datalist")[2].partition("</datalist>")[0])
    client.post(page, {"reason": unescape(usual[0])})

    assert re.search(r'name="reason"[^>]* list="id_reason_usual"', asked)
    assert len(usual) == 4
    assert AuditEntry.objects.get(act=f"{kind}.link_shown").reason == unescape(usual[0])
