"""Free texts that staff type into rows of any app: a gift's note, why money went back.

A row that holds some inherits `TextRow`, names its columns in `texts`, and takes `TextQuerySet` or a subclass. Whatever
writes them, `crm.protection.texts` notes which protected people they name, and pages hide them with all else about
these people (`core.privacy.visibility.is_redacted`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models

from core.privacy.visibility import M, VisibleQuerySet
from crm.models.typed_rules import name_rules


class TextQuerySet(VisibleQuerySet[M]):
    """A queryset of rows with free texts: bulk writes also note whom these name."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        made: list[Any] = super().bulk_create(objs, *args, **kwargs)
        _tell(self.model, [row.pk for row in made if row.pk and row.has_texts])
        return made

    def update(self, **values: Any) -> int:
        """As ever; a bulk update comes here as well."""
        told = set(values).intersection(_texts_of(self.model))
        keys = list(self.order_by().values_list("pk", flat=True)) if told else []
        count = super().update(**values)
        _tell(self.model, keys)
        return count


class TextRow(models.Model):
    """Base of rows with free texts. `texts` are their columns; `whole` is the path to the record on whose page they
    stand, and with which they are hidden: a refund's gift."""

    texts: ClassVar[tuple[str, ...]] = ()
    whole: ClassVar[str] = ""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields, new = kwargs.get("update_fields"), self._state.adding
        super().save(*args, **kwargs)
        if self.has_texts if new else fields is None or set(fields).intersection(self.texts):
            _tell(type(self), [self.pk])

    @property
    def has_texts(self) -> bool:
        """Whether anything stands in its columns."""
        return any(getattr(self, column).strip() for column in self.texts)


def _texts_of(model: Any) -> tuple[str, ...]:
    found: tuple[str, ...] = model.texts
    return found


def _tell(model: type[models.Model], keys: list[int]) -> None:
    if keys:
        name_rules().tell(model, keys)
