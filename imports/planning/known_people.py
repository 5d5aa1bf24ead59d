"""People, organizations and households on record that a file may mean, for the planner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import Any, NamedTuple

from django.db.models import CharField, F, Func, QuerySet, Value

from core.db.chunks import chunks
from crm import identity
from crm.models import EmailAddress, Household, Supporter, SupporterReference
from crm.names.people import PersonName, people_on_record
from donations.models import Gift
from imports.contexts import Context
from imports.matching.known_records import KnownHousehold, KnownOrganization, KnownPerson, KnownRecords
from imports.matching.people import OUR_NUMBER
from imports.planning.whom_to_ask import Asked, households_asked, mailboxes, supporters_asked


class _Reached(NamedTuple):
    """The contact details on record of some supporters, by primary key."""

    emails: dict[int, list[str]]
    phones: dict[int, list[str]]
    cities: dict[int, list[str]]
    streets: dict[int, list[str]]
    checks: dict[int, list[str]]

    def of(self, *supporters: int) -> dict[str, tuple[str, ...]]:
        """All values of some supporters together, by the names above."""
        tables = zip(self._fields, self, strict=True)
        return {
            name: tuple(dict.fromkeys(text for pk in supporters for text in table.get(pk, ())))
            for name, table in tables
        }


def _once(table: dict[int, list[str]], supporters: Iterable[int]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for pk in supporters for text in table.get(pk, ())))


def known_people(asked: Asked, checks: Collection[str], context: Context) -> KnownRecords:
    """The people a file may mean, with their households and household members; `checks` are the check numbers in it.
    Keys are like `supporter:12` and `household:3`."""
    found = supporters_asked(asked)
    homes = households_asked(asked) | _homes_of(found)
    lives_in = _members(homes)
    everybody = found | {pk for rows in lives_in.values() for pk, _ in rows}
    rows = sorted(_in_chunks(everybody, identity.names_for_matching), key=lambda row: (row.sort_name, row.pk))
    reached = _reached({row.pk for row in rows}, checks)
    known = KnownRecords()
    _put_supporters(known, rows, reached)
    _put_holders(known, {row.pk for row in rows}, reached, context)
    for home in _in_chunks(homes, lambda some: Household.objects.filter(pk__in=some)):
        members = tuple(f"supporter:{pk}" for pk, kind in lives_in[home.pk] if kind != Supporter.DonorType.COUPLE)
        details = reached.of(*(pk for pk, _ in lives_in[home.pk]))
        known.households.append(KnownHousehold(f"household:{home.pk}", home.name, members, **details))
    return known


def _put_supporters(known: KnownRecords, rows: Iterable[Supporter], reached: _Reached) -> None:
    rows = list(rows)
    ids = defaultdict(list)
    references = SupporterReference.objects.order_by("pk")
    for supporter_id, system, value in _pairs(
        {row.pk for row in rows}, lambda some: references.filter(supporter__in=some), "system", "value"
    ):
        ids[supporter_id].append(f"{system}:{value}")
    for row in rows:
        details: dict[str, Any] = {"ids": (f"{OUR_NUMBER}:{row.number}", *ids[row.pk]), **reached.of(row.pk)}
        key = f"supporter:{row.pk}"
        if row.kind == Supporter.Kind.ORGANIZATION:
            known.organizations.append(KnownOrganization(key, row.full_name, **details))
        elif name := _one_name(row.full_name, row.native_name):
            home = f"household:{row.household_id}" if row.household_id else None
            written = (row.native_name,) if row.native_name else ()
            known.people.append(KnownPerson(key, name, household=home, written=written, **details))


def _one_name(full: str, native: str) -> PersonName | None:
    names = people_on_record(full) or people_on_record(native)
    return names[0] if len(names) == 1 else None


def _put_holders(known: KnownRecords, there: set[int], reached: _Reached, context: Context) -> None:
    """Add other people with one of these email addresses by name only, so that addresses shared by many families are
    recognized."""
    emails = {email for pk in there for email in reached.emails.get(pk, ())}
    boxes = {box for email in emails for box in mailboxes(email, context)}
    holds = defaultdict(list)
    people = EmailAddress.objects.filter(supporter__merged_into=None, supporter__kind=Supporter.Kind.PERSON).order_by(
        "pk"
    )
    for pk, email in _pairs(boxes, lambda some: people.filter(mailbox__in=some), "normalized"):
        if pk not in there:
            holds[pk].append(email)
    for row in sorted(_in_chunks(set(holds), identity.names_for_matching), key=lambda row: (row.sort_name, row.pk)):
        if name := _one_name(row.full_name, row.native_name):
            known.people.append(KnownPerson(f"supporter:{row.pk}", name, emails=tuple(holds[row.pk])))


def _homes_of(supporters: set[int]) -> set[int]:
    rows = Supporter.objects.not_merged().filter(household__isnull=False).order_by()
    return {home for some in chunks(sorted(supporters))
            for home in rows.filter(pk__in=some).values_list("household_id", flat=True)}  # fmt: skip


def _members(homes: set[int]) -> dict[int, list[tuple[int, str]]]:
    """The members of each household, and how they give."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    rows = Supporter.objects.not_merged().order_by("pk")
    for some in chunks(sorted(homes)):
        for home, pk, donor_type in rows.filter(household__in=some).values_list("household_id", "pk", "donor_type"):
            found[home].append((pk, donor_type))
    return found


def _reached(keys: set[int], checks: Collection[str]) -> _Reached:
    reached = _Reached(
        defaultdict(list), defaultdict(list), defaultdict(list), defaultdict(list), _checks(keys, checks)
    )
    for some in chunks(sorted(keys)):
        for table, rows in zip(reached, identity.contacts_for_matching(some), strict=False):
            for pk, value in rows:
                if value:
                    table[pk].append(value)
    return reached


def _checks(keys: set[int], numbers: Collection[str]) -> dict[int, list[str]]:
    """Who wrote checks with the numbers in the file; leading zeros do not count."""
    found: dict[int, list[str]] = defaultdict(list)
    bare = sorted({number.lstrip("0") for number in numbers})
    trimmed = Func(F("check_number"), Value("0"), function="LTRIM", output_field=CharField())
    gifts = Gift.objects.order_by().annotate(bare=trimmed)
    for some in chunks(sorted(keys)) if bare else ():
        theirs = gifts.filter(supporter__in=some).exclude(check_number="")
        for few in chunks(bare):
            for pk, number in theirs.filter(bare__in=few).values_list("supporter_id", "check_number"):
                found[pk].append(number)
    return found


def _in_chunks(keys: Collection[int], rows_of: Callable[[list[int]], Iterable[Any]]) -> list[Any]:
    return [row for some in chunks(sorted(keys)) for row in rows_of(some)]


def _pairs(values: Collection[Any], rows_of: Callable[[list[Any]], QuerySet], *columns: str) -> Iterable[tuple]:
    for some in chunks(sorted(values)):
        yield from rows_of(some).values_list("supporter_id", *columns)
