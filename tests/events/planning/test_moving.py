"""Guests are written to when a sold event moves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import Message
from events.invitations.services import answer_invitation, invite
from events.models import Event
from events.orders.emails import link_in
from tests.events.builders import make_order, make_paid_order, make_ticket
from tests.events.planning.evenings import event, facts, staff
from tests.support.builders import make_supporter

__all__ = ["event", "staff"]

pytestmark = pytest.mark.usefixtures("organization")


def test_guests_of_a_sold_event_are_written_to_when_it_moves(staff, event):
    seat = make_ticket(event)
    paid = make_paid_order(seat, at=timezone.now())
    make_order(seat, at=timezone.now(), email="urdu@example.org", language="ur")
    make_order(seat, at=timezone.now(), email="")
    invited = invite(
        event=event,
        supporter=make_supporter("Bilal Testperson", emails=("bilal@example.org",)),
        most=2,
        hosted=False,
        by=None,
    )
    answer_invitation(invitation=invited, answer="maybe", party=(), at=timezone.now())
    silent = invite(event=event, supporter=make_supporter(emails=("no@example.org",)), most=2, hosted=False, by=None)
    before = set(Message.objects.values_list("pk", flat=True))
    day = event.starts_local + timedelta(days=7)

    answer = staff.post(
        "/events/spring/edit/", facts(event, day=day.date().isoformat(), venue="Other Hall"), follow=True
    )

    letters = {row.to: row for row in Message.objects.exclude(pk__in=before)}
    assert set(letters) == {paid.email, "urdu@example.org", "bilal@example.org"}
    assert silent.answer == ""
    assert {row.state for row in letters.values()} == {"held"}
    text = letters[paid.email].text
    assert "Other Hall" in text
    assert "Example Hall" in text
    assert f"{day:%b} {day.day}" in text
    assert link_in(letters[paid.email]).endswith(f"/e/order/{paid.token}/")
    assert "نئی تفصیل:" in letters["urdu@example.org"].text
    assert "3 emails to guests added to the outbox" in answer.text


@pytest.mark.parametrize("changed", [{"name": "A new name"}, {"slug": "gala"}, {"capacity": 60}, {}])
def test_other_changes_write_to_nobody(staff, event, changed):
    make_order(make_ticket(event), at=timezone.now())
    before = Message.objects.count()

    staff.post("/events/spring/edit/", facts(event, **changed))

    assert Message.objects.count() == before


@pytest.mark.parametrize("state", [Event.State.DRAFT, Event.State.CANCELLED])
def test_nobody_hears_of_an_event_that_is_not_known_or_off(staff, event, state):
    make_order(make_ticket(event), at=timezone.now())
    Event.objects.update(state=state)
    before = Message.objects.count()

    staff.post("/events/spring/edit/", facts(event, venue="Other Hall"))

    assert (Message.objects.count(), Event.objects.get().venue) == (before, "Other Hall")
