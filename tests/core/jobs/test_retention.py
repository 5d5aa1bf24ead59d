"""What has had its time goes once a day, whoever sees first that it is due; what has not stays."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from core import extend
from core.jobs import retention, running, schedule
from core.models import Draft, JobRun, StoredFile, WorkerBeat
from tests.core.sign_in.ways import type_password
from tests.support.builders import make_user
from tests.support.databases import race

pytestmark = pytest.mark.usefixtures("organization")
NIGHT = datetime(2026, 6, 15, 7, 0, tzinfo=UTC)  # three in the morning in New York
MOMENT, DAY = timedelta(seconds=1), timedelta(days=1)


def cached() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_cache")
        return cursor.fetchone()[0]


def enter() -> Client:
    client = Client()
    type_password(client, make_user("board"))
    assert client.get("/account/").status_code == 200
    return client


def make_file(purpose: StoredFile.Purpose, expires_at: datetime | None) -> None:
    file = StoredFile.store(content=b"bytes", name="x.csv", purpose=purpose, media_type="text/csv")
    StoredFile.objects.filter(pk=file.pk).update(expires_at=expires_at)


def test_sessions_that_ended_go_with_their_devices_and_open_ones_stay():
    gone, going_on = enter(), enter()
    Session.objects.filter(pk=gone.session.session_key).update(expire_date=timezone.now() - MOMENT)
    before = UserSession.objects.count()

    count = retention.sessions(timezone.now())

    assert (before, count) == (2, 1)
    assert not Session.objects.filter(expire_date__lt=timezone.now()).exists()
    assert UserSession.objects.get().session_key == going_on.session.session_key
    assert going_on.get("/account/").status_code == 200


def test_counts_go_once_their_time_is_over():
    cache.set("over", 1, 600)
    cache.set("going-on", 1, 3600)
    now = timezone.now()

    early = retention.counts(now)
    late = retention.counts(now + timedelta(minutes=30))

    assert (early, late) == (0, 1)
    assert (cache.get("over"), cache.get("going-on"), cached()) == (None, 1, 1)


def test_all_of_it_goes_and_the_work_says_what():
    now, user = timezone.now(), make_user("finance")
    make_file(StoredFile.Purpose.EXPORT, now - MOMENT)
    make_file(StoredFile.Purpose.UPLOAD, now + DAY)
    make_file(StoredFile.Purpose.RECEIPT, None)
    for form, age in (("/old/", 8), ("/new/", 6)):
        Draft.objects.create(user=user, form=form, kept_at=now - age * DAY)
    for slot, age in (("tidy:1", 31), ("tidy:2", 29), (None, 31)):
        JobRun.objects.create(task="t", label="L", slot=slot, state=JobRun.State.DONE, ended_at=now - age * DAY)

    for name, age in (("stopped", 25), ("at work", 0)):
        WorkerBeat.objects.create(name=name, at=now - timedelta(hours=age))

    first, second = retention.clear.func(), retention.clear.func()

    assert first == {"text": "Removed: 1 file, 1 draft, 1 record of a scheduled job, 1 stopped worker."}
    assert list(WorkerBeat.objects.values_list("name", flat=True)) == ["at work"]
    assert second == {"text": "Nothing to remove."}
    assert StoredFile.objects.filter(content=b"").count() == 1
    assert list(Draft.objects.values_list("form", flat=True)) == ["/new/"]
    assert set(JobRun.objects.values_list("slot", flat=True)) == {"tidy:2", None}


def test_one_that_fails_leaves_the_others_going_and_is_tried_again(monkeypatch, caplog):
    usual = extend.entries
    broken = extend.Retention(one="thing", many="things", order=1, clear=lambda at: 1 // 0)
    monkeypatch.setattr(
        extend, "entries", lambda kind: [broken, *usual(kind)] if kind is extend.Retention else usual(kind)
    )
    make_file(StoredFile.Purpose.EXPORT, timezone.now() - MOMENT)
    schedule.ask_due(at=NIGHT)

    running.run_next(worker="test", stopping=threading.Event())

    run = JobRun.objects.get()
    assert (run.state, run.attempts) == (JobRun.State.READY, 1)
    assert "Removing things failed and will be retried." in [record.message for record in caplog.records]
    assert StoredFile.objects.get().removed_at is not None


def test_of_two_workers_one_does_it_once_a_day(own_database):
    def work(at: datetime) -> list[int]:
        def one(number: int) -> int:
            schedule.ask_due(at=at)
            done = 0
            while running.run_next(worker=f"w{number}", stopping=threading.Event()):
                done += 1
            return done

        return race(2, one)

    done = [sum(work(at)) for at in (NIGHT - MOMENT, NIGHT, NIGHT + MOMENT, NIGHT + DAY - MOMENT, NIGHT + DAY)]

    assert done == [0, 1, 0, 0, 1]
    assert list(JobRun.objects.order_by("pk").values_list("slot", "state", "attempts", "label")) == [
        ("expiry:2026-06-15", "done", 1, "Nightly cleanup"),
        ("expiry:2026-06-16", "done", 1, "Nightly cleanup"),
    ]
