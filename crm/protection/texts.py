"""Which protected people the free texts of a record and its parts name (`crm.models.texts`); stored and hidden
together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.db import models

from core.db.chunks import chunks
from crm.models.texts import TextRow
from crm.protection import mentions
from crm.protection.typed_rows import TypedRows


def tell(model: type[models.Model], keys: Sequence[int]) -> None:
    """Note whom the texts of rows name, with all that stands on the pages of the records they belong to."""
    tell_of(model, owners_of(model, keys))


def owners_of(model: type[models.Model], keys: Sequence[int]) -> list[int]:
    """The keys of the records on whose pages the texts of rows stand; none where the rows hold no texts."""
    if not issubclass(model, TextRow):
        return []
    path = model.whole or "pk"
    rows = (model._base_manager.filter(pk__in=some) for some in chunks(keys))
    return sorted({owner for some in rows for owner in some.values_list(path, flat=True)} - {None})


def tell_of(model: type[models.Model], owners: Sequence[int]) -> None:
    """Note whom the texts of the records name on whose pages texts of `model` stand."""
    text_model: Any = model
    for some in chunks(owners):
        whole = whole_of(text_model)
        mentions.keep(whole._meta.label_lower, texts_of(whole, some))


def text_rows(whole: type[models.Model]) -> TypedRows:
    """The registry entry of a kind of records with free texts."""
    return mentions.rows_with_texts(whole._meta.label_lower, lambda keys: texts_of(whole, keys))


def texts_of(whole: type[models.Model], keys: Sequence[int]) -> dict[int, list[str]]:
    """All free texts of records and of their parts, by record key."""
    found: dict[int, list[str]] = {pk: [] for pk in keys}
    for model in text_models():
        if whole_of(model) is whole:
            path = model.whole or "pk"
            rows = model._base_manager.filter(**{f"{path}__in": keys})
            for pk, *texts in rows.values_list(path, *model.texts):
                found[pk] += texts
    return found


@lru_cache(maxsize=1)
def text_models() -> tuple[Any, ...]:
    """Every model with free texts."""
    return tuple(model for model in apps.get_models() if issubclass(model, TextRow))


def whole_of(model: type[TextRow]) -> type[models.Model]:
    """The model of the record with which a model's texts are hidden."""
    found: type[models.Model] = model
    for step in filter(None, model.whole.split("__")):
        found = found._meta.get_field(step).related_model  # type: ignore[assignment]  # a foreign key to a model
    return found
