"""Bulk work writes one entry in the audit log, however many rows it touches, and stands in the history of each."""

from collections import Counter
from decimal import Decimal

import pytest
from django.urls import reverse

from core.audit import reading
from core.models import AuditEntry
from crm.services.supporters import join_household, leave_household, update_supporter
from donations.contributes import bulk_actions as gift_bulk
from donations.ledger.services import PledgeDraft, correct_gift, record_gifts, record_pledges
from donations.models import Gift
from events.check_in.services import check_in, undo_check_ins
from events.models import CheckIn
from events.orders.cancellations import cancel_event
from events.orders.services import name_guests, return_seats
from imports import services as imports
from receipts.issuing.jobs import issue
from receipts.models import Receipt
from tests.events.builders import NOW, make_event, make_order, make_paid_order, make_ticket
from tests.imports.books import small_log
from tests.support.builders import (
    TODAY,
    draft_gift,
    general_fund,
    make_campaign,
    make_fund,
    make_gift,
    make_household,
    make_supporter,
    make_user,
)

pytestmark = pytest.mark.usefixtures("organization")
MORE = [
    ["2024-07-01", "Dawood Newcomer", "30.00", "Check #77", "General", ""],
    ["2024-07-02", "Esha Promiser", "600.00", "PLEDGE", "General", "Pledge"],
    ["2024-07-03", "Fahad Latecomer", "90.00", "Check #78", "General", ""],
    ["2024-07-09", "Fahad Latecomer", "-20.00", "Check", "General", "Refund"],
]


def entries(work) -> list[AuditEntry]:
    """What some work writes."""
    before = list(AuditEntry.objects.values_list("pk", flat=True))
    work()
    return list(AuditEntry.objects.exclude(pk__in=before).order_by("pk"))


def about(row) -> list[str]:
    """The acts in the history of a row, oldest first."""
    found = AuditEntry.objects.about(row._meta.label_lower, row.pk).order_by("pk")
    return list(found.values_list("act", flat=True))


@pytest.mark.parametrize("extra", [[], MORE])
def test_a_file_of_any_length_writes_one_entry_a_kind(extra):
    make_fund("GEN", name="General"), make_fund("WELL", name="Wells")
    batch = imports.upload(name="log.xlsx", content=small_log(extra=extra), by=make_user("finance"))

    written = entries(lambda: imports.commit(batch=batch, by=batch.created_by, today=TODAY, at=NOW))

    assert Counter(entry.act for entry in written) == {
        "supporter.created": 1,
        "pledges.recorded": 1,
        "gift.imported": 1,
        "gifts.refunded": 1,
        "import.committed": 1,
    }
    refunded = next(entry for entry in written if entry.act == "gifts.refunded")
    assert refunded.data == ({"count": 2, "total": "45.00"} if extra else {"count": 1, "total": "25.00"})


def test_pledges_of_a_list_are_told_together():
    drafts = [PledgeDraft(make_supporter().pk, Decimal(amount), general_fund().pk, TODAY) for amount in (100, 250)]

    (entry,) = entries(lambda: record_pledges(drafts=drafts, by=None))

    assert (entry.act, entry.data) == ("pledges.recorded", {"count": 2, "total": "350.00"})


def test_seats_given_back_of_two_kinds_are_one_act_in_the_history_of_order_and_gift():
    event = make_event()
    order = make_paid_order(make_ticket(event), 3)
    guests = [guest.pk for guest in order.guests.all()][:2]

    (entry,) = entries(lambda: return_seats(order=order, guests=guests, source="a call", by=None, at=NOW))

    assert (entry.act, entry.data) == ("order.seats_returned", {"seats": 2})
    assert [(was.object_type, was.before, was.after) for was in entry.changes.all()] == [
        ("donations.gift", "2 Accepted", "2 Returned before the event"),
        ("events.guest", "", "a call"),
        ("events.guest", "", "a call"),
    ]
    assert about(order)[-1] == about(order.gift)[-1] == "order.seats_returned"


def test_an_event_called_off_is_one_act_in_the_history_of_every_order_and_gift():
    ticket = make_ticket(make_event())
    paid, waiting = [make_paid_order(ticket) for _ in range(2)], [make_order(ticket) for _ in range(2)]
    by = make_user("events")

    (entry,) = entries(lambda: cancel_event(event=ticket.event, by=by, at=NOW, reason="Storm"))

    assert (entry.act, entry.reason, entry.data) == ("event.cancelled", "Storm", {"released": 2, "paid": 2})
    assert [about(row)[-1] for row in (*waiting, *(order.gift for order in paid))] == ["event.cancelled"] * 4


def test_a_party_named_on_its_page_is_one_act():
    order = make_order(make_ticket(make_event()), 3)
    typed = [(guest, {"name": f"Guest Example {n}"}) for n, guest in enumerate(order.guests.all())]

    (entry,) = entries(lambda: name_guests(order=order, values=typed, by=None))

    assert (entry.act, entry.data) == ("guests.changed", {"fields": ["name"], "guests": 3})
    assert entry.changes.count() == 3


