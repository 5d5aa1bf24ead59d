"""Which rows about people a user sees (DESIGN, section 6).

The code of a protected person may be shown, but free text about them (a reason, an email's text, a former value) needs
the same permission as the name: it is shown while the name is revealed.

A model with a path to a person names the permission for its rows and uses `VisibleQuerySet`, or a subclass where some
users see only a part. Pages, searches and panels must start with `visible_to`, which a test checks.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache, reduce
from operator import or_
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest

from core import extend

#: Protected people whose names are revealed: pairs of (object type, key).
RevealedPeople = frozenset[tuple[str, int]]
NOBODY: RevealedPeople = frozenset()
M = TypeVar("M", bound=models.Model, covariant=True)


class VisibleQuerySet(models.QuerySet[M]):
    """Rows that users with the model's `seen_with` permission see, and nobody else."""

    def visible_to(self, user: Any) -> Self:
        """The rows this user may see: all of them or none. `user` may be anonymous."""
        seen_with: str = self.model.seen_with  # type: ignore[attr-defined]  # stated by every model that takes this
        return self if user.has_perm(seen_with) else self.none()


@lru_cache(maxsize=64)
def guarded(revealed: RevealedPeople = NOBODY, among: frozenset[str] | None = None) -> Q:
    """A condition on rows with `object_type` and `object_id`: those about protected people who are not in `revealed`.
    Whoever has the rows at hand says `among` which kinds of objects they are, so that only these are asked about.

    It is a correlated EXISTS for each row, since a subquery of all such objects would read every gift. The condition is
    lazy and can be reused.
    """
    kinds = (
        Q(object_type=kind.object_type) & Q(Exists(kind.keys(revealed).filter(pk=OuterRef("object_id"))))
        for kind in extend.entries(extend.GuardedRows)
        if among is None or kind.object_type in among
    )
    return reduce(or_, kinds, Q(pk__in=[]))


def is_redacted(row: models.Model, request: HttpRequest) -> bool:
    """Whether free text about a row is hidden from this request, because it is about a protected person who is not
    revealed."""
    return any(keys.filter(pk=row.pk).exists() for keys in _about(type(row), revealed_to(request)))


def naming(texts: Iterable[str], revealed: RevealedPeople = NOBODY) -> set[str]:
    """Which of these texts name a protected person who is not in `revealed`; asked as they are read."""
    known = set(filter(None, texts))
    return (
        set().union(*(kind.naming(known, revealed) for kind in extend.entries(extend.GuardedWords))) if known else set()
    )


def people_named(texts: Iterable[str]) -> RevealedPeople:
    """The protected people these texts name; for the system only, for readers to whom the texts are open."""
    known = set(filter(None, texts))
    return NOBODY.union(*(kind.people(known) for kind in extend.entries(extend.GuardedWords))) if known else NOBODY


def redacted(model: type[models.Model], revealed: RevealedPeople = NOBODY) -> Q:
    """The rows of a kind for which `is_redacted` is True, as a condition."""
    return reduce(or_, (Q(Exists(keys.filter(pk=OuterRef("pk")))) for keys in _about(model, revealed)), Q(pk__in=[]))


def _about(model: type[models.Model], revealed: RevealedPeople) -> list[Any]:
    kind = model._meta.label_lower
    return [entry.keys(revealed) for entry in extend.entries(extend.GuardedRows) if entry.object_type == kind]


def revealed_to(request: HttpRequest) -> RevealedPeople:
    """The people whose names are revealed in this request."""
    return NOBODY.union(*(source.keys(request) for source in extend.entries(extend.RevealedSource)))
