"""The audit log's page and the history on every record, by real requests."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from core import audit
from core.audit import reading
from core.models import AuditEntry
from crm.contributes import bulk_actions
from crm.services import supporters
from donations.ledger.refunds import refund_gift
from events.models import Event
from receipts.issuing.services import issue_receipts
from tests.events.builders import make_event, make_order, make_ticket
from tests.support.builders import TODAY, make_campaign, make_fund, make_gift, make_household, make_supporter, make_user
from tests.support.lists import assert_constant_queries

pytestmark = pytest.mark.usefixtures("organization")


def page(client, **query: object) -> str:
    return client.get(reverse("audit"), query).content.decode()


def refund(gift=None, *, by=None, reason: str = "Paid twice"):
    gift = gift or make_gift(amount=Decimal("100"))
    refund_gift(gift=gift, amount=Decimal("40"), refunded_on=TODAY, posted_on=TODAY, by=by, reason=reason)
    return gift


def test_an_entry_reads_as_a_sentence_with_its_reason_and_leads_to_its_object(client_as):
    treasurer = make_user("finance", name="Tess Treasurer")
    gift = refund(by=treasurer)

    shown = page(client_as(user=treasurer), act="gift.refunded")

    assert "Tess Treasurer" in shown
    assert "Refunded $40.00" in shown
    assert "“Paid twice”" in shown
    assert f'<a href="{reverse("donations:gift-detail", args=[gift.pk])}">{gift.spoken_number}</a>' in shown


def test_an_administrator_reads_of_money_without_amounts_or_a_way_to_it(client_as):
    gift = refund()

    shown = page(client_as("admin"), act="gift.refunded")

    assert "Refunded money" in shown
    assert "$40.00" not in shown
    assert reverse("donations:gift-detail", args=[gift.pk]) not in shown


def test_the_audit_log_is_filtered_by_actor_act_kind_object_day_and_reason(client_as):
    admin, other = make_user("admin"), make_user("finance")
    fund = make_fund()
    audit.record(admin, "fund.saved", fund, reason="First reason")
    audit.record(other, "event.meals", reason="Second reason")
    old = AuditEntry(act="mail.switched_on", reason="Third reason", at=datetime(2020, 1, 5, 12, tzinfo=UTC))
    old.save()
    client = client_as(user=admin)

    def reasons(**query: object) -> set[str]:
        shown = page(client, **query)
        return {word for word in ("First", "Second", "Third") if f"“{word} reason”" in shown}

    assert reasons() == {"First", "Second", "Third"}
    assert reasons(actor=other.pk) == {"Second"}
    assert reasons(act="mail.switched_on") == {"Third"}
    assert reasons(kind="donations.fund") == {"First"}
    assert reasons(kind="donations.fund", record=fund.pk) == {"First"}
    assert reasons(kind="donations.fund", record=fund.pk + 1) == set()
    assert reasons(until="2020-01-05") == {"Third"}
    assert reasons(since="2020-01-06") == {"First", "Second"}
    assert reasons(q="second") == {"Second"}


@pytest.mark.parametrize("query", [{"record": "x"}, {"record": 2**70}, {"act": "no"}, {"since": "tomorrow"}])
def test_a_filter_that_means_nothing_is_told_and_breaks_nothing(client_as, query):
    assert client_as("admin").get(reverse("audit"), query).status_code == 200


def test_the_page_asks_the_same_queries_for_any_number_of_entries(client_as):
    client = client_as("finance")

    def grow() -> None:
        refund()
        audit.record(client.user, "fund.saved", make_fund())
        audit.record(client.user, "supporter.changed", make_supporter())

    grow()
    assert_constant_queries(client, reverse("audit"), grow)


def test_taking_the_audit_log_home_asks_for_a_reason_and_is_kept(client_as):
    client = client_as("finance")
    refund()

    asked = client.get(reverse("audit"), {"export": "csv"})
    taken = client.post(f"{reverse('audit')}?export=csv", {"reason": "For the auditor"})

    assert "Reason for export" in asked.content.decode()
    assert "refunded $40.00" in b"".join(taken.streaming_content).decode()
    assert AuditEntry.objects.get(act="list.exported").reason == "For the auditor"


def test_the_file_names_every_record_of_an_act_on_many(client_as):
    client, people = client_as("development"), [make_supporter() for _ in range(60)]
    bulk_actions.set_language(keys=[one.pk for one in people], language="ur", by=client.user)

    shown = page(client, kind="crm.supporter", record=people[2].pk)
    taken = client.post(f"{reverse('audit')}?export=csv", {"reason": "For the auditor"})
    text = b"".join(taken.streaming_content).decode()

    assert "and 57 more" in shown
    assert [one for one in people if one.shown_name not in text] == []
    assert "more)" not in text


def person(client) -> str:
    supporter = make_supporter("Amina Testperson")
    supporters.update_supporter(supporter=supporter, values={"salutation": "Amina jan"}, version=1, by=client.user)
    return reverse("crm:supporter-detail", args=[supporter.pk])


def household(client) -> str:
    return reverse("crm:household-detail", args=[make_household(make_supporter()).pk])


def gift(client) -> str:
    return reverse("donations:gift-detail", args=[refund(by=client.user).pk])


def receipt(client) -> str:
    done = issue_receipts(gifts=[make_gift(amount=Decimal("300"))], by=client.user, issued_on=date(2026, 6, 20))
    return reverse("receipts:receipt-detail", args=[done.new[0].pk])


def event(client) -> str:
    made = make_event()
    audit.record(client.user, "event.meals", made, meals=2)
    return reverse("events:event-detail", args=[made.slug])


def order(client) -> str:
    made = make_order(make_ticket(make_event()))
    return reverse("events:order-detail", args=[made.event.slug, made.number])


def user_page(client) -> str:
    audit.record(client.user, "user.reopened", made := make_user("events"))
    return reverse("settings-user-edit", args=[made.pk])


def fund(client) -> str:
    audit.record(client.user, "fund.saved", made := make_fund(), fields=["name"])
    return reverse("donations:fund-edit", args=[made.pk])


def campaign(client) -> str:
    audit.record(client.user, "campaign.saved", made := make_campaign(), fields=["name"])
    return reverse("donations:campaign-edit", args=[made.pk])


RECORDS: list[tuple[str, Callable, str]] = [
    ("development", person, "changed salutation"),
    ("development", household, "created the household with 1 member"),
    ("finance", gift, "refunded $40.00"),
    ("finance", receipt, "issued a receipt for $300.00"),
    ("events", event, "offered 2 meals"),
    ("development", order, "ordered"),
    ("admin", user_page, "reopened the account"),
    ("finance", fund, "saved the fund: name"),
    ("finance", campaign, "saved the campaign: name"),
]


@pytest.mark.parametrize(("role", "make", "words"), RECORDS, ids=[make.__name__ for _, make, _ in RECORDS])
def test_a_record_shows_its_history(client_as, role, make, words):
    client = client_as(role)

    shown = client.get(make(client)).content.decode()

    assert '<h2 id="history">History</h2>' in shown
    assert words in shown.split('id="history"')[1]


def test_a_history_shows_the_newest_and_folds_the_others(client_as):
    client = client_as("events")
    page = event(client)
    made = Event.objects.get()
    for _ in range(reading.OPEN + 2):
        audit.record(client.user, "event.saved", made, fields=["name"])

    open_, folded = client.get(page).text.split('id="history"')[1].split('<details class="earlier">')
    entries = AuditEntry.objects.about("events.event", made.pk).count()

    assert open_.count('<li class="timeline-entry">') == reading.OPEN
    assert f"Show {entries - reading.OPEN} earlier" in folded
    assert folded.split("</details>")[0].count('<li class="timeline-entry">') == entries - reading.OPEN


def test_values_stand_in_the_history_for_those_who_may_edit(client_as):
    client = client_as("development")

    shown = client.get(person(client)).content.decode()

    assert "<ins>Amina jan</ins>" in shown
    assert "<del>nothing</del>" not in shown  # a first value stands alone


def test_what_was_done_to_many_at_once_stands_in_the_history_of_each(client_as):
    client, people = client_as("development"), [make_supporter() for _ in range(3)]
    bulk_actions.set_language(keys=[one.pk for one in people], language="ur", by=client.user)

    entry = AuditEntry.objects.get(act="supporters.changed")
    shown = client.get(reverse("crm:supporter-detail", args=[people[1].pk])).content.decode()
    shown_log = page(client, kind="crm.supporter", record=people[2].pk)

    assert entry.data == {"fields": ["language"], "count": 3}
    assert "changed language of 3 supporters" in shown
    assert shown.count("<ins>Urdu</ins>") == 1
    assert "Changed language of 3 supporters" in shown_log


def test_a_protected_person_s_history_tells_fields_and_no_values(client_as):
    client = client_as("development")
    address = person(client)
    supporter = supporters.Supporter.objects.get()
    supporters.update_supporter(supporter=supporter, values={"protected": True}, version=supporter.version, by=None)

    shown = client.get(address).content.decode()

    assert "changed salutation" in shown
    assert "Amina jan" not in shown


def test_the_history_ends_at_twenty_and_leads_on(client_as):
    client, fund_ = client_as("finance"), make_fund()
    for number in range(25):
        audit.record(client.user, "fund.saved", fund_, reason=f"Number {number}")

    shown = client.get(reverse("donations:fund-edit", args=[fund_.pk])).content.decode()

    assert shown.count('<li class="timeline-entry">') == 20
    assert f"{reverse('audit')}?kind=donations.fund&amp;record={fund_.pk}" in shown


def test_a_record_without_acts_shows_no_history(client_as):
    shown = client_as("finance").get(reverse("donations:fund-edit", args=[make_fund().pk])).content.decode()

    assert 'id="history"' not in shown
