"""A family without given names is one with another of its name for a reason only; else a person says so."""

from itertools import permutations

import pytest

from imports.matching.known_records import KnownHousehold, KnownRecords
from imports.plans import PlannedRow
from tests.imports.files import planned, records

HEAD = "Date,Name,Email,Phone,Address,City,Check #,Amount,Fund"


def rows_of(*lines: str, known: KnownRecords | None = None) -> list[PlannedRow]:
    text = "\n".join([HEAD, *(f"2024-01-{day:02d},{line},50,General" for day, line in enumerate(lines, start=11))])
    return records(planned(text, "list.csv", known=known))


NAMES = ["The Raza Family", "Okafor Family", "the LINDQVIST household"]
NO_REASON = [",,,,", ",,,Toledo,", ",,,,4711"]
REASONS = [",,4 Elm St,Toledo,", ",,4 Elm Street,,", "home@example.org,,,,", ",317-555-0142,,,"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("place", NO_REASON)
def test_a_name_and_a_town_are_no_reason_and_are_asked(name: str, place: str) -> None:
    other = place.replace("4711", "9999")
    first, second = rows_of(f"{name},{place}", f"{name},{other}")

    assert (first.decision, second.decision, second.household) == ("accept", "review", None)
    assert "Row 2 also lists" in second.reason


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("place", REASONS)
def test_what_a_family_is_reached_by_joins(name: str, place: str) -> None:
    first, second = rows_of(f"{name},{place}", f"{name.upper()},{place}")

    assert (first.decision, second.decision) == ("accept", "accept"), second.reason
    assert first.household == second.household is not None


def test_families_in_two_streets_or_towns_are_two() -> None:
    places = [",,4 Elm St,Toledo,", ",,9 Oak Ave,Toledo,", ",,,Fresno,"]
    for one, other in permutations(places[:2]):
        first, second = rows_of(f"The Raza Family,{one}", f"The Raza Family,{other}")
        assert (first.decision, second.decision, first.household == second.household) == ("accept", "accept", False)
    toledo, fresno = rows_of(f"The Raza Family,{places[0]}", f"The Raza Family,{places[2]}")
    assert (fresno.decision, toledo.household == fresno.household) == ("accept", False)


def test_couples_are_one_household_by_their_members_alone() -> None:
    pair = "Torvald & Ingrid Lindqvist,,,,Toledo,"
    first, second, other = rows_of(pair, pair, "Torvald & Ebba Lindqvist,,,,Toledo,")

    assert first.household == second.household
    assert other.household != first.household


def test_a_family_of_the_same_name_on_record_is_asked_and_its_street_answers() -> None:
    def found(place: str) -> PlannedRow:
        known = KnownRecords(households=[KnownHousehold("h1", "The Raza Family", streets=("4 Elm St",))])
        (row,) = rows_of(f"The Raza Family,{place}", known=known)
        return row

    assert (found(",,,Toledo,").decision, found(",,,Toledo,").household) == ("review", None)
    assert "already on record" in found(",,,,").reason
    assert (found(",,4 Elm St.,,").decision, found(",,4 Elm St.,,").household) == ("accept", "h1")
    assert found(",,9 Oak Ave,,").household != "h1"
