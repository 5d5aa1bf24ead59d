import json
import os
import signal
import subprocess
import threading
from contextlib import nullcontext
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import call_command

from core import extend
from core.management.commands import worker as work


@pytest.fixture
def drains(monkeypatch, db):
    """`drains(…)` makes these the only ones."""

    def only(*entries: extend.Drain) -> None:
        usual = extend.entries
        monkeypatch.setattr(extend, "entries", lambda kind: entries if kind is extend.Drain else usual(kind))

    return only


def failing() -> int:
    raise ConnectionError("The mail server is away.")


def test_drains_run_once_in_their_order(drains):
    ran = []
    drains(
        extend.Drain(name="sync", order=1, run=lambda: ran.append("sync") or 3),
        extend.Drain(name="mail", order=2, run=lambda: ran.append("mail") or 0),
    )
    output = StringIO()

    call_command("worker", "--once", "--json", stdout=output)

    assert json.loads(output.getvalue()) == {"done": {"jobs": 0, "sync": 3, "mail": 0}, "failed": {}}
    assert ran == ["sync", "mail"]


def test_a_failing_drain_is_logged_and_the_others_run(drains, caplog):
    drains(extend.Drain(name="mail", order=1, run=failing), extend.Drain(name="receipts", order=2, run=lambda: 2))
    output = StringIO()

    with pytest.raises(SystemExit) as stopped:
        call_command("worker", "--once", "--json", stdout=output)

    assert stopped.value.code == 1
    assert json.loads(output.getvalue()) == {"done": {"jobs": 0, "receipts": 2}, "failed": {"mail": "ConnectionError"}}
    assert [record.message for record in caplog.records] == ["Task “mail” failed and will be retried."]


def test_whoever_asks_outside_holds_up_nobody(drains, monkeypatch):
    """A drain that waits for a slow server, and one beside it that must go on."""
    answered, going_on, stopped = threading.Event(), threading.Event(), threading.Event()
    rounds = []

    def inside() -> int:
        rounds.append(answered.is_set())
        if len(rounds) == 3:
            going_on.set()
        return 0

    def outside() -> int:
        going_on.wait(60)
        answered.set()
        stopped.set()
        return 0

    drains(
        extend.Drain(name="sync", order=1, run=outside, asks_outside=True),
        extend.Drain(name="receipts", order=2, run=inside),
    )
    monkeypatch.setattr(work, "PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(work, "work_off_jobs", lambda **_: 0)
    monkeypatch.setattr(work, "beat", lambda name: None)
    monkeypatch.setattr(work, "office_time", nullcontext)
    monkeypatch.setattr(work, "close_old_connections", lambda: None)
    monkeypatch.setattr(work, "connections", SimpleNamespace(close_all=lambda: None))
    monkeypatch.setattr(work, "close_old_connections", lambda: None)

    work.Command()._work("this", stopped)

    assert answered.is_set()
    assert rounds[:3] == [False] * 3


def test_what_asks_the_processor_or_the_mail_server_says_so():
    assert {each.name for each in extend.entries(extend.Drain) if each.asks_outside} == {"sync", "mail"}


def test_a_worker_stops_when_it_is_told_to(own_database):
    worker = subprocess.Popen(
        own_database.manage("worker"),
        env={**os.environ, **own_database.environment, "LOG_LEVEL": "INFO"},
        stderr=subprocess.PIPE,
        text=True,
    )
    for line in worker.stderr:  # it says when it is ready
        if work.READY in line:
            break

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(10) == 0


@pytest.mark.parametrize(("done", "rounds"), [(50, 2), (49, 1), (0, 1)])
def test_a_full_round_is_followed_at_once_and_another_by_a_pause(drains, monkeypatch, done, rounds):
    """The worker is stopped as it pauses for the first time."""
    ran, paused, stopped = [], [], threading.Event()
    monkeypatch.setattr(work, "connections", SimpleNamespace(close_all=lambda: None))
    monkeypatch.setattr(work, "close_old_connections", lambda: None)
    monkeypatch.setattr(stopped, "wait", lambda seconds: paused.append(len(ran)) or stopped.set())
    full = extend.Drain(name="mail", order=1, run=lambda: ran.append(1) or (done if len(ran) == 1 else 0), full=50)

    work.Command()._drain([full], "worker", stopped)

    assert (len(ran), paused) == (rounds, [rounds])


def test_every_drain_that_stops_at_a_number_says_so():
    known = {entry.name: entry.full for entry in extend.entries(extend.Drain)}

    assert {name for name, full in known.items() if full} == {"sync", "mail", "receipt PDFs", "receipt emails"}


def test_an_idle_worker_looks_only_when_something_was_written(drains):
    ran, new = [], iter([True, False, True])
    changes = SimpleNamespace(may_be_new=lambda: next(new), again=lambda: ran.append("again"))
    idle = extend.Drain(name="mail", order=1, run=lambda: ran.append("mail") or 0, full=50)
    busy = extend.Drain(name="mail", order=1, run=lambda: 50, full=50)

    assert [work.round_of([idle], changes) for _ in range(2)] == [False, False]
    assert (work.round_of([busy], changes), ran) == (True, ["mail", "again"])
