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
