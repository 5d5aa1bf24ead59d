"""Free texts that staff type into rows of any app: a gift's note, the reason for a refund.

A model with such texts inherits `TextRow`, names its columns in `texts`, and uses `TextQuerySet` or a subclass. On
every write `crm.protection.texts` notes which protected people the texts name, and pages hide such texts
(`core.privacy.visibility.is_redacted`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models

from core.privacy.visibility import M, VisibleQuerySet
from crm.models.typed_rules import name_rules


class TextQuerySet(VisibleQuerySet[M]):
    """A queryset of rows with free texts: bulk writes also note which protected people they name."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        made: list[Any] = super().bulk_create(objs, *args, **kwargs)
        _note_mentions(self.model, [row.pk for row in made if row.pk and row.has_texts])
        return made

    def update(self, **values: Any) -> int:
        """As Django's; `bulk_update` also calls it."""
        told = set(values).intersection(_texts_of(self.model))
        keys = list(self.order_by().values_list("pk", flat=True)) if told else []
        count = super().update(**values)
        _note_mentions(self.model, keys)
        return count


class TextRow(models.Model):
    """Base of rows with free texts. `texts` are the columns; `whole` is the path to the record whose page shows them
    and with which they are hidden: the gift of a refund."""

    texts: ClassVar[tuple[str, ...]] = ()
    whole: ClassVar[str] = ""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields, new = kwargs.get("update_fields"), self._state.adding
        super().save(*args, **kwargs)
        if self.has_texts if new else fields is None or set(fields).intersection(self.texts):
            _note_mentions(type(self), [self.pk])

    @property
    def has_texts(self) -> bool:
        """Whether any of the text columns is filled."""
        return any(getattr(self, column).strip() for column in self.texts)


def _texts_of(model: Any) -> tuple[str, ...]:
    found: tuple[str, ...] = model.texts
    return found


def _note_mentions(model: type[models.Model], keys: list[int]) -> None:
    if keys:
        name_rules().tell(model, keys)
