"""A sold event whose address, day or place changes; parts that are renamed and removed; a draft that is looked at."""

import pytest
from django.utils import timezone

from core.models import AuditEntry
from events.models import Event, Guest, Table, TicketType
from tests.events.builders import make_order, make_ticket
from tests.events.planning.evenings import event, staff

__all__ = ["event", "staff"]

pytestmark = pytest.mark.usefixtures("organization")


# -- the address -------------------------------------------------------------------------------------------------


# -- the day and the place ---------------------------------------------------------------------------------------


# -- tables and tickets ------------------------------------------------------------------------------------------


def test_a_table_is_renamed_and_removed_while_nobody_sits_there(staff, event):
    used, free = (Table.objects.create(event=event, name=name, seats=4) for name in ("One", "Two"))
    order = make_order(make_ticket(event), 2, at=timezone.now())
    Guest.objects.filter(order=order).update(table=used)

    staff.post(f"/events/spring/tables/{used.pk}/", {"name": "Jasmine", "seats": "2"})
    too_small = staff.post(f"/events/spring/tables/{used.pk}/", {"name": "Jasmine", "seats": "1"})
    twice = staff.post(f"/events/spring/tables/{free.pk}/", {"name": "Jasmine", "seats": "4"})
    refused = staff.post(f"/events/spring/tables/{used.pk}/remove/")
    staff.post(f"/events/spring/tables/{free.pk}/remove/")

    assert list(Table.objects.values_list("name", "seats")) == [("Jasmine", 2)]
    assert too_small.context["form"].errors == {"seats": ["Enter at least 2, the number of guests at this table."]}
    assert twice.status_code == 422
    assert refused.context["form"].non_field_errors() == [
        "Guests are assigned to this table. Assign them elsewhere first."
    ]
    assert "/remove/" not in staff.get(f"/events/spring/tables/{used.pk}/").text
    assert set(AuditEntry.objects.filter(act__contains="table").values_list("act", flat=True)) == {
        "table.saved",
        "event.table_removed",
    }


def test_a_ticket_is_renamed_always_and_removed_while_nobody_ordered_it(staff, event):
    sold, unsold = make_ticket(event, name="Seat"), make_ticket(event, name="Table")
    make_order(sold, at=timezone.now())
    page = staff.get(f"/events/spring/tickets/{unsold.pk}/").text

    refused = staff.post(f"/events/spring/tickets/{sold.pk}/remove/")
    staff.post(f"/events/spring/tickets/{unsold.pk}/remove/")

    assert f"/events/spring/tickets/{unsold.pk}/remove/" in page
    assert refused.status_code == 422
    assert list(TicketType.objects.values_list("name", flat=True)) == ["Seat"]
    assert AuditEntry.objects.filter(act="event.tickettype_removed").count() == 1


# -- a draft -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ur"])
def test_staff_look_at_the_page_of_a_draft_and_nobody_else_does(staff, client, event, language):
    make_ticket(event, name="Seat")
    Event.objects.update(state=Event.State.DRAFT)

    page = staff.get(f"/events/spring/preview/?lang={language}")

    assert page.status_code == 200
    assert "Spring dinner" in page.text
    assert "Seat" in page.text
    assert ("Staff preview." in page.text) == (language == "en")
    assert client.get("/events/spring/preview/").status_code == 302
    assert client.get("/e/spring/").status_code == 404
    assert "/events/spring/preview/" in staff.get("/events/spring/").text


# -- whom to invite ----------------------------------------------------------------------------------------------
