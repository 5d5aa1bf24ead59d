"""The changes of audit entries in words: each field's value before and after, and of which records.

A choice is shown by its label, a day and an amount as everywhere, a foreign key by its name when it was recorded. Equal
changes of an act on many records are grouped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import Any, NamedTuple

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from core import extend
from core.audit import KEY
from core.display import day_text, moment_text, money_text
from core.models import AuditEntry, Change, Message
from core.money import MoneyField
from core.privacy import visibility

NOTHING = "(blank)"
#: In place of a value that names a protected person.
PRIVATE = "hidden: names a protected person"
#: Fields whose name in the database is not what people call them.
CALLED = {
    "state": "status",
    "method": "payment method",
    "emailaddress": "email address",
    "phonenumber": "phone number",
    "postaladdress": "postal address",
    "mail_on": "outgoing mail",
    "is_active": "account open",
    "returned_source": "seat returned",
    "checked_in": "checked in",
    "gift_on": "date of gift",
    "spoken_number": "number",
}


class Limits(NamedTuple):
    """How many values of one entry are read, how many are shown, and how many records are named beside one."""

    read: int
    shown: int
    named: int


ON_A_PAGE = Limits(40, 8, 3)
#: About as much as fits in one cell of a workbook (32,767 characters); the rest is counted.
IN_A_FILE = Limits(1_000, 300, 1_000)


@dataclass(frozen=True)
class Value:
    """A value before and after, under the name of its field.

    `records` are (title, URL) of the records it belongs to, unless that is the entry's own object; `more` is the number
    of others.
    """

    label: str
    before: str
    after: str
    erased: bool
    records: tuple[tuple[str, str], ...] = ()
    more: int = 0

    @property
    def was_empty(self) -> bool:
        """Whether the value was set for the first time."""
        return self.before == NOTHING

    @property
    def is_empty_now(self) -> bool:
        """Whether the value was removed."""
        return self.after == NOTHING

    def __str__(self) -> str:
        """As text in files: `Payment method: Check → Cash (G-2311, G-2312 and 4 more)`."""
        of = ", ".join(title for title, _ in self.records) + (f" and {self.more:,} more" if self.more else "")
        text = "values erased" if self.erased else f"{self.before} → {self.after}"
        return f"{self.label}: {text}" + (f" ({of})" if of else "")


@dataclass(frozen=True)
class Values:
    """The values shown for an entry; `more` is the number not shown."""

    shown: tuple[Value, ...] = ()
    more: int = 0

    def __str__(self) -> str:
        rest = [f"and {self.more:,} more"] if self.more else []
        return "; ".join([*map(str, self.shown), *rest])


def values(
    entries: Sequence[AuditEntry],
    user: Any,
    *,
    revealed: frozenset[tuple[str, int]] = frozenset(),
    about: models.Model | None = None,
    limits: Limits = ON_A_PAGE,
) -> Mapping[int, Values]:
    """The changes of entries, by entry key, that this user may see.

    With `about`, only changes on that record, unless an entry is its own. A fixed number of queries; a single short one
    when nothing changed.
    """
    rows = Change.objects.filter(entry__in=[entry.pk for entry in entries])
    own = {(entry.pk, entry.object_type, entry.object_id) for entry in entries}
    if about is not None:
        kind, key = about._meta.label_lower, about.pk
        mine = [entry.pk for entry in entries if (entry.object_type, entry.object_id) == (kind, key)]
        rows = rows.filter(models.Q(entry__in=mine) | models.Q(object_type=kind, object_id=key))
        own |= {(entry.pk, kind, key) for entry in entries}
    kinds = frozenset(rows.order_by().values_list("object_type", flat=True).distinct())
    if not kinds:
        return defaultdict(Values)
    rows = rows.visible_to(user, revealed=revealed, among=kinds)
    found = _guarded(_named(_read(rows, limits.read), user), revealed)
    titles = objects([row for row in found if (row.entry_id, row.object_type, row.object_id) not in own], user)
    of_entry = groupby(found, key=lambda row: row.entry_id)
    return defaultdict(Values, {key: _values(list(some), titles, limits) for key, some in of_entry})


def _read(rows: Any, most: int) -> list[Any]:
    """The first changes of each entry, annotated with their total number (`of_all`)."""
    entry = F("entry")
    numbered = rows.annotate(
        place=Window(RowNumber(), partition_by=entry, order_by="pk"), of_all=Window(Count("pk"), partition_by=entry)
    )
    return list(numbered.filter(place__lte=most).order_by("entry", "pk"))


@dataclass(frozen=True)
class _Keyed:
    """A record that a value refers to by key."""

    object_type: str
    object_id: int


def _named(rows: list[Any], user: Any) -> list[Any]:
    """The current names, for this user, of records that values refer to by key."""
    keyed = {text: None for row in rows for text in (row.before, row.after) if text.startswith(KEY)}
    if not keyed:
        return rows
    kinds = {row.pk: _target(row) for row in rows}
    wanted = [
        _Keyed(kinds[row.pk], int(text.removeprefix(KEY)))
        for row in rows
        for text in (row.before, row.after)
        if kinds[row.pk] and text.startswith(KEY) and text.removeprefix(KEY).isdecimal()
    ]
    titles = objects(wanted, user)
    for row in rows:
        row.before, row.after = (_title(kinds[row.pk], text, titles) for text in (row.before, row.after))
    return rows


def _guarded(rows: list[Any], revealed: frozenset[tuple[str, int]]) -> list[Any]:
    """Without the words of values that name somebody protected: their record may name nobody by now."""
    hidden = visibility.naming((text for row in rows for text in (row.before, row.after)), revealed)
    for row in rows:
        row.before, row.after = (PRIVATE if text in hidden else text for text in (row.before, row.after))
    return rows


def _target(row: Change) -> str:
    """The kind of record a change's field refers to; '' when it is not a foreign key."""
    field = model_field(row.object_type, row.field)
    return field.related_model._meta.label_lower if isinstance(field, models.ForeignKey) else ""


