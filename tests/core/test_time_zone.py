"""The same moment on every page: staff read the office's time, guests and the door the event's. Nobody reads UTC."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from core.clock import office_time
from core.listing import spreadsheets
from core.management.commands import worker
from core.models import Organization
from core.time_zone import zone_name
from events.models import Event
from tests.events.builders import make_event, make_order, make_ticket
from tests.support.builders import make_gift

#: 11:30 PM on New Year's Eve in New York, 8:30 PM in Los Angeles, and 2027 already in UTC.
MOMENT = datetime(2027, 1, 1, 4, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "language", "name"),
    [
        ("America/New_York", "en", "Eastern Time"),
        ("America/Indiana/Indianapolis", "en", "Eastern Time"),
        ("America/Los_Angeles", "en-us", "Pacific Time"),
        ("Asia/Karachi", "en", "Pakistan Time"),
        ("America/New_York", "ur", "ایسٹرن ٹائم"),
    ],
)
def test_a_zone_has_its_usual_name(zone, language, name):
    assert zone_name(ZoneInfo(zone), language) == name


@pytest.fixture
def eve(organization, time_machine):
    time_machine.move_to(MOMENT, tick=False)
    return organization


def test_a_staff_page_speaks_the_offices_time_and_says_which(eve, client_as):
    gift = make_gift()
    page = client_as("development").get(f"/gifts/{gift.pk}/").text

    assert '<time datetime="2026-12-31T23:30-05:00" title="Eastern Time">Dec 31, 2026, 11:30 PM</time>' in page
    assert "Times in Eastern Time" in page
    assert "Jan 1, 2027" not in page


def test_another_office_reads_another_time_at_once(eve, client_as):
    gift, client = make_gift(), client_as("development")
    Organization.objects.update(time_zone="America/Los_Angeles")

    assert "Dec 31, 2026, 8:30 PM" in client.get(f"/gifts/{gift.pk}/").text


def test_pages_of_an_event_speak_its_time_to_staff(eve, client_as):
    event = make_event(slug="west", time_zone="America/Los_Angeles", starts_at=MOMENT + timedelta(days=30))
    order = make_order(make_ticket(event))
    page = client_as("events").get(f"/events/west/orders/{order.number}/").text

    assert "Times in Pacific Time" in page
    assert 'title="Eastern Time"' not in page


def test_a_file_says_what_the_page_says(eve):
    with office_time():
        cell = spreadsheets.plain(MOMENT)

    assert cell == datetime(2026, 12, 31, 23, 30)


def test_the_worker_speaks_the_offices_time(eve, monkeypatch):
    seen = []
    drain = type("Drain", (), {"name": "a drain", "run": staticmethod(lambda: seen.append(timezone.localtime(MOMENT)))})
    with monkeypatch.context() as patched:
        patched.setattr(worker.extend, "entries", lambda kind: [drain])
        worker.run_drains()

    assert seen[0].isoformat() == "2026-12-31T23:30:00-05:00"


def test_the_next_request_begins_without_the_last_ones_zone(eve, client_as):
    client_as("development").get("/gifts/")

    assert timezone.get_current_timezone_name() == "UTC"


def test_health_answers_without_the_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert client.get("/health/").status_code == 200


@pytest.mark.parametrize(
    ("ends_after", "local_hour", "day_after", "is_open"),
    [
        (None, 0, 0, True),  # all of its day
        (None, 23, 0, True),
        (None, 0, 1, True),  # six hours from 6:30 PM are half past midnight
        (None, 1, 1, False),
        (timedelta(hours=8), 2, 1, True),  # 6:30 PM to 2:30 AM
        (timedelta(hours=8), 3, 1, False),
        (timedelta(hours=2), 23, 0, True),
        (timedelta(hours=2), 0, 1, False),
        (timedelta(hours=2), 23, -1, False),
    ],
)
def test_the_door_is_open_until_the_event_ends_past_midnight_too(ends_after, local_hour, day_after, is_open):
    zone = ZoneInfo("America/Indiana/Indianapolis")
    starts = datetime(2026, 10, 17, 18, 30, tzinfo=zone)
    event = Event(starts_at=starts, ends_at=ends_after and starts + ends_after, time_zone=zone.key)
    at = datetime(2026, 10, 17 + day_after, local_hour, 10, tzinfo=zone)

    assert event.is_at_the_door(at) is is_open


def test_the_door_sees_its_event_after_midnight(organization, client_as, time_machine):
    zone = ZoneInfo("America/Indiana/Indianapolis")
    starts = datetime(2026, 10, 17, 20, 0, tzinfo=zone)
    make_ticket(make_event(slug="late", starts_at=starts, ends_at=starts + timedelta(hours=6)))
    time_machine.move_to(datetime(2026, 10, 18, 1, 30, tzinfo=zone), tick=False)
    client = client_as("door")

    assert client.get("/check-in/late/").status_code == 200
    time_machine.move_to(datetime(2026, 10, 18, 2, 1, tzinfo=zone), tick=False)
    assert client.get("/check-in/late/").status_code == 404
