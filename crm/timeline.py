"""The timeline of a supporter: entries from every app, newest first, by month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from core import extend
from core.extend import TimelineEntry, TimelineSource
from core.models import AuditEntry, User
from crm.models import Supporter
from crm.protection.free_text import naming

STEP = 20
MOST = 400

ACTS = {
    "supporter.changed": "Details changed",
    "supporter.revealed": "Name revealed",
    "contact.added": "Contact detail added",
    "contact.changed": "Contact detail changed",
    "contact.removed": "Contact detail removed",
    "consent.given": "Opted in",
    "consent.withdrawn": "Opted out",
    "household.joined": "Joined a household",
    "household.left": "Left the household",
}
ICONS = {"supporter.revealed": "eye", "household.joined": "home", "household.left": "home"}
CONTACT_NOUNS = {"emailaddress": "email", "phonenumber": "phone", "postaladdress": "address"}


@dataclass(frozen=True)
class Line:
    """An entry with its day in the organization's time zone and the tone of its source."""

    entry: TimelineEntry
    day: date
    tone: str


@dataclass(frozen=True)
class Timeline:
    """The page's timeline: the sources, the chosen one, entries by month, and whether there are more."""

    sources: list[TimelineSource]
    chosen: str
    months: list[tuple[date, list[Line]]]
    shown: int
    more: bool


def timeline_of(supporter: Supporter, user: User, *, chosen: str = "", limit: int = STEP) -> Timeline:
    """The newest entries this user may see. `chosen` is the slug of one source; any other text means all sources."""
    sources = extend.entries_for(user, TimelineSource)
    known = {source.slug for source in sources}
    asked = [source for source in sources if source.slug == chosen] or sources
    lines = [
        Line(entry, _day(entry.at), source.tone)
        for source in asked
        for entry in source.entries(supporter, user, limit + 1)
    ]
    lines.sort(key=lambda line: _moment(line.entry.at), reverse=True)
    newest = lines[:limit]
    return Timeline(sources, chosen if chosen in known else "", _months(newest), len(newest), len(lines) > limit)


def own_entries(supporter: Supporter, user: User, limit: int) -> Iterable[TimelineEntry]:
    """When the record was added, which fields changed, and its references to other systems. Never the values
    themselves."""
    entries = AuditEntry.objects.filter(object_type="crm.supporter", object_id=supporter.pk, act__in=ACTS)
    for entry in entries.select_related("actor").order_by("-at", "-pk")[:limit]:
        yield TimelineEntry(
            at=entry.at,
            icon=ICONS.get(entry.act, "pen"),
            title=ACTS[entry.act],
            detail=" · ".join(filter(None, (_fields(entry), _by(entry.actor)))),
        )
    for reference in supporter.references.order_by("-created_at", "-pk")[:limit]:
        yield TimelineEntry(
            at=reference.created_at,
            icon="link",
            title=f"Linked to {reference.system}",
            detail="" if supporter.protected else reference.value,
        )
    yield TimelineEntry(
        at=supporter.created_at,
        icon="user",
        title="Added",
        detail=_by(supporter.created_by) or _source(supporter),
    )


def _fields(entry: AuditEntry) -> str:
    names = [CONTACT_NOUNS.get(name) or name for name in entry.data.get("fields", [])]
    known = {
        field.name: str(field.verbose_name) for field in Supporter._meta.get_fields() if hasattr(field, "verbose_name")
    }
    return ", ".join(known.get(name, name) for name in names)


def _by(actor: User | None) -> str:
    return f"by {actor}" if actor else ""


def _source(supporter: Supporter) -> str:
    """Where the record came from, taken from its first contact point."""
    point = supporter.emails.first() or supporter.phones.first() or supporter.addresses.first()
    return f"from {point.source}" if point and point.source and not naming([point.source]) else ""


def _months(lines: list[Line]) -> list[tuple[date, list[Line]]]:
    months: dict[date, list[Line]] = {}
    for line in lines:
        months.setdefault(line.day.replace(day=1), []).append(line)
    return list(months.items())


def _day(at: date | datetime) -> date:
    return timezone.localtime(at).date() if isinstance(at, datetime) else at


def _moment(at: date | datetime) -> tuple[date, float]:
    """Sort key: days without a time come before times on the same day."""
    return (_day(at), at.timestamp() if isinstance(at, datetime) else 0.0)
