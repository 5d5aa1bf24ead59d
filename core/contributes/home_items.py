"""To-do items for administrators: failed work, and a worker that does not respond."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from core import extend
from core.models import FailedWork, JobRun, User, WorkerBeat

RECENT = timedelta(days=7)


def for_administrators(user: User, today: date) -> Iterable[tuple[str, str, int]]:
    """Rows for the home page."""
    now = timezone.now()
    failed = JobRun.objects.filter(state=JobRun.State.FAILED, ended_at__gte=now - RECENT).count()
    if failed:
        yield "Background jobs failed this week", f"{reverse('jobs')}?state=failed", failed
    if WorkerBeat.is_silent(now):
        waiting = JobRun.objects.filter(state=JobRun.State.READY).count()
        yield (
            "The background worker isn't running: receipts, emails and long jobs are on hold",
            reverse("jobs"),
            waiting,
        )


def for_whoever_mends(user: User, today: date) -> Iterable[tuple[str, str, int]]:
    """Failed background work, for users who may retry it."""
    counted = FailedWork.objects.visible_to(user).order_by().values_list("kind").annotate(Count("pk"))
    failed = dict(counted.values_list("kind", "pk__count"))
    for entry in extend.entries(extend.Retried):
        if count := failed.get(entry.kind):
            yield entry.failed, reverse("failed-work"), count
