"""Lists as busy fundraisers keep them: whoever may not be the giver is asked about, never taken for the giver."""

import pytest

from imports.plans import PlannedRow
from tests.imports.files import planned, records

GIFT = "2024-01-05,50,General"


def gift(titles: str, cells: str, name: str = "list.csv") -> PlannedRow:
    return records(planned(f"{titles},Date,Amount,Fund\n{cells},{GIFT}\n", name))[0]


#: Titles, cells: two givers may be meant, or one cell names a person and a company.
ASKED = {
    "payroll deductions an employer sends": ("Company,Employee Name", "Falcon LLC,Ana Pinto"),
    "payer": ("Name,Payer", "Ana Pinto,Falcon LLC"),
    "name on the check": ("Donor,Name on check", "Ana Pinto,Falcon LLC"),
    "another person's check": ("Donor,Name on check", "Ana Pinto,Tom Vance"),
    "on behalf of": ("Name,On behalf of", "Ana Pinto,Falcon LLC"),
    "doing business as": ("Name,DBA", "Ana Pinto,Falcon Bakery"),
    "family foundation": ("Name,Foundation", "Ana Pinto,Pinto Foundation"),
    "trust or foundation": ("Name,Trust/Foundation", "Ana Pinto,Pinto Foundation"),
    "vendor with a contact": ("Vendor,Contact", "Falcon Bakery,Ana Pinto"),
    "sponsor of a walker": ("Walker,Sponsor", "Ana Pinto,Tom Vance"),
    "job title": ("First Name,Last Name,Title,Company", "Ana,Pinto,General Manager,Falcon LLC"),
    "company in the last name": ("First,Last", "Bo,Lund (Falcon LLC)"),
    "company after the last name": ("First,Last", "Bo,Lund - Falcon LLC"),
    "person and company": ("Name", '"Ana Pinto, Falcon LLC"'),
    "company in brackets": ("Name", "Ana Pinto (Falcon LLC)"),
    "care of": ("Name", "Falcon LLC c/o Ana Pinto"),
    "person / company": ("Name", "Ana Pinto / Falcon LLC"),
    "unknown name / company": ("Name", "Kemal Oz / Falcon Corp"),
    "company / unknown name": ("Name", "Falcon Corp / Kemal Oz"),
    "check from a company": ("Name,Notes", "Ana Pinto,check from Falcon LLC"),
    "a company's check": ("Name,Notes", "Ana Pinto,Falcon LLC check"),
}


@pytest.mark.parametrize("what", ASKED)
def test_who_gave_is_asked(what):
    row = gift(*ASKED[what])

    assert (row.decision, row.supporter, row.organization) == ("review", None, None) or "note says" in row.reason
    assert row.decision == "review"


#: Titles, cells, and whether the giver is a person or an organization.
PLAIN = {
    "one name twice": ("Donor,Name on check", "Ana Pinto,Ana Pinto", "person"),
    "one name in two orders": ("Donor,Name on check", 'Ana Pinto,"Pinto, Ana"', "person"),
    "a donor's comment": ("Donor Comment,First Name,Last Name", "Free Asia,Ana,Pinto", "person"),
    "a donor's comment after the name": ("Name,Donor Comment", "Ana Pinto,Free Asia", "person"),
    "company under two names": ("Name", "Falcon Corp / Ortolan LLC", "organization"),
    "contact of an organization": ("Donor,Contact", "Falcon LLC,Ana Pinto", "organization"),
    "sponsor with a contact": ("Sponsor,Contact person", "Falcon LLC,Ana Pinto", "organization"),
    "attention": ("Business,Attn", "Falcon LLC,Ana Pinto", "organization"),
    "solicitor": ("Name,Solicitor", "Ana Pinto,Falcon LLC", "person"),
    "occupation": ("Name,Occupation/Employer", "Ana Pinto,Nurse at Falcon LLC", "person"),
    "legal form after a comma": ("Name", '"Falcon Brothers, Inc."', "organization"),
    "works there": ("Name,Notes", "Ana Pinto,works at Falcon LLC", "person"),
    "through a bank": ("Name,Notes", "Ana Pinto,check from Chase Bank", "person"),
    "by a platform": ("Name,Notes", "Ana Pinto,paid by PayPal", "person"),
}


@pytest.mark.parametrize("what", PLAIN)
def test_who_gave_is_plain(what):
    titles, cells, who = PLAIN[what]
    row = gift(titles, cells)

    assert (row.decision, bool(row.supporter), bool(row.organization)) == (
        "accept", who == "person", who == "organization"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("titles", "cells", "spouse"),
    [("First,Last,Spouse First,Spouse Last", "Ana,Pinto,Tom,Vance", "Tom Vance"),
     ("First,Last,Spouse First Name", "Ana,Pinto,Tom", "Tom Pinto"),
     ("Primary Donor,Secondary Donor", "Ana Pinto,Tom Vance", "Tom Vance"),
     ("First,Last,Employer,Spouse,Spouse Employer", "Ana,Pinto,Falcon LLC,Tom,Ortolan Inc", "Tom Pinto")],
)  # fmt: skip
def test_a_spouse_of_two_columns_is_the_second_of_the_couple(titles, cells, spouse):
    row = gift(titles, cells)

    assert [person.full for person in row.party.people] == ["Ana Pinto", spouse]
    assert row.decision == "accept"


def test_a_list_of_employees_is_one_of_people():
    (row,) = records(planned("Employee First,Employee Last,Employer,Date,Amount,Fund\nAna,Pinto,Falcon LLC," + GIFT))

    assert (row.decision, row.party.written, row.organization) == ("accept", "Ana Pinto", None)
