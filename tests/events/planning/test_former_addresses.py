"""An event keeps its former addresses."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.models import EventAddress
from tests.events.builders import make_event, make_paid_order, make_ticket
from tests.events.planning.evenings import event, facts, staff

__all__ = ["event", "staff"]

pytestmark = pytest.mark.usefixtures("organization")


def rename(staff, event, slug):
    answer = staff.post(f"/events/{event.slug}/edit/", facts(event, slug=slug))
    event.refresh_from_db()
    return answer


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


def test_pages_of_no_event_are_not_looked_for_among_them(client_as):
    client = client_as("finance")

    with CaptureQueriesContext(connection) as asked:
        assert client.get("/gifts/404/").status_code == 404

    assert [query["sql"] for query in asked if "eventaddress" in query["sql"]] == []


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
