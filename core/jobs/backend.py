"""The task backend: queued tasks are rows of `JobRun`, written in the caller's transaction."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist
from django_tasks.utils import normalize_json

from core.models import JobRun, User

STATUS = {
    JobRun.State.READY: TaskResultStatus.READY,
    JobRun.State.RUNNING: TaskResultStatus.RUNNING,
    JobRun.State.DONE: TaskResultStatus.SUCCESSFUL,
    JobRun.State.FAILED: TaskResultStatus.FAILED,
    JobRun.State.CANCELLED: TaskResultStatus.FAILED,
}


class JobBackend(BaseTaskBackend):
    """A backend for Django's tasks that stores them as `JobRun` rows: a transaction that rolls back enqueues
    nothing."""

    supports_defer = True
    supports_get_result = True

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        return self.get_result(str(self.write(task, args, kwargs, label=task.name).key))

    def write(
        self,
        task: Task,
        args: Any,
        kwargs: Any,
        *,
        label: str,
        by: User | None = None,
        identity: str | None = None,
        slot: str | None = None,
    ) -> JobRun:
        """Insert the row of a task. Returns the existing row where one waits or runs under the same `identity`, or one
        was ever written for the same `slot` of the schedule."""
        self.validate_task(task)
        row = JobRun(
            task=task.module_path,
            label=label[:200],
            arguments=normalize_json({"args": list(args), "kwargs": dict(kwargs)}),
            identity=identity,
            slot=slot,
            owner=by,
            ready_at=task.run_after or timezone.now(),
        )
        return row if _is_inserted(row) else self._there(identity, slot)

    def get_result(self, result_id: str) -> TaskResult:
        try:
            row = JobRun.objects.get(key=UUID(str(result_id)))
        except (JobRun.DoesNotExist, ValueError) as error:
            raise TaskResultDoesNotExist(result_id) from error
        result: TaskResult = TaskResult(
            task=import_string(row.task),
            id=str(row.key),
            status=STATUS[JobRun.State(row.state)],
            enqueued_at=row.created_at,
            started_at=row.started_at,
            last_attempted_at=row.started_at,
            finished_at=row.ended_at,
            args=row.arguments["args"],
            kwargs=row.arguments["kwargs"],
            backend=self.alias,
            errors=[TaskError(exception_class_path="core.jobs.Failed", traceback=row.error)] if row.error else [],
            worker_ids=[row.worker] if row.worker else [],
        )
        object.__setattr__(result, "_return_value", row.result)  # as the package's own backends do
        return result

    @staticmethod
    def _there(identity: str | None, slot: str | None) -> JobRun:
        there = JobRun.objects.filter(slot=slot).first() if slot is not None else None
        # The one with this identity may have just ended; it did what was asked for.
        return (
            there
            or JobRun.objects.going_on().filter(identity=identity).first()
            or (JobRun.objects.filter(identity=identity).latest("pk"))
        )


def _is_inserted(row: JobRun) -> bool:
    """Insert the row; False where another has its identity or its slot."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True
