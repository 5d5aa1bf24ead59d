"""Free text about protected people: reasons, letters and former values stay back until the name is revealed."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from config.roles import ROLES
from core import audit, mail
from core.audit.reading import REASON_REDACTED
from core.models import AuditEntry, Change, Message
from core.organization import users
from crm.contributes import bulk_actions
from crm.models import Supporter
from crm.services import supporters
from donations.ledger.refunds import refund_gift
from donations.ledger.services import annotate_gift
from receipts.issuing.services import issue_receipts
from tests.events.builders import make_event, make_paid_order, make_ticket
from tests.support.builders import TODAY, make_fund, make_gift, make_household, make_pledge, make_supporter, make_user

pytestmark = pytest.mark.usefixtures("organization")
WORDS = "Zanzeer called us"


def protected(**override) -> Supporter:
    return make_supporter("Parveen Zanzeer", protected=True, **override)


def records() -> list:
    """One record of each kind that is about a protected person."""
    person = protected()
    gift = make_gift(amount=Decimal("300"), supporter=person)
    (receipt,) = issue_receipts(gifts=[gift], by=None, issued_on=date(2026, 6, 20)).new
    order = make_paid_order(make_ticket(make_event()), supporter=person)
    household = make_household(person, make_supporter())
    return [person, household, gift, make_pledge(supporter=person), receipt, order, order.guests.first()]


@pytest.mark.parametrize("role", sorted(ROLES))
def test_no_role_reads_why_something_was_done_about_a_protected_person(role):
    user, open_fund = make_user(role), make_fund()
    for record in [*records(), open_fund]:
        audit.record(user, "fund.saved", record, reason=WORDS if record is not open_fund else "Renamed")

    entries = AuditEntry.objects.visible_to(user).with_readable_reason().exclude(reason="")
    seen = {(entry.object_type, entry.readable_reason) for entry in entries}

    assert {reason for _, reason in seen} == {"", "Renamed"}
    assert len(seen) == 8


def test_the_audit_log_says_that_a_reason_is_kept_finds_nothing_by_it_and_takes_none_home(client_as):
    client, person = client_as("admin"), protected()
    audit.record(client.user, "supporter.revealed", person, reason=WORDS)
    client.post(reverse("crm:supporter-reveal", args=[person.pk]), {"reason": "To answer a letter"})
    revealed = client.get(reverse("audit")).text
    taken = client.post(f"{reverse('audit')}?export=csv", {"reason": "For the auditor"})
    session = client.session
    session.pop("revealed")
    session.save()

    shown, found = client.get(reverse("audit")).text, client.get(reverse("audit"), {"q": "Zanzeer"}).text

    assert f"“{WORDS}”" in revealed
    assert WORDS not in b"".join(taken.streaming_content).decode()
    assert (WORDS in shown, REASON_REDACTED in shown) == (False, True)
    assert "No entries found" in found


def test_the_history_of_a_record_keeps_its_reasons_back_too(client_as):
    client, gift = client_as("finance"), make_gift(supporter=protected())
    refund_gift(gift=gift, amount=Decimal("10"), refunded_on=TODAY, posted_on=TODAY, by=client.user, reason=WORDS)

    shown = client.get(reverse("donations:gift-detail", args=[gift.pk])).text.split('id="history"')[1]

    assert "refunded $10.00" in shown
    assert (WORDS in shown, REASON_REDACTED in shown) == (False, True)


@pytest.mark.parametrize("role", ["admin", "development", "finance", "events", "board", "door"])
def test_former_values_about_protected_people_show_to_nobody(role):
    person = protected()
    supporters.update_supporter(supporter=person, values={"note": WORDS}, version=person.version, by=None)
    annotate_gift(gift=(gift := make_gift(supporter=person)), values={"note": WORDS}, version=gift.version, by=None)
    bulk_actions.set_language(keys=[person.pk], language="ur", by=make_user("development"))

    assert Change.objects.count() == 3
    assert list(Change.objects.visible_to(make_user(role))) == []


def test_who_looks_after_users_still_reads_what_their_names_were():
    user = make_user("events", name="Old Example")
    users.change_user(
        user=user, email=user.email, name="New Example", title="", roles=["events"], by=make_user("admin")
    )

    assert [change.before for change in Change.objects.visible_to(make_user("admin"))] == ["Old Example"]


def letter(**override) -> Message:
    values = {"identity": "one", "purpose": "receipt", "subject": "Your receipt", "text": "Dear Parveen Zanzeer"}
    return mail.enqueue(**{**values, "to": "parveen@zanzeermail.example.org", **override})


@pytest.mark.parametrize("role", ["development", "finance"])
def test_a_letter_about_a_protected_person_hides_wherever_it_goes(role, client_as):
    gift = make_gift(supporter=protected())
    message, client = letter(about=gift), client_as(role)
    other = letter(identity="two", to="open@example.org", about=make_gift())
    Message.objects.filter(pk=message.pk).update(why=WORDS)
    audit.record(client.user, "message.held_back", message, reason=WORDS)

    pages = [client.get(address).text for address in ("/outbox/", message.get_absolute_url())]
    found = client.get("/outbox/?q=zanzeermail").text
    frame = client.get(reverse("message-frame", args=[message.pk])).status_code
    taken = b"".join(client.post("/outbox/?export=csv", {"reason": "A test"}).streaming_content).decode()

    assert ["zanzeer" in page.casefold() for page in [*pages, taken]] == [False, False, False]
    assert [page.count("a protected person") > 0 for page in [*pages, taken]] == [True, True, True]
    assert message.get_absolute_url() not in found
    assert frame == 403
    assert other.to in pages[0]


def test_a_revealed_letter_shows_its_words_and_why_it_was_kept_back(client_as):
    message, client = letter(about=make_gift(supporter=protected())), client_as("development")
    audit.record(client.user, "message.held_back", message, reason="They asked us to wait")

    shown = client.post(reverse("message-reveal", args=[message.pk]), {"reason": "They asked"}).text

    assert "Dear Parveen Zanzeer" in shown
    assert "They asked us to wait" in shown
