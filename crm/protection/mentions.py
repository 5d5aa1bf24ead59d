"""Texts of any app that name protected people: who is named is kept beside the row, and its readers ask about it.

A kind of rows with such texts contributes `rows_with_texts`, and calls `keep` whenever it writes one. A text is looked
at again when somebody is protected whose name, address or number may stand in it.
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

#: The texts of rows, by their keys.
Texts = Mapping[int, Sequence[str]]


def keep(object_type: str, texts: Texts) -> None:
    """Note whom the texts of rows name that were just written, and by which words they are found again."""
    told = {pk: [text for text in found if text.strip()] for pk, found in texts.items()}
    typed_rows.file_keys(object_type, {pk: sounds_of("", found) for pk, found in told.items()})
    look_again(object_type, told)


def look_again(object_type: str, texts: Texts) -> None:
    """Note whom these texts name, in place of what was noted before."""
    watch = Watch([text for found in texts.values() for text in found])
    write(object_type, {pk: watch.named(found) for pk, found in texts.items()})


def named_in(row: models.Model) -> QuerySet[Supporter]:
    """The protected people whom a row's texts name. For the system alone, until they are revealed."""
    mentions = Mention.objects.filter(object_type=row._meta.label_lower, object_id=row.pk)
    return Supporter.objects.filter(pk__in=mentions.values("supporter"), protected=True).order_by("pk")


def rows_with_texts(object_type: str, texts_of: Callable[[Sequence[int]], Texts]) -> TypedRows:
    """The entry of a kind of rows: `texts_of(keys)` reads their texts. Nobody is asked whether a text is about them."""

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
    """No review is about such rows, so nothing calls them anything."""
    return ""
