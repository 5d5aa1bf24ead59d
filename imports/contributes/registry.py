"""What imports adds to the shell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count
from django.urls import reverse

from core import extend
from core.models import User
from imports import private_rows
from imports.contributes import audit_log, recent_activity, search
from imports.models import ImportBatch, ImportRow


def _waiting(user: User) -> int | None:
    return ImportRow.objects.visible_to(user).filter(state=ImportRow.State.WAITING).count() or None


def _to_do(user: User, today: date) -> Iterable[tuple[str, str, int]]:
    waiting = ImportRow.objects.visible_to(user).filter(state=ImportRow.State.WAITING).order_by()
    for key, name, count in waiting.values_list("batch", "batch__shown_name").annotate(Count("pk")):
        url = f"{reverse('imports:batch-detail', args=[key])}?state=waiting"
        yield f"Rows of {name} that need review", url, count
    planned = ImportBatch.objects.visible_to(user).with_counts().filter(state=ImportBatch.State.PLANNED)
    for batch in planned:
        rows = batch.row_count  # type: ignore[attr-defined]  # with_counts
        yield (
            f"{batch.shown_name} was previewed but not imported",
            reverse("imports:batch-detail", args=[batch.pk]),
            rows,
        )


extend.add(
    private_rows.ENTRY,
    private_rows.FILES,
    extend.DraftAbout(url_name="imports:row", object_type="imports.importrow"),
    extend.NavItem(
        label="Imports",
        url_name="imports:batch-list",
        icon="import",
        group="To do",
        permission="imports.run",
        order=110,
        count=_waiting,
    ),
    extend.HomeItem(slug="imports", permission="imports.run", order=30, items=_to_do, icon="import"),
    extend.ActivitySource(slug="imports", permission="imports.run", order=15, changes=recent_activity.for_staff),
    *search.SOURCES,
    *search.COMMANDS,
    *audit_log.ENTRIES,
)
