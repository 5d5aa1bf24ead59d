"""Work that comes back: once a slot, whoever sees it first."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core import extend
from core.jobs import schedule
from core.models import JobRun
from tests.core.jobs import work
from tests.support.builders import make_organization
from tests.support.databases import race

NOON = datetime(2026, 6, 15, 16, 0, tzinfo=UTC)  # noon in New York
ZONE = ZoneInfo("America/New_York")
HOURLY = extend.Schedule(slug="tidy", label="Tidy up", work=work.stumble, every=timedelta(hours=1))
NIGHTLY = extend.Schedule(slug="night", label="Catch up", work=work.stumble, at_hour=3)


@pytest.fixture
def entries(monkeypatch):
    usual = extend.entries
    ours = [HOURLY, NIGHTLY]
    monkeypatch.setattr(extend, "entries", lambda kind: ours if kind is extend.Schedule else usual(kind))


@pytest.mark.parametrize(
    ("local", "place"),
    [("2026-06-15 02:59", None), ("2026-06-15 03:00", "night:2026-06-15"), ("2026-06-15 23:59", "night:2026-06-15")],
)
def test_a_daily_job_waits_for_its_hour_in_the_charitys_zone(local, place):
    at = datetime.fromisoformat(local).replace(tzinfo=ZONE).astimezone(UTC)

    assert schedule.slot(NIGHTLY, at=at, zone=ZONE) == place


@pytest.mark.django_db
def test_each_slot_is_asked_for_once(entries):
    make_organization()

    asked = [schedule.ask_due(at=NOON + timedelta(minutes=minutes)) for minutes in (0, 1, 59, 60)]
    JobRun.objects.update(state=JobRun.State.DONE)
    later = schedule.ask_due(at=NOON + timedelta(days=1))

    assert asked == [2, 0, 0, 1]
    assert later == 2


def test_of_eight_workers_one_asks(own_database, entries):
    make_organization()

    race(8, lambda number: schedule.ask_due(at=NOON))

    assert sorted(JobRun.objects.values_list("slot", flat=True)) == sorted(
        schedule.slot(entry, at=NOON, zone=ZONE) for entry in (HOURLY, NIGHTLY)
    )


@pytest.mark.django_db
def test_before_the_charity_is_set_up_nothing_is_asked_for(entries):
    assert schedule.ask_due(at=NOON) == 0