def test_check_ins_taken_back_together_are_one_act():
    order, by = make_paid_order(make_ticket(make_event()), 3), make_user("events")
    check_in(event=order.event, guests=[guest.pk for guest in order.guests.all()], by=by, at=NOW)

    (entry,) = entries(lambda: undo_check_ins(event=order.event, check_ins=list(CheckIn.objects.all()), by=by, at=NOW))

    assert (entry.act, entry.data) == ("guest.check_in_undone", {"guests": 3})


@pytest.mark.commits
def test_a_run_of_receipts_in_the_background_is_one_act(monkeypatch):
    monkeypatch.setattr("receipts.issuing.jobs.AT_ONCE", 2)
    monkeypatch.setattr("receipts.issuing.services.PRINTED_AT_ONCE", 0)
    gifts, by = [make_gift(Decimal("300")) for _ in range(5)], make_user("development")

    (entry,) = entries(lambda: issue.call(gifts=[gift.pk for gift in gifts], asker=by.pk, issued_on=TODAY.isoformat()))

    assert (entry.act, entry.data["count"], entry.data["total"]) == ("receipts.issued", 5, "1500.00")
    assert Receipt.objects.count() == 5


def test_bulk_work_stands_in_the_history_of_each_row_and_says_what_it_was_and_became(client_as):
    """The audit log's page, the history of a record and the file name the rows and read alike."""
    client = client_as("admin", "finance", "development")
    gifts, campaign = [make_gift() for _ in range(5)], make_campaign("Wells 2026")

    (entry,) = entries(
        lambda: gift_bulk.set_campaign(keys=[gift.pk for gift in gifts], campaign=campaign, by=client.user)
    )

    assert [about(gift)[-1] for gift in gifts] == ["gifts.annotated"] * 5
    (value,) = reading.values([entry], client.user)[entry.pk].shown
    named = ", ".join(gift.spoken_number for gift in gifts[:3])
    assert str(value) == f"Campaign: (blank) → Wells 2026 ({named} and 2 more)"
    page = client.get(reverse("audit"), {"act": "gifts.annotated"}).text
    assert all(text in page for text in ("Campaign: ", "<ins>Wells 2026</ins>", "and 2 more"))
    assert "<ins>Wells 2026</ins>" in client.get(reverse("donations:gift-detail", args=[gifts[4].pk])).text
    file = client.post(f"{reverse('audit')}?act=gifts.annotated&export=csv", {"reason": "A test"})
    everyone = ", ".join(gift.spoken_number for gift in gifts)
    assert f"Campaign: (blank) → Wells 2026 ({everyone})" in b"".join(file.streaming_content).decode()


def test_rows_added_together_each_have_their_entry_in_their_history():
    drafts = [draft_gift(Decimal(amount)) for amount in ("10", "20", "30")]

    (entry,) = entries(lambda: record_gifts(drafts=drafts, by=None, today=TODAY))

    assert [about(gift) for gift in Gift.objects.all()] == [["gift.recorded"]] * 3
    assert sorted(entry.changes.values_list("field", "before", "after")) == [
        ("amount", "", "10.00"), ("amount", "", "20.00"), ("amount", "", "30.00")
    ]  # fmt: skip


def test_a_correction_says_in_words_what_it_changed_in_the_history_of_both_entries():
    old, user = make_gift(Decimal("50")), make_user("finance", "development")
    draft = draft_gift(Decimal("75"), supporter=old.supporter, method=Gift.Method.CASH, gift_on=old.gift_on)

    new = correct_gift(gift=old, draft=draft, by=user, today=TODAY, reason="Misread")

    for gift in (old, new):
        line = next(line for line in reading.history(gift, user).lines if line.entry.act == "gift.reversed")
        told = {(value.label, value.before, value.after) for value in line.values}
        assert {("Amount", "$50.00", "$75.00"), ("Payment method", "Check", "Cash")} <= told


def test_what_was_changed_on_a_protected_person_shows_to_nobody_in_the_audit_log(client_as):
    person, client = make_supporter(protected=True), client_as("admin", "development")
    update_supporter(supporter=person, values={"salutation": "Secret jan"}, version=person.version, by=client.user)

    page = client.get(reverse("audit"), {"act": "supporter.changed"}).text
    file = client.post(f"{reverse('audit')}?act=supporter.changed&export=csv", {"reason": "A test"})

    assert person.shown_name in page
    assert "Secret jan" not in page + b"".join(file.streaming_content).decode()


def test_a_household_in_the_audit_log_is_called_what_it_is_called_to_its_reader_then():
    person, user = make_supporter(), make_user("development")
    household = make_household(person, name="The Secretnames")
    (entry,) = entries(lambda: leave_household(supporter=person, by=user))
    before = str(reading.values([entry], user)[entry.pk])

    join_household(supporter=make_supporter(protected=True), household=household, by=user)

    assert before == "Household: The Secretnames → (blank)"
    assert "Secretnames" not in str(reading.values([entry], user)[entry.pk])
