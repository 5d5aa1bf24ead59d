"""What waits for a person who looks after the installation: failed work, and a worker that is silent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from core.models import JobRun, WorkerBeat

RECENT = timedelta(days=7)


def for_administrators(user: Any, today: date) -> Iterable[tuple[str, str, int]]:
    """Rows for the home page."""
    now = timezone.now()
    failed = JobRun.objects.filter(state=JobRun.State.FAILED, ended_at__gte=now - RECENT).count()
    if failed:
        yield "Background work failed this week", f"{reverse('jobs')}?state=failed", failed
    if WorkerBeat.is_silent(now):
        waiting = JobRun.objects.filter(state=JobRun.State.READY).count()
        yield "No worker is at work: receipts, letters and long work wait", reverse("jobs"), waiting
