"""Bulk work writes one entry in the audit trail, however many rows it touches, and stands in the history of each."""

from collections import Counter
from decimal import Decimal

import pytest

from core.models import AuditEntry
from donations.services import PledgeDraft, record_pledges
from events.checkin import check_in, undo_check_ins
from events.models import CheckIn
from events.payments import cancel_event
from events.services import name_guests, return_seats
from imports import services as imports
from receipts.jobs import issue
from receipts.models import Receipt
from tests.builders import TODAY, general_fund, make_fund, make_gift, make_supporter, make_user
from tests.events.builders import NOW, make_event, make_order, make_paid_order, make_ticket
from tests.imports.books import small_log

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
        ("donations.gift", "2 Accepted", "2 Returned before the event")
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
    monkeypatch.setattr("receipts.jobs.AT_ONCE", 2)
    monkeypatch.setattr("receipts.services.PRINTED_AT_ONCE", 0)
    gifts, by = [make_gift(Decimal("300")) for _ in range(5)], make_user("development")

    (entry,) = entries(lambda: issue.call(gifts=[gift.pk for gift in gifts], asker=by.pk, issued_on=TODAY.isoformat()))

    assert (entry.act, entry.data["count"], entry.data["total"]) == ("receipts.issued", 5, "1500.00")
    assert Receipt.objects.count() == 5
