"""Search results for imports: files by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core import extend
from core.display import day_text
from core.extend import SearchHit
from core.models import User
from imports.models import ImportBatch

_NUMBER = re.compile(r"import (\d{1,9})", re.I)


def find(user: User, words: str, limit: int) -> Iterable[SearchHit]:
    """Imported files by any part of their name or by number (Import 12)."""
    named = Q(shown_name__icontains=words)
    if told := _NUMBER.fullmatch(words.strip()):
        named |= Q(pk=told[1])
    return _hits(ImportBatch.objects.visible_to(user).filter(named)[:limit])


def recall(user: User, pks: Sequence[int]) -> Iterable[SearchHit]:
    """Imports opened before."""
    return _hits(ImportBatch.objects.visible_to(user).filter(pk__in=pks))


def _hits(rows: Iterable[ImportBatch]) -> Iterable[SearchHit]:
    for batch in rows:
        url = reverse("imports:batch-detail", args=[batch.pk])
        detail = f"{batch.get_state_display()}, uploaded {day_text(timezone.localdate(batch.created_at))}"
        yield SearchHit(batch.shown_name, url, detail, "import", pk=batch.pk)


SOURCES = (
    extend.SearchSource(slug="imports", label="Imports", permission="imports.run", order=60, find=find, recall=recall),
)
COMMANDS = (
    extend.Command(
        label="Import a file",
        url_name="imports:upload",
        icon="import",
        permission="imports.run",
        order=30,
        words="import upload spreadsheet",
    ),
)
