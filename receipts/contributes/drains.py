"""What the worker does for receipts: acknowledge online gifts at once, draw what a crash left undrawn."""

from __future__ import annotations

from core.clock import organization_today
from core.models import Organization
from receipts.issuing import queue, services


def issue_online() -> int:
    """Issue receipts for gifts made online; all other gifts wait for the acknowledgment run."""
    if not Organization.objects.exists():
        return 0
    today = organization_today()
    waiting = queue.online_to_try(today)
    return len(services.issue_receipts(gifts=waiting, by=None, issued_on=today).new)
