"""Jobs: claimed once, tried again, cancelled, handed on; nothing is lost and nothing is said twice."""

import signal
import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from core import jobs
from core.jobs import running
from core.models import AuditEntry, JobRun
from tests.core.jobs import work
from tests.support.databases import race
from tests.support.warm import stable

pytestmark = pytest.mark.usefixtures("database")
State = JobRun.State


def run_all(stopping: threading.Event | None = None) -> int:
    done = 0
    while running.run_next(worker="test", stopping=stopping or threading.Event()):
        done += 1
    return done


def asked(task=work.note, **arguments) -> JobRun:
    arguments = arguments or ({"text": "one"} if task is work.note else {})
    return jobs.enqueue(task, label="A piece of work", by=None, **arguments)


def notes() -> int:
    return AuditEntry.objects.filter(act="test.noted").count()


def soon(run: JobRun, **values) -> None:
    JobRun.objects.filter(pk=run.pk).update(ready_at=timezone.now(), **values)


def test_a_job_is_done_and_says_what_came_of_it():
    run = asked()

    assert run_all() == 1

    run.refresh_from_db()
    assert (run.state, run.result_text, run.result_url) == (State.DONE, "Noted one.", "/")
    assert (run.attempts, run.lease_until, run.error) == (1, None, "")
    assert notes() == 1


@pytest.mark.commits
def test_of_sixteen_workers_one_does_a_job(own_database):
    run = asked()

    done = race(16, lambda number: running.claim(run.pk, worker=f"w{number}", at=timezone.now()))

    assert sum(row is not None for row in done) == 1


@pytest.mark.commits
def test_a_hundred_jobs_among_eight_workers_are_done_once_each(own_database):
    for number in range(100):
        asked(text=str(number))

    race(8, lambda number: run_as(f"w{number}"))

    assert sorted(AuditEntry.objects.filter(act="test.noted").values_list("reason", flat=True)) == sorted(
        str(number) for number in range(100)
    )
    assert set(JobRun.objects.values_list("state", "attempts")) == {(State.DONE, 1)}


def run_as(worker: str) -> None:
    while running.run_next(worker=worker, stopping=threading.Event()):
        pass


def test_an_error_is_tried_again_later_and_then_given_up():
    run = asked(work.stumble)
    for _ in range(running.MOST_ATTEMPTS):
        run_all()
        run.refresh_from_db()
        assert run.state == State.FAILED or run.ready_at > timezone.now()
        soon(run)

    assert (run.state, run.attempts) == (State.FAILED, running.MOST_ATTEMPTS)
    assert run.error.startswith("The job stopped with an error (ZeroDivisionError).")
    assert "secret" not in run.error


def test_what_a_person_can_mend_is_said_and_not_tried_again():
    run = asked(work.refuse)

    run_all()

    run.refresh_from_db()
    assert (run.state, run.error) == (State.FAILED, "The file is no longer there. Upload it again.")


def test_a_cancel_stops_it_at_its_next_step():
    run = asked(work.write_slowly, steps=5)
    JobRun.objects.filter(pk=run.pk).update(cancel_asked_at=timezone.now())

    run_all()

    run.refresh_from_db()
    assert run.state == State.CANCELLED
    assert not AuditEntry.objects.filter(act="test.step").exists()


def test_what_is_being_written_is_not_cancelled():
    run = asked()
    row = running.claim(run.pk, worker="w", at=timezone.now())
    doing = running.Runner(row, "w", threading.Event())

    doing.writing("Writing")
    JobRun.objects.filter(pk=run.pk).update(cancel_asked_at=timezone.now())

    doing.step(done=1, of=2, doing="")  # goes on
    assert JobRun.objects.get(pk=run.pk).writing


def test_a_stopping_worker_hands_its_job_on():
    stopping = threading.Event()
    stopping.set()
    run = asked()

    running.run_next(worker="going home", stopping=stopping)
    run.refresh_from_db()
    assert (run.state, run.attempts, notes()) == (State.READY, 0, 0)

    run_all()
    assert notes() == 1


def test_a_worker_that_lost_its_job_changes_nothing_of_it():
    run = asked()
    row = running.claim(run.pk, worker="slow", at=timezone.now())
    JobRun.objects.filter(pk=run.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    other = running.claim(run.pk, worker="quick", at=timezone.now())

    running.Runner(row, "slow", threading.Event()).run()

    run.refresh_from_db()
    assert (other.attempts, run.worker, run.state, notes()) == (2, "quick", State.RUNNING, 0)


def test_a_job_that_kills_its_workers_is_given_up():
    run = asked()
    past = timezone.now() - timedelta(seconds=1)
    JobRun.objects.filter(pk=run.pk).update(
        state=State.RUNNING, attempts=running.MOST_ATTEMPTS, lease_until=past, worker="dead"
    )

    assert run_all() == 0

    run.refresh_from_db()
    assert (run.state, run.error[:37]) == (State.FAILED, "The background worker stopped during ")


def test_a_task_that_is_no_longer_known_fails_plainly():
    run = asked()
    JobRun.objects.filter(pk=run.pk).update(task="core.audit.record")

    run_all()

    run.refresh_from_db()
    assert run.error == "This kind of job no longer exists. Start a new one."


def test_a_killed_workers_job_is_finished_by_the_next(own_database, tmp_path):
    run = asked(work.die_once, flag=str(tmp_path / "died"))

    with stable(own_database) as processes:
        killed = processes.start("worker", "--once").wait()
        run.refresh_from_db()
        left = (killed.code, run.state)
        JobRun.objects.filter(pk=run.pk).update(lease_until=timezone.now())  # its lease ends
        again = processes.start("worker", "--once").wait()

    run.refresh_from_db()
    assert left == (-signal.SIGKILL, State.RUNNING)
    assert (again.code, run.state, run.attempts, run.result_text) == (0, State.DONE, 2, "Done after all.")
