"""Read the audit log: entries in words, their objects, and the history of one object.

Apps contribute the words (`extend.AuditAct`), the objects (`extend.AuditObject`), and who may see former values
(`extend.ChangeScope`). An act without words is shown by its own name, and a test fails for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.urls import reverse

from core import extend
from core.audit.old_and_new import IN_A_FILE, Value, Values, label_of, numbers, objects, value_of, values
from core.audit.reasons import readable
from core.display import day_text, money_text
from core.models import AuditEntry

__all__ = [
    "IN_A_FILE",
    "Value",
    "Values",
    "history",
    "history_of",
    "lines",
    "numbers",
    "objects",
    "value_of",
    "values",
    "words",
]
NEWEST = 20
#: How many entries are shown; the others are collapsed.
OPEN = 5
#: The permission to see amounts; entries about money have other words for users without it.
SEES_AMOUNTS = "gifts.view"
AMOUNTS = {"amount", "total"}
#: Labels of some keys in entries' data.
SIGN_IN = {"totp": "authenticator app", "webauthn": "passkey", "recovery_codes": "recovery codes"}
ROLES = {"admin": "administrator", "events": "event coordinator", "door": "check-in volunteer", "board": "board member"}
CALLED = {"proof": SIGN_IN, "kind": SIGN_IN, "kinds": SIGN_IN, "roles": ROLES, "roles_before": ROLES}
#: Shown instead of a reason that names a protected person.
REASON_REDACTED = "The reason is shown while the name is revealed."


@dataclass(frozen=True)
class Line:
    """An entry as shown."""

    entry: AuditEntry
    words: str
    values: tuple[Value, ...] = ()
    #: The number of further values.
    more: int = 0

    @property
    def reason(self) -> str:
        if self.entry.readable_reason:
            return f"“{self.entry.readable_reason}”"
        return REASON_REDACTED if self.entry.reason else ""

    @property
    def who(self) -> str:
        return who(self.entry)


class _Shown(str):
    """A value in words; formatted with `gift|gifts` it is a number with its noun."""

    def __format__(self, spec: str) -> str:
        if "|" not in spec:
            return str(self)
        one, many = spec.split("|", 1)
        return f"{self} {one if self == '1' else many}"


class _Values(dict[str, _Shown]):
    def __missing__(self, key: str) -> _Shown:
        return _Shown("")


def who(entry: AuditEntry) -> str:
    """Who did it: a user, a public page, or the system."""
    return str(entry.actor) if entry.actor else "System or website visitor"


def words(entry: AuditEntry, user: Any) -> str:
    """What was done, without who did it, for this reader: `gave back $50.00`."""
    act = acts().get(entry.act)
    if act is None:
        return label(entry.act).lower()
    text = act.words if not act.money or user.has_perm(SEES_AMOUNTS) else act.bare
    return " ".join(text.format_map(_shown(entry)).split()).rstrip(" :,")


def acts() -> dict[str, extend.AuditAct]:
    """Every act that has words."""
    return {act.name: act for act in extend.entries(extend.AuditAct)}


def label(act: str) -> str:
    """The label of an act in a filter; without one, `gift.refunded` is “Gift refunded”."""
    known = acts().get(act)
    if known and known.label:
        return known.label
    return act.replace(".", " ").replace("_", " ").capitalize()


def _shown(entry: AuditEntry) -> _Values:
    return _Values({key: _Shown(_value(entry.object_type, key, value)) for key, value in entry.data.items()})


def _value(object_type: str, key: str, value: Any) -> str:
    if isinstance(value, list):
        names = [label_of(object_type, item) if key == "fields" else _called(key, str(item)) for item in value]
        return ", ".join(names)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if key in AMOUNTS or key.endswith("_amount"):
        return _money(value)
    return _called(key, _day(str(value or "")))


def _called(key: str, value: str) -> str:
    return CALLED.get(key, {}).get(value, value.replace("_", " "))


def _money(value: Any) -> str:
    try:
        return money_text(Decimal(value))
    except (InvalidOperation, TypeError):
        return str(value or "")


def _day(text: str) -> str:
    try:
        return day_text(date.fromisoformat(text)) if len(text) == 10 else text
    except ValueError:
        return text


def lines(
    entries: Sequence[AuditEntry],
    obj: models.Model,
    user: Any,
    *,
    revealed: frozenset[tuple[str, int]] = frozenset(),
) -> list[Line]:
    """Entries in words, with the former values this user may see; a fixed number of queries."""
    found = values(entries, user, revealed=revealed, about=obj)
    return [Line(entry, words(entry, user), found[entry.pk].shown, found[entry.pk].more) for entry in entries]


@dataclass(frozen=True)
class History:
    """The latest entries about an object, and the URL of the rest if there are more."""

    lines: list[Line]
    older: str

    @property
    def newest(self) -> list[Line]:
        """The entries shown."""
        return self.lines[:OPEN]

    @property
    def earlier(self) -> list[Line]:
        """The entries that are collapsed."""
        return self.lines[OPEN:]


def history(obj: models.Model, user: Any, *, revealed: frozenset[tuple[str, int]] = frozenset()) -> History | None:
    """The history of an object; None when there are no entries."""
    kind, key = obj._meta.label_lower, obj.pk
    entries = list(AuditEntry.objects.about(kind, key).select_related("actor")[: NEWEST + 1])
    if not entries:
        return None
    more = len(entries) > NEWEST and user.has_perm("audit.view")
    older = f"{reverse('audit')}?{urlencode({'kind': kind, 'record': key})}" if more else ""
    reasons = readable(entries, revealed)
    for entry in entries:
        entry.readable_reason = reasons[entry.pk]
    return History(lines(entries[:NEWEST], obj, user, revealed=revealed), older)


def history_of(on: str, *, order: int = 900, column: str = "side") -> extend.Panel:
    """The history panel for one kind of page."""
    return extend.Panel(
        on=on,
        slug="history",
        template="core/_history.html",
        permission="history.view",
        order=order,
        context=_context,
        column=column,
    )


def _context(obj: models.Model, user: Any) -> dict[str, Any] | None:
    found = history(obj, user)
    return {"history": found} if found else None


def noun(object_type: str) -> str:
    """The noun for an object of a kind: `gift`."""
    nouns = {kind.object_type: kind.noun for kind in extend.entries(extend.AuditObject)}
    return nouns.get(object_type) or object_type.rpartition(".")[2]
