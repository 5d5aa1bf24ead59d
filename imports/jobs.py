"""Committing a large file in the background, still in one transaction."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from core import jobs
from core.clock import organization_today
from core.models import User
from imports import services
from imports.applying.messages import told_of_commit
from imports.models import ImportBatch, ImportRow

#: Up to so many rows are committed while the person waits.
AT_ONCE = 2_000


@jobs.task()
def commit(*, batch: int, asker: int) -> dict[str, str]:
    """Write a file into the books. Until the writing begins it can be cancelled; then it can be undone."""
    by = User.objects.get(pk=asker)
    row = ImportBatch.objects.visible_to(by).filter(pk=batch).first()
    if row is None:
        raise jobs.Failed("Your roles changed meanwhile: importing is no longer yours to do.")
    url = reverse("imports:batch-detail", args=[batch])
    jobs.step(done=0, of=0, doing="Looking whether the books changed")
    try:
        done = services.commit(batch=row, by=by, today=organization_today(), at=timezone.now())
    except services.AlreadyCommitted:
        return {"text": "This file was committed before: nothing was written twice.", "url": url}
    except services.BooksChanged:
        text = "The books changed since this was planned. Nothing was written: look at the new plan, then commit."
        return {"text": text, "url": url}
    except services.FundsUnknown:
        text = "Nothing was written: say first which fund each name in the file means."
        return {"text": text, "url": reverse("imports:funds", args=[batch])}
    waiting = row.rows.filter(state=ImportRow.State.WAITING).count()
    return {"text": told_of_commit(done, waiting), "url": url}