def _title(kind: str, text: str, titles: Mapping[tuple[str, int], tuple[str, str]]) -> str:
    if not kind or not text.startswith(KEY) or not text.removeprefix(KEY).isdecimal():
        return text
    key = int(text.removeprefix(KEY))
    return titles.get((kind, key), ("",))[0] or f"a {kind.rpartition('.')[2]}"


def _values(rows: list[Any], titles: Mapping[tuple[str, int], tuple[str, str]], limits: Limits) -> Values:
    alike: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        alike[row.object_type, row.field, row.before, row.after, row.erased_at is not None].append(row)
    groups, unread = list(alike.values()), rows[0].of_all - len(rows)
    if len(groups) == 1:
        return Values((_value(groups[0], titles, limits.named, unread),))
    shown = tuple(_value(some, titles, limits.named) for some in groups[: limits.shown])
    return Values(shown, unread + sum(map(len, groups[limits.shown :])))


def _value(rows: list[Any], titles: Mapping[tuple[str, int], tuple[str, str]], most: int, unread: int = 0) -> Value:
    first = value_of(rows[0])
    known = dict.fromkeys(filter(None, (titles.get((row.object_type, row.object_id)) for row in rows)))
    named = tuple(known)[:most]
    return Value(
        first.label, first.before, first.after, first.erased, named, len(rows) + unread - len(named) if named else 0
    )


def value_of(change: Change) -> Value:
    """A change as it is shown: what is empty as “(blank)”."""
    field = model_field(change.object_type, change.field)
    before, after = (_display_value(field, text) or NOTHING for text in (change.before, change.after))
    name = label_of(change.object_type, change.field)
    return Value(f"{name[:1].upper()}{name[1:]}", before, after, change.erased_at is not None)


def _display_value(field: Any, text: str) -> str:
    """A recorded value in words, by the type of its field."""
    if choices := dict(getattr(field, "flatchoices", ())):
        return str(choices.get(text, text))
    try:
        if isinstance(field, MoneyField):
            return money_text(Decimal(text)) if text else ""
        if isinstance(field, models.DateTimeField):
            return moment_text(_local(datetime.fromisoformat(text))) if text else ""
        if isinstance(field, models.DateField):
            return day_text(date.fromisoformat(text)) if text else ""
    except (InvalidOperation, ValueError):
        return text
    return text


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def label_of(object_type: str, name: str) -> str:
    """The label of a field."""
    if name in CALLED:
        return CALLED[name]
    found = model_field(object_type, name)
    text = str(getattr(found, "verbose_name", "")) or name.removesuffix("_id")
    return text.replace("_", " ")


def model_field(object_type: str, name: str) -> Any:
    """The field of that name on a kind of record, or None."""
    try:
        return apps.get_model(object_type)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None


def objects(entries: Iterable[Any], user: Any) -> Mapping[tuple[str, int], tuple[str, str]]:
    """(title, URL) of the objects of entries, changes or emails, by kind and key: those this user may open."""
    wanted = _keys(entries)
    return {
        (kind.object_type, key): shown
        for kind in extend.entries(extend.AuditObject)
        if wanted[kind.object_type]
        for key, shown in kind.shown(user, sorted(wanted[kind.object_type])).items()
    }


def numbers(entries: Iterable[AuditEntry | Message]) -> Mapping[tuple[str, int], str]:
    """The number (S-1042) of the supporter that an object is about, by kind and key."""
    wanted = _keys(entries)
    return {
        (kind.object_type, key): number
        for kind in extend.entries(extend.GuardedRows)
        if wanted[kind.object_type]
        for key, number in kind.numbers(sorted(wanted[kind.object_type])).items()
    }


def _keys(entries: Iterable[Any]) -> Mapping[str, set[int]]:
    wanted: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        if entry.object_id is not None:
            wanted[entry.object_type].add(entry.object_id)
    return wanted
