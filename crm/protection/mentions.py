"""Texts of any app that name protected people: the mention is stored beside the row, and readers of the text check it.

A kind of rows with such texts contributes `rows_with_texts`, and calls `keep` whenever it writes one. When a supporter
becomes protected, texts that may hold their name, address or number are checked again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import models
from django.db.models import QuerySet

from core.db.chunks import chunks
from crm.models import Mention, Supporter
from crm.names.within import maybe_names
from crm.protection import typed_rows
from crm.protection.free_text import Watch, sounds_of, write
from crm.protection.typed_rows import TypedRows

#: Reads the texts of rows, by key.
Texts = Mapping[int, Sequence[str]]


def keep(object_type: str, texts: Texts) -> None:
    """Store which protected people newly written texts name, and the search keys by which the texts are found again."""
    filled = {pk: [text for text in found if text.strip()] for pk, found in texts.items()}
    typed_rows.file_keys(object_type, {pk: sounds_of("", found) for pk, found in filled.items()})
    look_again(object_type, filled)


def look_again(object_type: str, texts: Texts) -> None:
    """Store again which protected people these texts name, replacing what was stored."""
    watch = Watch([text for found in texts.values() for text in found])
    write(object_type, {pk: watch.named(found) for pk, found in texts.items()})


def named_in(row: models.Model) -> QuerySet[Supporter]:
    """The protected people a row's texts name. For the system only, until they are revealed."""
    mentions = Mention.objects.filter(object_type=row._meta.label_lower, object_id=row.pk)
    return Supporter.objects.filter(pk__in=mentions.values("supporter"), protected=True).order_by("pk")


def rows_with_texts(object_type: str, texts_of: Callable[[Sequence[int]], Texts]) -> TypedRows:
    """The registry entry of a kind of rows; `texts_of(keys)` reads their texts. No name review is opened for them."""

    def refresh(keys: Iterable[int]) -> None:
        for some in chunks(keys):
            look_again(object_type, texts_of(some))

    return TypedRows(
        object_type=object_type,
        refresh=refresh,
        owned_by=lambda supporters: [],
        names=lambda keys: {pk: maybe_names(texts) for pk, texts in texts_of(keys).items()},
        title=_nothing,
        url=_nothing,
        name=_nothing,
    )


def _nothing(row: Any) -> str:
    """The title of such a row in a review; never used, as none is opened."""
    return ""
