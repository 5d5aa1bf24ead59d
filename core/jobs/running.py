"""Run jobs: claim, lease, retry, hand over."""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, close_old_connections, connections
from django.db.models import F, Q
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.base import Task
from django_tasks.utils import normalize_json

from core import jobs
from core.clock import office_time
from core.jobs.attempts import attempted
from core.models import JobRun

log = logging.getLogger(__name__)
State = JobRun.State
#: How long a worker may be silent about a job before another takes over.
LEASE = timedelta(seconds=60)
RENEW_SECONDS = 10.0
MOST_ATTEMPTS = 4
#: The pause before trying again; it grows fourfold each time.
PAUSE = timedelta(seconds=10)
DIED = "The background worker stopped during this job {attempts} times. Contact the person who runs your server."


def run_next(*, worker: str, stopping: threading.Event) -> bool:
    """Run the oldest job that is due; returns whether there was one."""
    for pk in JobRun.objects.due(timezone.now()).order_by("ready_at", "pk").values_list("pk", flat=True)[:20]:
        if (row := claim(pk, worker=worker, at=timezone.now())) is not None:
            Runner(row, worker, stopping).run()
            return True
    return False


def claim(pk: int, *, worker: str, at: datetime) -> JobRun | None:
    """Lease a job; None when another worker has it. A job that killed its workers too often fails."""
    due = JobRun.objects.due(at).filter(pk=pk)
    given_up = due.filter(state=State.RUNNING, attempts__gte=MOST_ATTEMPTS)
    if given_up.update(state=State.FAILED, ended_at=at, error=DIED.format(attempts=MOST_ATTEMPTS)):
        return None
    taken = {"state": State.RUNNING, "worker": worker, "lease_until": at + LEASE, "attempts": F("attempts") + 1}
    if not due.update(**taken, started_at=at, writing=False):
        return None
    return JobRun.objects.get(pk=pk)


class Runner:
    """Runs one claimed job."""

    def __init__(self, row: JobRun, worker: str, stopping: threading.Event) -> None:
        self.row, self.stopping = row, stopping
        self.mine = JobRun.objects.filter(pk=row.pk, worker=worker, state=State.RUNNING, attempts=row.attempts)

    def run(self) -> None:
        """Do the work and store the result, unless another worker has taken over meanwhile."""
        over = threading.Event()
        renewing = threading.Thread(target=self._renew, args=(over,), daemon=True)
        renewing.start()
        token = jobs.current.set(self)
        try:
            self._end(**self._outcome())
        finally:
            jobs.current.reset(token)
            over.set()
            renewing.join()

    def _outcome(self) -> dict[str, Any]:
        try:
            with attempted(unless=(jobs.Cancelled, jobs.Interrupted, jobs.Failed)) as attempt:
                self.step(done=self.row.done, of=self.row.of, doing=self.row.doing)
                result = self._call()
        except jobs.Cancelled:
            return {"state": State.CANCELLED, "error": ""}
        except jobs.Interrupted:
            return {"state": State.READY, "attempts": F("attempts") - 1, "ready_at": timezone.now()}
        except jobs.Failed as error:
            return {"state": State.FAILED, "error": str(error)[:500]}
        if attempt.error:  # whatever happens, the worker and other jobs continue
            log.error("Job “%s” failed.", self.row.task, exc_info=attempt.error)
            return self._again(attempt.error)
        return {"state": State.DONE, "result": normalize_json(result), "error": ""}

    def _call(self) -> Any:
        work = import_string(self.row.task)
        if not isinstance(work, Task):
            raise jobs.Failed("This kind of job no longer exists. Start a new one.")
        with office_time():
            return work.func(*self.row.arguments["args"], **self.row.arguments["kwargs"])

    def _again(self, error: Exception) -> dict[str, Any]:
        text = f"The job stopped with an error ({type(error).__name__})."
        if self.row.attempts >= MOST_ATTEMPTS:
            return {"state": State.FAILED, "error": f"{text} Tried {MOST_ATTEMPTS} times. Try again later."}
        pause = PAUSE * 4 ** (self.row.attempts - 1)
        return {"state": State.READY, "error": f"{text} Another try is scheduled.", "ready_at": timezone.now() + pause}

    def _end(self, *, state: str, **values: Any) -> None:
        ended = {} if state == State.READY else {"ended_at": timezone.now()}
        if not self.mine.update(state=state, lease_until=None, writing=False, **ended, **values):
            log.warning("Another worker has claimed job %s.", self.row.pk)

    def step(self, *, done: int, of: int, doing: str) -> None:
        """Save the progress and renew the lease. Raises `Cancelled`; `Interrupted` when it is to stop or lost it."""
        self._may_go_on()
        values = {"done": done, "of": of, "doing": doing[:200], "lease_until": timezone.now() + LEASE}
        if not self.mine.update(**values):
            raise jobs.Interrupted

    def writing(self, doing: str) -> None:
        """The last chance to cancel: checked and set in one statement."""
        self._may_go_on()
        values = {"writing": True, "doing": doing[:200], "lease_until": timezone.now() + LEASE}
        if not self.mine.filter(cancel_asked_at__isnull=True).update(**values):
            self._may_go_on()
            raise jobs.Interrupted

    def _may_go_on(self) -> None:
        if self.stopping.is_set():
            raise jobs.Interrupted
        asked = self.mine.filter(Q(cancel_asked_at__isnull=False), writing=False)
        if asked.exists():
            raise jobs.Cancelled

    def _renew(self, over: threading.Event) -> None:
        """Renew the lease while the work reports nothing, from a separate thread and connection."""
        while not over.wait(RENEW_SECONDS):
            try:
                close_old_connections()
                self.mine.update(lease_until=timezone.now() + LEASE)
            except DatabaseError:  # our own long write locks SQLite, so no other worker can take the job either
                log.info("The lease of job %s could not be renewed just now.", self.row.pk)
        connections.close_all()
