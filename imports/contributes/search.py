"""What the search box finds of imports: files by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone

from core import extend
from core.display import day_text
from core.extend import SearchHit
from imports.models import ImportBatch


def find(user: Any, words: str, limit: int) -> Iterable[SearchHit]:
    """Files that were brought in, by any part of their name."""
    return _hits(ImportBatch.objects.visible_to(user).filter(shown_name__icontains=words)[:limit])


def recall(user: Any, pks: Sequence[int]) -> Iterable[SearchHit]:
    """Files that were opened before."""
    return _hits(ImportBatch.objects.visible_to(user).filter(pk__in=pks))


def _hits(rows: Iterable[ImportBatch]) -> Iterable[SearchHit]:
    for batch in rows:
        url = reverse("imports:batch-detail", args=[batch.pk])
        detail = f"{batch.get_state_display()}, uploaded {day_text(timezone.localdate(batch.created_at))}"
        yield SearchHit(batch.shown_name, url, detail, "import", pk=batch.pk)


SOURCES = (extend.SearchSource("imports", "Imports", "imports.run", 60, find, recall),)
COMMANDS = (
    extend.Command("Import a file", "imports:upload", "import", "imports.run", 30, "import upload spreadsheet"),
)
