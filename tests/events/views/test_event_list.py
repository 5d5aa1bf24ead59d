"""The list of events."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import Event
from tests.events.builders import make_event
from tests.support.lists import assert_constant_queries

pytestmark = pytest.mark.usefixtures("organization")


@pytest.fixture
def event() -> Event:
    return make_event(slug="indiana", starts_at=timezone.now() + timedelta(days=21))


def test_the_list_of_events_asks_the_same_questions_for_few_and_for_many(client_as, event):
    assert_constant_queries(client_as("events"), "/events/", make_event, times=3)


def test_a_list_of_events_says_what_their_pages_say(client_as, organization):
    now = timezone.now()
    for days, slug, state in (
        (5, "soon", "open"),
        (-9, "past", "open"),
        (-9, "off", "cancelled"),
        (-9, "shut", "closed"),
    ):
        make_event(slug=slug, name=slug, state=Event.State(state), starts_at=now + timedelta(days=days))
    make_event(slug="now", name="now", starts_at=now - timedelta(hours=1))
    client = client_as("events")

    table, grouped = client.get("/events/").context["table"], client.get("/events/?group=state").text

    said = {row.record.slug: table.value_state(row.record) for row in table.rows}
    assert said == {"soon": "Open", "past": "Over", "off": "Canceled", "shut": "Over", "now": "Under way"}
    assert {event.slug: event.status_at(now) for event in Event.objects.all()} == said
    assert [word for word in ("Open", "Over", "Canceled", "Under way") if word not in grouped] == []
