"""Receipts of the demonstration: older gifts were acknowledged month by month, online ones at once; the rest waits."""

from __future__ import annotations

from datetime import date, timedelta

from core.periods import month
from donations.models import Gift
from receipts.contributes.drains import issue_online
from receipts.issuing import statuses
from receipts.issuing.services import issue_receipts

MONTHS_BACK = 6
#: How long after its end a month's receipts are issued: on the first of a month, those of the last one still wait.
RUN_AFTER = timedelta(days=10)


def acknowledge(*, today: date) -> int:
    """Issue the receipts of the last six months whose run is due by today, as each run would have; gives how many."""
    issued, start = 0, month(today - RUN_AFTER).start
    firsts = [start]
    for _ in range(MONTHS_BACK):
        firsts.append(month(firsts[-1] - timedelta(days=1)).start)
    for first in reversed(firsts[1:]):
        gifts = Gift.objects.raised().received_in(month(first)).order_by("gift_on", "pk")
        issued += len(issue_receipts(gifts=list(gifts), by=None, issued_on=month(first).end).new)
    older = Gift.objects.filter(gift_on__lt=firsts[-1])
    older.update(history=True)
    statuses.follow(older.values_list("pk", flat=True))
    return issued + issue_online()
