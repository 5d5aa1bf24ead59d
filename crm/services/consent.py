"""Recording opt-ins and opt-outs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from core import audit
from core.db.chunks import chunks
from core.models import User
from crm.consent import rules
from crm.models import Consent, Supporter


@dataclass(frozen=True)
class ConsentStatement:
    """What a list says about one person on one channel."""

    supporter_id: int
    channel: str
    given: bool
    at: datetime | None = None  # since when, if the list says so


@dataclass(frozen=True)
class Channel:
    """The consent on one channel for a page: its label, the entry that applies, and whether contact is allowed."""

    slug: str
    label: str
    word: Consent | None
    open: bool
    others: tuple[Consent, ...] = ()  # entries about single purposes that still apply


@transaction.atomic
def record_consent(
    *, supporter: Supporter, channel: str, purpose: str, given: bool, source: str, at: datetime, by: User | None
) -> Consent:
    """Record an opt-in or opt-out from the supporter. Raises `ValidationError`."""
    word = Consent(
        supporter=supporter, channel=channel, purpose=purpose, given=given, source=source.strip(), at=at, by=by
    )
    word.full_clean()
    word.save()
    audit.record(by, "consent.given" if given else "consent.withdrawn", supporter, channel=channel, purpose=purpose)
    return word


@transaction.atomic
def record_statements(
    *, statements: Iterable[ConsentStatement], source: str, at: datetime, by: User | None
) -> list[Consent]:
    """Record the entries of a list that change something. An opt-out is never lifted. Returns the entries written.

    `at` is the time of entries without one, and of opt-outs older than an opt-in: of two lists, the one with the
    opt-out applies, in whichever order they are imported.
    """
    wanted = sorted(statements, key=lambda statement: statement.given)  # of two statements, the opt-out applies
    entries = _entries_of({statement.supporter_id for statement in wanted})
    new = []
    for statement in wanted:
        earlier = entries[statement.supporter_id]
        if rules.changes(earlier, channel=statement.channel, given=statement.given):
            row = Consent(
                supporter_id=statement.supporter_id,
                channel=statement.channel,
                given=statement.given,
                source=source,
                at=_time_of(statement, earlier, at),
                by=by,
            )
            earlier.append(row)
            new.append(row)
    Consent.objects.bulk_create(new, batch_size=2_000)
    _record_new(new, by)
    return new


def _record_new(rows: list[Consent], by: User | None) -> None:
    """One audit entry for all of a list's new rows."""
    if not rows:
        return
    changes = [
        audit.FieldChange(f"{row.channel} consent", None, _status_text(row), of=Supporter(pk=row.supporter_id))
        for row in rows
    ]
    audit.record(by, "consent.taken_over", rows[0].supporter, count=len(rows), changes=changes)


def _entries_of(supporters: Iterable[int]) -> dict[int, list[Consent]]:
    """The consent entries of each supporter, by key; an empty list for those without."""
    found: dict[int, list[Consent]] = defaultdict(list)
    for some in chunks(sorted(supporters)):
        for entry in Consent.objects.filter(supporter_id__in=some):
            found[entry.supporter_id].append(entry)
    return found


def _time_of(statement: ConsentStatement, earlier: list[Consent], at: datetime) -> datetime:
    latest = rules.current(earlier, channel=statement.channel)
    if statement.at is None or (latest is not None and latest.at >= statement.at):
        return at
    return statement.at


def _status_text(row: Consent) -> str:
    return "opted in" if row.given else "opted out"


def opted_out_channels(supporter: Supporter, *, purpose: str) -> list[str]:
    """The labels of the channels on which the supporter opted out of this purpose."""
    consents = list(supporter.consents.all())
    return [
        str(label)
        for slug, label in Consent.Channel.choices
        if rules.current(consents, channel=slug, purpose=purpose)
        and not rules.may_write(consents, channel=slug, purpose=purpose)
    ]


def may_contact(supporter: Supporter, *, purpose: str) -> bool:
    """Whether contact is allowed on any channel for a purpose."""
    consents = list(supporter.consents.all())
    return any(rules.may_write(consents, channel=slug, purpose=purpose) for slug in rules.CHANNELS)


def channels_of(supporter: Supporter) -> list[Channel]:
    """The consent on every channel, in the order of `Consent.Channel`."""
    consents = list(supporter.consents.select_related("by"))
    return [_channel(slug, str(label), consents) for slug, label in Consent.Channel.choices]


def _channel(slug: str, label: str, said: list[Consent]) -> Channel:
    word = rules.current(said, channel=slug)
    single = [rules.current(said, channel=slug, purpose=str(purpose)) for purpose in Consent.Purpose.values]
    others = tuple(dict.fromkeys(one for one in single if one is not None and one != word))
    return Channel(slug, label, word, rules.may_write(said, channel=slug), others)
