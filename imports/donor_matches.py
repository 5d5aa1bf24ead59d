"""The donors of a file: who is new, who was matched with whom and why, and who may be a duplicate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from core.models import User
from crm.models import Supporter
from crm.names.people import PersonName
from imports.models import ImportBatch, ImportRow
from imports.private_rows import PRIVATE, hidden_givers

SLOTS = ("supporter", "supporter_2", "organization")
NAMED_AT_MOST = 5
GROUPS = ("maybe", "matched", "new")


@dataclass(frozen=True)
class Named:
    """A donor as the page names them, with a link to their page or to the rows that name them."""

    name: str
    url: str
    why: str = ""


@dataclass(frozen=True)
class Giver:
    """A person or organization of a file; `record` is set when matched or already written."""

    key: str
    name: str
    is_new: bool
    is_organization: bool
    spellings: list[str]
    contacts: list[str]
    record: Named | None
    reasons: list[str]
    maybe: list[Named]
    rows: list[Named]

    @property
    def maybe_more(self) -> int:
        """How many possible duplicates are not named."""
        return max(0, len(self.maybe) - NAMED_AT_MOST)


@dataclass(frozen=True)
class Party:
    """What a plan stores about one donor."""

    key: str
    name: str
    is_organization: bool
    told: dict[str, Any]

    def fits(self, group: str, text: str) -> bool:
        """Whether the donor belongs to a group of the page and matches the search text."""
        told = self.told
        belongs = {"new": told["is_new"], "matched": not told["is_new"], "maybe": bool(told.get("maybe_same_as"))}
        words = " ".join([self.name, *told["written"], *told["emails"], *told["phones"]]).casefold()
        return belongs.get(group, True) and text.casefold() in words


def parties_of(batch: ImportBatch, *, revealed: bool = False) -> list[Party]:
    """All donors of a file: possible duplicates first, then by name. A donor named by a row under a code is shown by
    that code, unless the row was revealed."""
    codes = {} if revealed else hidden_givers(batch)
    people, organizations = batch.parties.get("people", {}), batch.parties.get("organizations", {})
    found = [Party(key, PersonName(**told["name"]).full, False, told) for key, told in people.items()]
    found += [Party(key, told["name"], True, told) for key, told in organizations.items()]
    found = [_under_code(party, codes[party.key]) if party.key in codes else party for party in found]
    return sorted(found, key=lambda party: (not party.told.get("maybe_same_as"), party.name.casefold(), party.key))


def _under_code(party: Party, code: str) -> Party:
    """A donor that shows only a code: not even whether and with whom they were matched."""
    told = {"is_new": True, "written": [], "emails": [], "phones": [], "cities": []}
    return Party(party.key, code, party.is_organization, told)


def described(batch: ImportBatch, parties: Iterable[Party], *, user: User, revealed: bool = False) -> list[Giver]:
    """The donors of one page in full. Names of existing supporters are shown only if this user may see them, and
    protected matches are left out."""
    shown = list(parties)
    keys = {party.key for party in shown} | {other for party in shown for other in party.told.get("maybe_same_as", {})}
    record_keys = dict(batch.answers.get("keys", {}))
    names = _Names(
        codes={} if revealed else hidden_givers(batch),
        record_keys=record_keys,
        records=_records({record_keys.get(key, key) for key in keys}, user),
        rows=_rows(batch, keys),
        in_file={party.key: party.name for party in parties_of(batch, revealed=revealed)},
        revealed=revealed,
    )
    return [_giver(party, names) for party in shown]


@dataclass(frozen=True)
class _Names:
    """The names a page may show, by keys of the plan."""

    codes: Mapping[str, str]
    #: Keys of records written since the file was planned.
    record_keys: Mapping[str, str]
    records: Mapping[str, Supporter]
    rows: Mapping[str, list[Named]]
    in_file: Mapping[str, str]
    revealed: bool

    def record(self, key: str) -> Supporter | None:
        return self.records.get(self.record_keys.get(key, key))

    def of(self, key: str, why: str = "") -> Named:
        """A donor as this user may see them, and `why` they may be the same person."""
        record = self.record(key)
        if not self.revealed and (key in self.codes or (record and record.protected)):
            return Named(self.codes.get(key, PRIVATE), "")
        if record:
            url = reverse("crm:supporter-detail", args=[record.pk])
            return Named(record.shown_name, url, f"{record.spoken_number}: {why}" if why else record.spoken_number)
        first = self.rows.get(key, [])[:1]
        where = f"{first[0].name}: " if first else ""
        return Named(self.in_file.get(key, "Someone on record"), first[0].url if first else "", f"{where}{why}")


def _giver(party: Party, names: _Names) -> Giver:
    return Giver(
        key=party.key,
        name=party.name,
        is_new=party.told["is_new"],
        is_organization=party.is_organization,
        spellings=[text for text in party.told["written"] if text != party.name],
        contacts=[*party.told["emails"], *party.told["phones"], *party.told["cities"]],
        record=names.of(party.key) if party.key not in names.codes and names.record(party.key) else None,
        reasons=party.told.get("reasons", []),
        maybe=[names.of(key, why) for key, why in party.told.get("maybe_same_as", {}).items()],
        rows=names.rows.get(party.key, []),
    )


def givers_of(row: ImportRow, *, user: User, revealed: bool) -> list[Giver]:
    """The donors of one row in the plan; `revealed` when this user may read a row under a code."""
    keys = [row.plan[slot] for slot in SLOTS if row.plan[slot]]
    found = [party for party in parties_of(row.batch, revealed=revealed) if party.key in keys]
    ordered = sorted(found, key=lambda party: keys.index(party.key))
    return described(row.batch, ordered, user=user, revealed=revealed)


def _records(keys: Iterable[str], user: User) -> dict[str, Supporter]:
    numbers = [int(key.partition(":")[2]) for key in keys if key.startswith("supporter:")]
    return {f"supporter:{row.pk}": row for row in Supporter.objects.visible_to(user).filter(pk__in=numbers)}


def _rows(batch: ImportBatch, keys: set[str]) -> dict[str, list[Named]]:
    """The rows that name each donor."""
    found: dict[str, list[Named]] = defaultdict(list)
    rows = batch.rows.order_by("pk").values_list("pk", "shown_sheet", "row", *(f"plan__{slot}" for slot in SLOTS))
    for pk, sheet, row, *givers in rows:
        for key in keys.intersection(filter(None, givers)):
            place = f"{sheet}, row {row}" if sheet else f"Row {row}"
            found[key].append(Named(place, reverse("imports:row", args=[batch.pk, pk])))
    return found
