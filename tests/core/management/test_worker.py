import json
import os
import signal
import subprocess
from io import StringIO

import pytest
from django.core.management import call_command

from core import extend


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
        extend.Drain("sync", 1, lambda: ran.append("sync") or 3),
        extend.Drain("mail", 2, lambda: ran.append("mail") or 0),
    )
    output = StringIO()

    call_command("worker", "--once", "--json", stdout=output)

    assert json.loads(output.getvalue()) == {"done": {"jobs": 0, "sync": 3, "mail": 0}, "failed": {}}
    assert ran == ["sync", "mail"]


def test_a_failing_drain_is_logged_and_the_others_run(drains, caplog):
    drains(extend.Drain("mail", 1, failing), extend.Drain("receipts", 2, lambda: 2))
    output = StringIO()

    with pytest.raises(SystemExit) as stopped:
        call_command("worker", "--once", "--json", stdout=output)

    assert stopped.value.code == 1
    assert json.loads(output.getvalue()) == {"done": {"jobs": 0, "receipts": 2}, "failed": {"mail": "ConnectionError"}}
    assert [record.message for record in caplog.records] == ["The drain “mail” failed; it is tried again."]


def test_a_worker_stops_when_it_is_told_to(own_database):
    worker = subprocess.Popen(
        own_database.manage("worker"),
        env={**os.environ, **own_database.environment, "LOG_LEVEL": "INFO"},
        stderr=subprocess.PIPE,
        text=True,
    )
    for line in worker.stderr:  # it says when it is ready
        if "working" in line:
            break

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(10) == 0
