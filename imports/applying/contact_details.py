"""What a file adds to people besides names: contact details, references to other systems, consent, suppressed
addresses.

Written in bulk, and every row logged, so that it can be undone. A file only adds; it never overwrites existing values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from core.db.chunks import chunks
from core.mail import suppress_all
from core.models import Organization, Suppression, User
from crm import identity
from crm.models import Consent, EmailAddress, PhoneNumber, PostalAddress, Supporter, SupporterReference
from crm.protection import twins, typed_rows
from crm.services.consent import ConsentStatement, record_statements
from imports.applying.change_log import Effects

#: The label of an address that is known to bounce.
BOUNCES = "bounces"
BATCH = 2_000
#: What rows say about one supporter: `plans.ContactFacts` as JSON.
FactsBySupporter = Mapping[int, Sequence[dict[str, Any]]]
Place = dict[str, str]


class Additions:
    """Writes of one run of an import, inside its transaction."""

    def __init__(self, *, source: str, by: User | None, at: datetime, effects: Effects) -> None:
        self.source, self.by, self.at, self.effects = source, by, at, effects

    def add_emails(self, found: Mapping[int, Iterable[str]]) -> None:
        """Add email addresses to existing supporters."""
        self._add_points(
            [EmailAddress(**self._of(owner), address=each) for owner, all_ in found.items() for each in all_]
        )

    def add_phones(self, found: Mapping[int, Iterable[str]]) -> None:
        """Add phone numbers to existing supporters."""
        self._add_points(
            [PhoneNumber(**self._of(owner), number=each) for owner, all_ in found.items() for each in all_]
        )

    def add_places(self, found: Mapping[int, Place]) -> None:
        """Add a street address to each existing supporter without a similar one; a first address becomes primary."""
        places = {owner: place for owner, place in found.items() if place["street"]}
        there: dict[int, list[Place]] = {}
        names = ("supporter_id", "street", "city", "region", "postal_code", "country")
        for some in chunks(sorted(places)):
            for owner, *values in PostalAddress.objects.filter(supporter_id__in=some).values_list(*names):
                there.setdefault(owner, []).append(dict(zip(names[1:], values, strict=True)))
        rows = [
            PostalAddress(**self._of(owner), **place, primary=owner not in there)
            for owner, place in places.items()
            if not any(_same_place(place, other) for other in there.get(owner, ()))
        ]
        self._note(PostalAddress, PostalAddress.objects.bulk_create(rows, batch_size=BATCH))

    def add_facts(self, said: FactsBySupporter) -> None:
        """Store references to other systems, consent, and suppressed addresses."""
        self._add_references(said)
        self._label_bouncing(said)
        self._suppress(said)
        zone = ZoneInfo(Organization.current().time_zone)
        words = [
            ConsentStatement(key, channel, given, _since(one, zone))
            for key, told in said.items()
            for one in told
            for channel, given in one["consents"]
        ]
        self._note(Consent, record_statements(statements=words, source=self.source, at=self.at, by=self.by))

    def _of(self, owner: int) -> dict[str, Any]:
        return {"supporter_id": owner, "source": self.source}

    def _note(self, model: type[Any], rows: Iterable[Any]) -> None:
        for row in rows:
            self.effects.created(model, [row.pk], owner=f"crm.supporter:{row.supporter_id}")

    def _add_points(self, points: list[Any]) -> None:
        """Add contact points that a supporter does not have; ones added concurrently are kept."""
        if not points:
            return
        model = type(points[0])
        for point in points:
            point.prepare()
        wanted = {(point.supporter_id, point.normalized): point for point in points}
        owners = {owner for owner, _ in wanted}
        for key in {(row.supporter_id, row.normalized) for row in self._points(model, owners)} & wanted.keys():
            del wanted[key]
        model.objects.bulk_create(wanted.values(), batch_size=BATCH, ignore_conflicts=True)
        owners = {owner for owner, _ in wanted}
        added = [row for row in self._points(model, owners) if (row.supporter_id, row.normalized) in wanted]
        self._note(model, added)
        twins.ask_about_reached(added)
        for some in chunks(sorted(owners)):
            typed_rows.recheck(Supporter.objects.filter(pk__in=some, protected=True))

    def _points(self, model: type[Any], owners: Iterable[int]) -> list[Any]:
        return [row for some in chunks(sorted(owners)) for row in model.objects.filter(supporter_id__in=some)]

    def _add_references(self, said: FactsBySupporter) -> None:
        """Store references of supporters to other systems. A reference that exists stays with its supporter."""
        wanted: dict[tuple[str, str], int] = {}
        for owner, told in said.items():
            for name in (name for one in told for name in one["ids"]):
                system, _, value = name.partition(":")
                wanted.setdefault((system, value), owner)
        for row in self._references(wanted):
            del wanted[row.system, row.value]
        rows = [
            SupporterReference(supporter_id=owner, system=system, value=value)
            for (system, value), owner in wanted.items()
        ]
        SupporterReference.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
        self._note(SupporterReference, self._references(wanted))

    def _references(self, wanted: Mapping[tuple[str, str], int]) -> list[SupporterReference]:
        values = sorted({value for _, value in wanted})
        rows = (row for part in chunks(values) for row in SupporterReference.objects.filter(value__in=part))
        return [row for row in rows if (row.system, row.value) in wanted]

    def _label_bouncing(self, said: FactsBySupporter) -> None:
        """Label addresses added by this file that bounce; existing addresses keep their labels."""
        bad = {
            (owner, identity.normal_email(email))
            for owner, told in said.items()
            for one in told
            for email in one["bad_emails"]
        }
        fresh = self.effects.fresh(EmailAddress)
        rows = self._points(EmailAddress, {owner for owner, _ in bad})
        keys = [row.pk for row in rows if (row.supporter_id, row.normalized) in bad and fresh(row.pk, row.supporter_id)]
        for some in chunks(sorted(keys)):
            EmailAddress.objects.filter(pk__in=some).update(label=BOUNCES)

    def _suppress(self, said: FactsBySupporter) -> None:
        """Suppress all email to addresses that bounce, and bulk email to those that unsubscribed."""
        kinds = (("bad_emails", Suppression.Kind.BOUNCED), ("unsubscribed", Suppression.Kind.UNSUBSCRIBED))
        for name, kind in kinds:
            addresses = {email for told in said.values() for one in told for email in one.get(name, ())}
            new = suppress_all(addresses, kind=kind, source=self.source, by=self.by)
            self.effects.created(Suppression, [row.pk for row in new])


def _since(told: Mapping[str, Any], zone: ZoneInfo) -> datetime | None:
    """The time of a consent that a list dates: noon of that day in the organization's time zone."""
    text = told.get("consent_on") or ""
    return datetime.combine(date.fromisoformat(text), time(12), zone) if text else None


def _same_place(a: Place, b: Place) -> bool:
    """Whether two addresses are the same: the same street, or the same house number in the same ZIP code."""
    if _plain(a["street"]) == _plain(b["street"]):
        return True
    house = re.match(r"\d+", a["street"].strip())
    zips = a["postal_code"][:5], b["postal_code"][:5]
    return bool(house and zips[0] and zips[0] == zips[1] and re.match(rf"{house[0]}\b", b["street"].strip()))


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
