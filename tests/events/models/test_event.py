"""What an event says of itself: its day and door, its seats, its address."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from events.models import Event
from events.models.event import check_slug, check_zone
from tests.events.builders import make_event

EVENING = datetime(2026, 7, 7, 2, 0, tzinfo=UTC)  # July 6, 10 PM in New York


def event(**fields) -> Event:
    values = {"starts_at": EVENING, "time_zone": "America/New_York", "capacity": 100, "taken": 0} | fields
    return Event(**values)


def test_its_day_is_the_day_at_the_place():
    assert event().day.isoformat() == "2026-07-06"
    assert event(time_zone="Asia/Karachi").day.isoformat() == "2026-07-07"


@pytest.mark.parametrize(("hours", "open_"), [(-23, False), (-20, True), (0, True), (5, True), (6, False)])
def test_its_door_is_open_on_its_day_and_until_it_ends(hours, open_):
    assert event().is_at_the_door(EVENING + timedelta(hours=hours)) is open_


def test_nothing_is_sold_once_it_has_begun():
    assert [event().is_over(EVENING + timedelta(seconds=s)) for s in (-1, 0)] == [False, True]


@pytest.mark.parametrize(("capacity", "seats"), [(8, 8), (30, 10), (100, 25)])
def test_a_quarter_of_the_seats_may_wait_for_checks_and_at_least_ten(capacity, seats):
    assert event(capacity=capacity).most_by_check == seats
    assert event(capacity=capacity, check_seats=3).most_by_check == 3


def test_it_is_full_when_no_seat_is_left():
    assert (event(taken=99).left, event(taken=99).is_full, event(taken=100).is_full) == (1, False, True)


def test_its_place_leaves_out_what_nobody_said():
    assert event(venue="Example Hall", city="", region="IN").place == "Example Hall, IN"


def test_zones_and_addresses_that_cannot_be_are_refused():
    with pytest.raises(ValidationError, match="not a time zone"):
        check_zone("Mars/Olympus")
    with pytest.raises(ValidationError, match="reserved"):
        check_slug("new")


@pytest.mark.django_db
def test_two_events_never_share_an_address():
    first = make_event()

    with pytest.raises(ValidationError, match="Another event"):
        make_event(slug=first.slug)
