"""Import a large file in the background, still in one transaction."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from core import jobs
from core.clock import organization_today
from core.models import User
from imports import services
from imports.applying.messages import told_of_commit
from imports.models import ImportBatch, ImportRow

#: Up to this many rows are imported while the user waits.
AT_ONCE = 2_000


@jobs.task()
def commit(*, batch: int, asker: int) -> dict[str, str]:
    """Import a file. It can be canceled until writing begins; after that it can be undone."""
    by = User.objects.get(pk=asker)
    row = ImportBatch.objects.visible_to(by).filter(pk=batch).first()
    if row is None:
        raise jobs.Failed("Your roles have changed, and you can no longer import files. Ask an administrator.")
    url = reverse("imports:batch-detail", args=[batch])
    jobs.step(done=0, of=0, doing="Checking for changes since the preview")
    try:
        done = services.commit(batch=row, by=by, today=organization_today(), at=timezone.now())
    except services.AlreadyCommitted:
        return {"text": "This file was already imported. Nothing was saved twice.", "url": url}
    except services.BooksChanged:
        text = "Records have changed since this preview, so nothing was imported. Check the new preview, then import."
        return {"text": text, "url": url}
    except services.FundsUnknown:
        text = "Nothing was imported: match the fund names in the file first."
        return {"text": text, "url": reverse("imports:funds", args=[batch])}
    waiting = row.rows.filter(state=ImportRow.State.WAITING).count()
    return {"text": told_of_commit(done, waiting), "url": url}
