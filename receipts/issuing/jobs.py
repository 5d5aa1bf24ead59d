"""Issue many receipts in the background, one by one."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from core import jobs
from core.db.chunks import chunks
from core.display import counted
from core.models import User
from donations.models import Gift
from receipts.issuing import services

#: Up to this many receipts are issued while the user waits.
AT_ONCE = 25


@jobs.task()
def issue(*, gifts: list[int], asker: int, issued_on: str) -> dict[str, str]:
    """Issue a receipt for each gift, a few at a time. Receipts issued before an error or a cancel stay issued."""
    by = User.objects.get(pk=asker)
    if not by.has_perm("receipts.issue"):
        raise jobs.Failed("Your roles have changed, so you can no longer issue receipts.")
    day, total = date.fromisoformat(issued_on), services.Issued()
    try:
        for number, keys in enumerate(chunks(gifts, AT_ONCE)):
            jobs.step(done=number * AT_ONCE, of=len(gifts), doing="Issuing receipts")
            services.issue_part(gifts=Gift.objects.filter(pk__in=keys), by=by, issued_on=day, done=total)
    finally:
        services.count_killed_try(issued=total, by=by)
        services.tell_run(issued=total, by=by)
    return {"text": _summary(total), "url": f"{reverse('receipts:receipt-list')}?issued_on={issued_on}"}


def _summary(done: services.Issued) -> str:
    """The result of the run, in one to three sentences."""
    parts = [
        f"{counted(len(done.new), 'receipt', 'receipts')} issued"
        + (f", {done.new[0]} to {done.new[-1]}." if done.new else ".")
    ]
    if done.existing:
        parts.append(f"{counted(len(done.existing), 'gift', 'gifts')} already had a receipt.")
    if done.not_issued:
        parts.append(
            f"{counted(len(done.not_issued), 'gift needs', 'gifts need')} review. See Acknowledgments for the reasons."
        )
    return " ".join(parts)
