"""Who gave where a record names a person and an organization."""

import pytest

from imports.column_mapping import HOLD, ORGANIZATION, PERSON
from imports.formats.givers import is_employer, kind_of_donor
from imports.plans import ACCEPT, REVIEW, PlannedRow
from tests.imports.files import planned, records


def read(titles: str, line: str) -> PlannedRow:
    (row,) = records(planned(f"Date,Amount,How paid,{titles}\n2024-01-02,5,Cash,{line}\n", "list.csv"))
    return row


@pytest.mark.parametrize(
    ("text", "employer"),
    [("Example Foods Inc", True), ("retired", False), ("Self-employed", False), ("n/a", False)],
)
def test_words_for_no_employer_are_no_organization(text, employer):
    assert is_employer(text) is employer


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Individual", PERSON),
        ("Household donor", PERSON),
        ("CO", ORGANIZATION),
        ("Foundation", ORGANIZATION),
        ("VIP", ""),
    ],
)
def test_a_cell_says_what_a_donor_is(text, kind):
    assert kind_of_donor(text) == kind


def test_codes_count_in_columns_of_donor_types_alone():
    assert (kind_of_donor("co"), kind_of_donor("co", "type")) == (ORGANIZATION, "")


def test_two_kinds_in_one_record_are_held():
    assert HOLD not in (PERSON, ORGANIZATION)
    row = read("Name,Organization,Donor type,Contact type", "Sakina Tirmizi,Example Foods Inc,Individual,Company")

    assert row.decision == REVIEW


def test_a_person_beside_a_company_is_asked_about_unless_the_file_says_who_gave():
    asked = read("Name,Organization", "Sakina Tirmizi,Example Foods Inc")
    person = read("Name,Organization,Donor type", "Sakina Tirmizi,Example Foods Inc,Individual")
    company = read("Name,Organization,Donor type", "Sakina Tirmizi,Example Foods Inc,Company")

    assert asked.decision == REVIEW
    assert (person.decision, person.organization, person.supporter is not None) == (ACCEPT, None, True)
    assert (company.decision, company.supporter, company.organization is not None) == (ACCEPT, None, True)


def test_an_employer_that_is_none_leaves_the_person():
    row = read("Name,Organization", "Sakina Tirmizi,retired")

    assert (row.decision, row.organization) == (ACCEPT, None)
