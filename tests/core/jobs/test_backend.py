"""Jobs as they are written: with their transaction, and once for an identity."""

import threading

import pytest
from django.db import transaction
from django_tasks.base import TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from core import jobs
from core.jobs import running
from core.models import JobRun
from tests.core.jobs import work

pytestmark = pytest.mark.usefixtures("database")


def run_all(stopping: threading.Event | None = None) -> int:
    done = 0
    while running.run_next(worker="test", stopping=stopping or threading.Event()):
        done += 1
    return done


def asked(task=work.note, **arguments) -> JobRun:
    arguments = arguments or ({"text": "one"} if task is work.note else {})
    return jobs.enqueue(task, label="A piece of work", by=None, **arguments)


def test_what_a_transaction_takes_back_was_never_asked_for():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        _ask_and_stumble()

    assert not JobRun.objects.exists()


def _ask_and_stumble() -> None:
    asked()
    raise ZeroDivisionError


def test_the_packages_own_words_work_too():
    result = work.note.enqueue(text="by the package")
    assert result.status == TaskResultStatus.READY

    run_all()
    result.refresh()

    assert (result.status, result.return_value["text"]) == (TaskResultStatus.SUCCESSFUL, "Noted by the package.")
    with pytest.raises(TaskResultDoesNotExist):
        work.note.get_result("nothing")


def test_the_same_identity_goes_on_once_at_a_time():
    first, second = (jobs.enqueue(work.note, label="L", by=None, identity="same", text="x") for _ in range(2))
    run_all()
    third = jobs.enqueue(work.note, label="L", by=None, identity="same", text="x")

    assert first.pk == second.pk != third.pk
