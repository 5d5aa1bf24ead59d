"""What imports adds to the shell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from core import extend
from imports import finding
from imports.models import ImportBatch, ImportRow


def _waiting(user: Any) -> int | None:
    return ImportRow.objects.visible_to(user).filter(state=ImportRow.State.WAITING).count() or None


def _to_do(user: Any, today: date) -> Iterable[tuple[str, str, int]]:
    for batch in [
        row for row in ImportBatch.objects.visible_to(user).with_counts() if getattr(row, "waiting_count", 0)
    ]:
        url = f"{reverse('imports:batch-detail', args=[batch.pk])}?state=waiting"
        yield f"Rows of {batch.name} that wait for an answer", url, getattr(batch, "waiting_count", 0)
    planned = ImportBatch.objects.visible_to(user).filter(state=ImportBatch.State.PLANNED)
    for batch in planned:
        yield f"{batch.name} is read but not committed", reverse("imports:batch-detail", args=[batch.pk]), 1


extend.add(
    extend.NavItem("Imports", "imports:batch-list", "import", "To do", "imports.run", 110, _waiting),
    extend.HomeItem("imports", "imports.run", 30, _to_do),
    *finding.SOURCES,
    *finding.COMMANDS,
)
