"""An evening that is planned, moved or asked about."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.events.builders import make_event


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
