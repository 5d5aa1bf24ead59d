"""Who shares a mailbox, a phone and a street is a family: names that are alike, short or fit two join nobody."""

from itertools import permutations

import pytest

from crm.names.people import parse_names
from imports.contexts import Context
from imports.matching.evidence import PersonCandidate
from imports.matching.known_records import KnownRecords
from imports.matching.rivals import uncontested
from imports.planning.planner import plan_file
from tests.imports.files import FUNDS, planned, records

HEAD = "Name,Email,Phone,Address"
HOME = "home@example.org,419-555-0101,4 Elm St"


def people(*files: list[str]) -> dict[str, str | None]:
    """Who each name is, after these files were brought in one after the other."""
    known, found = KnownRecords(), {}
    for number, names in enumerate(files):
        text = "\n".join([HEAD, *(f"{name},{HOME}" for name in names), ""])
        made = plan_file(f"list {number}.csv", text.encode(), known, Context(funds=FUNDS))
        found |= {names[place]: row.supporter for place, row in enumerate(records(made.plan))}
        known.remember(made.plan)
    return found


def groups(found: dict[str, str | None]) -> set[frozenset[str]]:
    return {frozenset(name for name, key in found.items() if key == one) for one in found.values()}


def each(*names: str) -> set[frozenset[str]]:
    return {frozenset([name]) for name in names}


def in_every_way(*names: str) -> list[set[frozenset[str]]]:
    """The groups for all orders of the names, in one file and in one each."""
    orders = list(permutations(names))
    return [groups(people(list(order))) for order in orders] + [
        groups(people(*([name] for name in order))) for order in orders
    ]


FAMILIES = [
    ("Claudio Vance", "Claudia Vance"),
    ("Nabil Tanoli", "Nabila Tanoli"),
    ("Samira Tanoli", "Samina Tanoli"),
    ("Pat Vance", "Patricia Vance", "Patrick Vance"),
    ("Jane Vance", "June Vance", "J. Vance"),
    ("Bilal Tanoli", "Bushra Tanoli", "B. Tanoli"),
    ("Bilal Tanoli", "Bushra Tanoli", "Tanoli"),
    ("B. Tanoli", "S. Tanoli", "Tanoli"),
    ("Abdul Rahim Tanoli", "Abdul Karim Tanoli", "Abdul Tanoli"),
]


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_at_one_address_stays_as_many_in_any_order_and_any_files(family: tuple[str, ...]) -> None:
    for found in in_every_way(*family):
        assert found == each(*family)


def test_a_name_that_fits_two_is_neither_s_in_any_order() -> None:
    names = ("Ahmed Yusuf Tanoli", "Ahmed Bilal Tanoli", "Ahmed Tanoli")
    for order in permutations(names):
        assert groups(people(list(order))) == each(*names)


@pytest.mark.parametrize(
    "names",
    [
        ("Mohammed Tanoli", "Muhammad Tanoly"),
        ("Catherine Vance", "Katherine Vance"),
        ("Robert Vance", "Bob Vance"),
        ("Mary Ann Vance", "Mary Vance"),
        ("Sharmeela Tanoli", "Sharmela Tanoli", "Sharmila Tanoli"),
        ("Tahmasb Tanoli", "Tahmabs Tanoli"),
    ],
)
def test_spellings_of_one_name_at_one_address_are_one(names: tuple[str, ...]) -> None:
    for found in in_every_way(*names):
        assert found == {frozenset(names)}


def test_a_slip_in_a_given_name_needs_more_than_a_mailbox() -> None:
    head, box = "Name,Email,Phone", "box@example.org"
    for phones, found in ((("", ""), [0, 1]), (("419-555-0101", "419-555-0101"), [0, 0])):
        lines = [f"{name} Tanoli,{box},{phone}" for name, phone in zip(("Tahmasb", "Tahmabs"), phones, strict=True)]
        rows = records(planned("\n".join([head, *lines, ""]), "list.csv"))
        assert [[row.supporter for row in rows].index(row.supporter) for row in rows] == found


def test_a_couple_s_initial_joins_by_the_spouse_however_often_it_gives() -> None:
    names = ("Bilal & Sakina Tanoli", "B. & Sakina Tanoli", "Bilal & Sakina Tanoli", "B. & Sakina Tanoli")
    for order in set(permutations(names)):
        rows = records(planned("\n".join(["Name,Email", *(f"{name},box@example.org" for name in order), ""]), "a.csv"))
        assert len({row.supporter for row in rows}) == 1


def test_one_number_in_another_system_joins_though_the_name_fits_two() -> None:
    names = ("Ahmed Raza", "Ahmed Ali Raza", "Ahmed Hasan Raza")
    alone = [PersonCandidate(list(parse_names(name).people)) for name in names]
    numbered = [
        PersonCandidate(one.names, ids={"nationbuilder:7"} if at < 2 else set()) for at, one in enumerate(alone)
    ]

    assert uncontested([(0, 1), (0, 2)], alone) == []
    assert (0, 1) in uncontested([(0, 1), (0, 2)], numbered)
