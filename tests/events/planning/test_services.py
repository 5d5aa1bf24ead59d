"""A sold event whose address, day or place changes; parts that are renamed and removed; a draft that is looked at."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.models import AuditEntry, Message
from crm.models import Supporter
from events.invitations.services import answer_invitation, invite
from events.models import Event, EventAddress, Guest, Invitation, Table, TicketType
from events.orders.emails import link_in
from tests.events.builders import make_event, make_order, make_paid_order, make_ticket
from tests.support.builders import make_supporter

pytestmark = pytest.mark.usefixtures("organization")


@pytest.fixture
def event():
    starts_at = (timezone.now() + timedelta(days=40)).replace(second=0, microsecond=0)
    return make_event(slug="spring", starts_at=starts_at, name="Spring dinner")


@pytest.fixture
def staff(client_as):
    return client_as("development")


def facts(event, **changed):
    """The form of an event as it stands, with changes."""
    local = event.starts_local
    values = {
        "name": event.name,
        "slug": event.slug,
        "day": local.date().isoformat(),
        "begins": f"{local:%H:%M}",
        "time_zone": event.time_zone,
        "venue": event.venue,
        "city": event.city,
        "region": event.region,
        "capacity": event.capacity,
        "fund": event.fund_id,
    }
    return {**values, **changed}


def rename(staff, event, slug):
    answer = staff.post(f"/events/{event.slug}/edit/", facts(event, slug=slug))
    event.refresh_from_db()
    return answer


# -- the address -------------------------------------------------------------------------------------------------


def test_old_links_codes_and_pages_lead_to_the_new_address(staff, client, client_as, event):
    seat = make_ticket(event)
    order = make_paid_order(seat, at=timezone.now())
    secret = order.guests.get().secret
    rename(staff, event, "spring-gala")
    rename(staff, event, "gala")

    moved = {
        "/e/spring/?lang=ur": "/e/gala/?lang=ur",
        "/e/spring-gala/": "/e/gala/",
        f"/e/spring/order/?q_{seat.pk}=1&extra=0": f"/e/gala/order/?q_{seat.pk}=1&extra=0",
    }
    inside = {
        "/events/spring/": "/events/gala/",
        f"/events/spring-gala/orders/{order.number}/": f"/events/gala/orders/{order.number}/",
    }
    code = client_as("door").get(f"/check-in/spring/{secret}/")
    assert {path: client.get(path).headers["Location"] for path in moved} == moved
    assert {path: staff.get(path).headers["Location"] for path in inside} == inside
    assert code.headers["Location"] == f"/check-in/gala/{secret}/"
    assert client.get("/e/spring/", follow=True).status_code == 200


def test_a_form_that_was_open_meanwhile_arrives(staff, client, event):
    make_ticket(event)
    rename(staff, event, "gala")

    answer = client.post("/e/spring/order/", {"extra": "0"})

    assert (answer.status_code, answer.headers["Location"]) == (307, "/e/gala/order/")


def test_an_address_that_was_never_one_is_not_found(client, event):
    assert client.get("/e/autumn/").status_code == 404
    assert client.get("/e/order/spring/").status_code == 404


def test_no_other_event_takes_a_former_address_and_the_event_may_have_it_back(staff, event):
    rename(staff, event, "gala")
    other = make_event(slug="other", starts_at=event.starts_at)

    refused = rename(staff, other, "spring")

    assert refused.context["form"].errors == {"slug": ["Another event uses or used this web address. Choose another."]}
    other.slug = "spring"
    with pytest.raises(ValidationError):
        other.save()
    rename(staff, event, "spring")
    assert staff.get("/events/spring/").status_code == 200
    assert staff.get("/events/gala/").headers["Location"] == "/events/spring/"
    assert set(EventAddress.objects.values_list("slug", "event__name")) == {
        ("spring", "Spring dinner"),
        ("gala", "Spring dinner"),
        ("other", "Indiana dinner"),
    }


# -- the day and the place ---------------------------------------------------------------------------------------


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


def invite_form(**typed):
    return {"name": "", "email": "", "most": "2", **typed}


def test_somebody_on_file_without_an_email_is_found_by_name_and_asked_about(staff, event):
    person = make_supporter("Farida Testwoman")
    known = Supporter.objects.count()

    asked = staff.post("/events/spring/invitations/new/", invite_form(name="farida testwoman"))
    staff.post("/events/spring/invitations/new/", invite_form(name="farida testwoman", which=str(person.pk)))

    assert asked.status_code == 422
    assert list(asked.context["form"].errors) == ["which"]
    assert f"{person.spoken_number} Farida Testwoman" in asked.text
    assert Invitation.objects.get().supporter == person
    assert Supporter.objects.count() == known


def test_somebody_new_of_the_same_name_is_added_when_said_so(staff, event):
    make_supporter("Farida Testwoman")

    staff.post("/events/spring/invitations/new/", invite_form(name="Farida Testwoman", which="new"))
    staff.post("/events/spring/invitations/new/", invite_form(name="Nobody Yetknown"))

    assert Supporter.objects.filter(shown_name="Farida Testwoman").count() == 2
    assert Invitation.objects.count() == 2


def test_no_protected_person_is_offered(staff, event):
    make_supporter("Farida Testwoman", protected=True)

    answer = staff.post("/events/spring/invitations/new/", invite_form(name="Farida Testwoman"))

    assert "which" not in getattr(answer.context and answer.context.get("form"), "errors", {})
