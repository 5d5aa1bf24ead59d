"""Background jobs: what was requested, progress, and result.

- A **JobRun** is one job. It is claimed by a guarded UPDATE with a lease; if a worker dies, its lease ends, and another
  takes over. Its arguments hold keys, never personal values.
- At most one job per `identity` runs or waits; per `slot`, a position in a schedule, there is ever only one.
- A **WorkerBeat** says when a worker last reported.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core.models.users import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

#: A worker that did not report for this long counts as stopped.
SILENCE = timedelta(seconds=60)


class JobRunQuerySet(models.QuerySet["JobRun"]):
    def visible_to(self, user: User | AnonymousUser) -> JobRunQuerySet:
        """The user's own jobs; all jobs for users who manage settings."""
        if not isinstance(user, User):
            return self.none()
        return self if user.has_perm("settings.manage") else self.filter(owner=user)

    def going_on(self) -> JobRunQuerySet:
        """Jobs that wait or run."""
        return self.filter(state__in=JobRun.GOING_ON)

    def due(self, at: datetime) -> JobRunQuerySet:
        """Jobs a worker may take now: ready ones that are due, and running ones whose lease has ended."""
        ready = Q(state=JobRun.State.READY, ready_at__lte=at)
        return self.filter(ready | Q(state=JobRun.State.RUNNING, lease_until__lte=at))


class JobRun(models.Model):
    class State(models.TextChoices):
        READY = "ready", "Queued"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Canceled"

    GOING_ON = (State.READY, State.RUNNING)

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    task = models.CharField(max_length=200)
    label = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    identity = models.CharField(max_length=150, null=True, blank=True)
    slot = models.CharField(max_length=150, null=True, blank=True, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READY)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    ready_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=80, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    doing = models.CharField(max_length=200, blank=True)
    writing = models.BooleanField(default=False, help_text="Can no longer be canceled.")
    cancel_asked_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = JobRunQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "ready_at"]),
            models.Index(name="job_listed", fields=["created_at", "id"]),
            models.Index(name="job_of_mine_going_on", fields=["owner"], condition=Q(state__in=("ready", "running"))),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["identity"],
                condition=Q(state__in=("ready", "running")),
                name="job_identity_once_at_a_time",
                violation_error_message="This job is already queued or running.",
            )
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("job", args=[self.key])

    @property
    def is_going_on(self) -> bool:
        return self.state in self.GOING_ON

    @property
    def may_cancel(self) -> bool:
        return self.is_going_on and not self.writing and self.cancel_asked_at is None

    @property
    def result_url(self) -> str:
        """The URL of the result."""
        return (self.result or {}).get("url", "")

    @property
    def result_text(self) -> str:
        """The result in a sentence."""
        return (self.result or {}).get("text", "")


class WorkerBeat(models.Model):
    name = models.CharField(max_length=80, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    @classmethod
    def last(cls) -> datetime | None:
        """When a worker last reported; None when none ever did."""
        return cls.objects.order_by("-at").values_list("at", flat=True).first()

    @classmethod
    def is_silent(cls, at: datetime) -> bool:
        """Whether no worker is running."""
        last = cls.last()
        return last is None or at - last > SILENCE
