"""A business whose name has no business word: its column says what it is."""

import pytest

from imports.matching.known_records import KnownOrganization, KnownRecords
from tests.imports.files import planned, records

NAMES = ["Blue Falcon", "Silver Oak", "Ocean Blue", "Red Lobster", "BLUE FALCON", "Falcon, Blue"]
COLUMNS = [
    "Company", "Organization", "Business Name", "Company Name", "Organization Name", "Org", "Firm",
    "Donor Organization",
    "Donor company", "Corporate donor", "Donating Company", "Sponsoring company", "Business/Organization",
    "Organisation",
    "Company (if any)", "Name of organization", "ORGANIZATION NAME", "organization_name", "Corporation",
]  # fmt: skip


@pytest.mark.parametrize("title", COLUMNS)
@pytest.mark.parametrize("others", ["", "Name,", "First Name,Last Name,"])
def test_a_name_in_a_column_of_organizations_is_one(title: str, others: str) -> None:
    blank = "," * others.count(",")
    lines = "".join(f'2024-01-05,{blank}"{name}",10,General\n' for name in NAMES[:4])
    rows = records(planned(f"Date,{others}{title},Amount,Fund\n{lines}", "list.csv"))

    assert [(row.decision, bool(row.organization), row.supporter) for row in rows] == [("accept", True, None)] * 4


@pytest.mark.parametrize("name", NAMES)
def test_in_a_column_of_donors_nothing_speaks_against_a_person(name: str) -> None:
    (row,) = records(planned(f'Date,Name,Amount,Fund\n2024-01-05,"{name}",10,General\n', "list.csv"))

    assert (row.decision, bool(row.supporter)) == ("accept", True)


@pytest.mark.parametrize("name", NAMES[:5])
def test_what_is_an_organization_elsewhere_in_the_file_is_asked(name: str) -> None:
    text = f"Date,Name,Company,Amount,Fund\n2024-01-05,{name},,10,General\n2024-01-06,,{name.title()},20,General\n"
    person, body = records(planned(text, "list.csv"))

    assert (person.decision, person.supporter, bool(body.organization)) == ("review", None, True)
    assert person.reason == f"“{name}” could be a person or an organization: choose which."


@pytest.mark.parametrize("name", NAMES[:5])
def test_what_is_an_organization_on_record_is_asked(name: str) -> None:
    known = KnownRecords(organizations=[KnownOrganization("7", name.title())])
    (row,) = records(planned(f"Date,Name,Amount,Fund\n2024-01-05,{name},10,General\n", "list.csv", known=known))

    assert (row.decision, row.supporter, row.organization) == ("review", None, None)
