"""Recurring jobs: enqueued by whichever worker first sees that one is due, once per slot."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from core import extend, jobs
from core.models import JobRun, Organization


def slot(entry: extend.Schedule, *, at: datetime, zone: ZoneInfo) -> str | None:
    """The slot of a moment in the schedule; None before the day's hour."""
    if entry.every is not None:
        return f"{entry.slug}:{int(at.timestamp() // entry.every.total_seconds())}"
    local = at.astimezone(zone)
    return f"{entry.slug}:{local.date()}" if local.hour >= (entry.at_hour or 0) else None


def ask_due(*, at: datetime) -> int:
    """Enqueue everything due whose slot has no run yet; returns how many. Safe with several workers."""
    organization = Organization.objects.only("time_zone").filter(pk=1).first()
    if organization is None:
        return 0
    zone = ZoneInfo(organization.time_zone)
    wanted = {slot(entry, at=at, zone=zone): entry for entry in extend.entries(extend.Schedule)}
    wanted.pop(None, None)
    there = set(JobRun.objects.filter(slot__in=list(wanted)).values_list("slot", flat=True))
    due = {place: entry for place, entry in wanted.items() if place not in there}
    for place, entry in due.items():
        jobs.enqueue(entry.work, label=entry.label, by=None, identity=entry.slug, slot=place)
    return len(due)
