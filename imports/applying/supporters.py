"""The people, organizations and households an import creates, and what it adds to existing ones."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.utils import timezone

from core.models import User
from crm.models import Household, Supporter
from crm.names.people import PersonName
from crm.protection.free_text import Watch
from crm.services.supporters import SupporterDraft, create_supporters, greet_households, rename_households
from imports.applying.change_log import Effects
from imports.applying.contact_details import Additions
from imports.models import ImportBatch, ImportRow

SLOTS = ("supporter", "supporter_2", "organization", "soft_credit", "payer", "household")
DonorType = Supporter.DonorType
PRINTED_TITLES = {"dr", "prof", "rev", "imam", "maulana", "mufti"}


class Parties:
    """Creates records for planned parties of a batch, if rows need them. Fills `keys`."""

    def __init__(self, batch: ImportBatch, keys: dict[str, str], by: User | None, effects: Effects) -> None:
        self.batch, self.keys, self.by, self.effects = batch, keys, by, effects
        self.people: dict[str, dict[str, Any]] = batch.parties.get("people", {})
        self.organizations: dict[str, dict[str, Any]] = batch.parties.get("organizations", {})
        self.households: dict[str, dict[str, Any]] = batch.parties.get("households", {})
        self.sponsors: set[str | None] = set()
        self.told: dict[str, list[dict[str, Any]]] = {}

    def create_for(self, rows: list[ImportRow]) -> int:
        """Create the records that rows name and that do not exist yet; returns how many supporters are new."""
        self.sponsors = {row.plan["organization"] for row in rows if row.plan["method"] == "daf"}
        self.told = _facts_by_donor(rows)
        named = dict.fromkeys(row.plan[slot] for row in rows for slot in SLOTS if row.plan[slot])
        families = [key for key in named if key in self.households]
        wanted = [*named, *(member for key in families for member in self.households[key]["members"])]
        fresh = [key for key in dict.fromkeys(wanted) if self._is_new(key) and key not in self.households]
        self._create(fresh, [self._draft(key) for key in fresh])
        for key in families:
            self._join(key)
        self._find_families(rows)
        lonely = [key for key in self._without_person(rows) if f"giver of {key}" not in self.keys]
        self._create([f"giver of {key}" for key in lonely], [self._family(key) for key in lonely])
        self._add_to_record(named)
        return len(fresh) + len(lonely)

    def _is_new(self, key: str) -> bool:
        return key not in self.keys and key.startswith("new:")

    def _create(self, keys: list[str], drafts: list[SupporterDraft]) -> None:
        rows = create_supporters(drafts=drafts, by=self.by)
        self.effects.created(Supporter, [row.pk for row in rows])
        for key, row in zip(keys, rows, strict=True):
            self.keys[key] = f"supporter:{row.pk}"

    def _draft(self, key: str) -> SupporterDraft:
        return self._organization(key) if key in self.organizations else self._person(key)

    def _person(self, key: str) -> SupporterDraft:
        person = self.people[key]
        name = PersonName(**person["name"])
        native = next((text for text in person["written"] if not text.isascii() and PersonName(text).is_native), "")
        title = name.title if name.title.rstrip(".").casefold() in PRINTED_TITLES else ""
        full = " ".join(part for part in (title, name.full or name.written) if part)
        return SupporterDraft(
            full_name=full,
            given_name="" if person.get("nameless") else name.given,
            family_name=name.family,
            native_name=self._first_value(key, "native_name") or native,
            language=self._first_value(key, "language") or Supporter.Language.ENGLISH,
            emails=tuple(person["emails"]),
            phones=tuple(person["phones"]),
            addresses=self._addresses(key, person["cities"]),
            source=self.batch.spoken_number,
        )

    def _organization(self, key: str) -> SupporterDraft:
        named = self.organizations[key]
        return SupporterDraft(
            full_name=named["name"],
            kind=Supporter.Kind.ORGANIZATION,
            donor_type=DonorType.DAF_SPONSOR if key in self.sponsors else DonorType.BUSINESS,
            emails=tuple(named["emails"]),
            phones=tuple(named["phones"]),
            addresses=self._addresses(key, named["cities"]),
            source=self.batch.spoken_number,
        )

    def _family(self, key: str) -> SupporterDraft:
        """A family that gave, with no member known by name."""
        home = self.households[key]
        household_id = _number(self.keys.get(key, key), "household")
        return SupporterDraft(
            full_name=home["name"],
            donor_type=DonorType.COUPLE,
            household_id=household_id,
            emails=tuple(home.get("emails", ())),
            phones=tuple(home.get("phones", ())),
            addresses=self._addresses(key, home.get("cities", [])),
            source=self.batch.spoken_number,
        )

    def _first_value(self, key: str, name: str) -> str:
        """The first value the file has for a record's key under `name`, or ''."""
        return next((one[name] for one in self.told.get(key, []) if one[name]), "")

    def _addresses(self, key: str, cities: list[str]) -> tuple[dict[str, str], ...]:
        """Where the file says someone lives: the whole address of one row, else only the city."""
        place = self.batch.parties.get("places", {}).get(key) or ({"street": "", "city": cities[0]} if cities else {})
        return (place,) if place else ()

    @cached_property
    def _watch(self) -> Watch:
        return Watch()

    def _join(self, key: str) -> None:
        """Create the household and add its members; nobody is removed from another household."""
        home = self.households[key]
        if self._is_new(key):
            name = home["name"]
            # Protected members stay in their own household; other households would reveal their name.
            if self._watch.hides(name, ()):
                name = "Household of a file"
            made = Household.objects.create(name=name, shown_name=name)
            self.effects.created(Household, [made.pk])
            self.keys[key] = f"household:{made.pk}"
        household_id = _number(self.keys.get(key, key), "household")
        members = [_number(self.keys.get(member, member)) for member in home["members"]]
        joining = Supporter.objects.filter(pk__in=members, household__isnull=True)
        for member in joining.select_for_update().order_by("pk"):
            self.effects.changed(member, {"household_id": None}, {"household_id": household_id})
        joining.update(household_id=household_id)
        greet_households([household_id])
        rename_households([household_id])

    def _without_person(self, rows: Iterable[ImportRow]) -> list[str]:
        plans = [row.plan for row in rows]
        alone = [
            plan["household"]
            for plan in plans
            if plan["household"] and not (plan["supporter"] or plan["organization"] or plan["payer"])
        ]
        return [key for key in dict.fromkeys(alone) if key in self.households]

    def _find_families(self, rows: Iterable[ImportRow]) -> None:
        """Find families that gave before without a named member, and now give again."""
        alone = {self.keys.get(key, key): key for key in self._without_person(rows)}
        homes = {_number(real, "household"): key for real, key in alone.items()}
        givers = Supporter.objects.not_merged().filter(household__in=homes, donor_type=DonorType.COUPLE)
        for pk, household_id in givers.order_by("-pk").values_list("pk", "household_id"):
            self.keys.setdefault(f"giver of {homes[household_id]}", f"supporter:{pk}")

    def _add_to_record(self, named: Iterable[str]) -> None:
        """Add contact details to existing people, and everything else the file says about anyone."""
        additions = Additions(source=self.batch.spoken_number, by=self.by, at=timezone.now(), effects=self.effects)
        parties = {key: self.people.get(key) or self.organizations.get(key) for key in named}
        known = {key: party for key, party in parties.items() if party and not party["is_new"]}
        places = self.batch.parties.get("places", {})
        numbers = {key: _number(self.keys.get(key, key)) for key in known}
        additions.add_emails({numbers[key]: party["emails"] for key, party in known.items()})
        additions.add_phones({numbers[key]: party["phones"] for key, party in known.items()})
        additions.add_places({numbers[key]: places[key] for key in known if key in places})
        additions.add_facts({_number(self.keys.get(key, key)): told for key, told in self.told.items()})


def _number(key: str, table: str = "supporter") -> int:
    """The primary key of a record's key. Raises for an unresolved `new:` key, which would be a bug."""
    name, _, number = key.partition(":")
    if name != table:
        raise LookupError(f"{key} is no {table} on record")
    return int(number)


def _facts_by_donor(rows: Iterable[ImportRow]) -> dict[str, list[dict[str, Any]]]:
    """What rows say about each donor besides contact details."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        key = row.plan["supporter"] or row.plan["organization"]
        told = row.plan.get("told")
        if key and told:
            found.setdefault(key, []).append(told)
        second = row.plan["supporter_2"]
        if second and told and told["consents"]:  # “do not mail” in a couple's row applies to both
            found.setdefault(second, []).append({**told, "ids": [], "native_name": "", "language": ""})
    return found
