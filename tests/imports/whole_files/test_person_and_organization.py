"""A row that names a person and an organization: the employer never gave, and of a company it is asked."""

import pytest

from imports.plans import Plan, PlannedRow
from tests.imports.files import planned, records

EMPLOYERS = ["Employer", "Employer name", "Workplace", "employer_name", "Current Employer", "Place of work",
             "Company / Employer", "Employed by"]  # fmt: skip
COMPANIES = ["Company", "Organization", "Business name", "Company Name", "organization_name", "Firm", "Corporation"]
NAMES = {"Name": "Ana Pinto", "First Name,Last Name": "Ana,Pinto", "Donor": "Ana & Luis Pinto", "Full name": "Ms Pinto"}
UNDER_COLUMNS = "choose the person or the organization under “Columns”."


def gift(titles: str, cells: str, name: str = "list.csv") -> PlannedRow:
    return records(listed(titles, cells, name))[0]


def listed(titles: str, cells: str, name: str = "list.csv") -> Plan:
    return planned(f"Date,{titles},Amount,Fund\n2024-01-05,{cells},10,General\n", name)


def giver(row: PlannedRow) -> str:
    return "person" if row.supporter else "organization" if row.organization else "nobody"


@pytest.mark.parametrize("title", EMPLOYERS)
@pytest.mark.parametrize("names", ["Name", "First Name,Last Name"])
def test_the_employer_is_kept_with_the_row_and_never_the_donor(title, names):
    plan = listed(f"{names},{title}", f"{NAMES[names]},Falcon LLC")
    (row,) = records(plan)

    assert (row.decision, giver(row), row.raw[title]) == ("accept", "person", "Falcon LLC")
    assert not plan.organizations
    assert any("kept with each row" in warning and f"“{title}”" in warning for warning in plan.warnings)


@pytest.mark.parametrize("title", EMPLOYERS)
def test_an_employer_alone_is_asked_whose_gift_it_was(title):
    rows = [gift(f"Name,{title}", ",Falcon LLC"), gift(title, "Falcon LLC")]

    assert [(row.decision, giver(row)) for row in rows] == [("review", "nobody")] * 2
    assert "Only the employer “Falcon LLC” is named" in rows[0].reason


@pytest.mark.parametrize("title", COMPANIES)
@pytest.mark.parametrize("names", ["Name", "First Name,Last Name", "Donor"])
def test_a_company_beside_a_person_is_asked(title, names):
    row = gift(f"{names},{title}", f"{NAMES[names]},Falcon LLC")

    assert (row.decision, giver(row)) == ("review", "nobody")
    assert row.reason == f"“{NAMES[names].replace(',', ' ')}” is named with “Falcon LLC”: {UNDER_COLUMNS}"


def test_a_company_beside_a_person_is_asked_in_a_list_of_people():
    (row,) = records(planned("First Name,Last Name,Company,Email\nAna,Pinto,Falcon LLC,ana@example.org\n"))

    assert (row.decision, row.reason) == ("review", f"“Ana Pinto” is named with “Falcon LLC”: {UNDER_COLUMNS}")


@pytest.mark.parametrize("title", COMPANIES)
def test_an_organization_alone_gave(title):
    assert giver(gift(f"Name,{title}", ",Falcon LLC")) == "organization"


@pytest.mark.parametrize("title", ["Donor type", "Constituent Type", "Contact type", "Type"])
@pytest.mark.parametrize(
    ("kind", "who"), [("Individual", "person"), ("Household", "person"), ("Organization", "organization"),
                      ("Corporate", "organization"), ("Business", "organization"), ("Foundation", "organization")],
)  # fmt: skip
def test_the_row_s_own_kind_of_donor_says_who_gave(title, kind, who):
    row = gift(f"Name,Company,{title}", f"Ana Pinto,Falcon LLC,{kind}")

    assert (row.decision, row.kind, giver(row)) == ("accept", "gift", who)


def test_a_kind_of_donor_that_says_nothing_of_it_is_named_and_asked():
    plan = listed("Name,Company,Donor type", "Ana Pinto,Falcon LLC,Major")

    assert records(plan)[0].decision == "review"
    assert any("kept with each row" in warning and "“Donor type”" in warning for warning in plan.warnings)


@pytest.mark.parametrize("title", ["Donating company", "Sponsoring organization", "Corporate donor", "Donor company"])
def test_the_title_may_say_that_the_organization_gave(title):
    assert giver(gift(f"Name,{title}", "Ana Pinto,Falcon LLC")) == "organization"


def test_whoever_is_addressed_as_a_person_gave():
    rows = [gift("Salutation,First Name,Last Name,Company", "Mrs.,Ana,Pinto,Falcon LLC"),
            gift("Name,Company", "Dr. Ana Pinto,Falcon LLC")]  # fmt: skip

    assert [(row.decision, giver(row)) for row in rows] == [("accept", "person")] * 2


def test_the_person_addressed_in_a_list_of_sponsors_may_only_be_their_contact():
    row = gift("Title,First Name,Last Name,Company", "Mrs.,Ana,Pinto,Falcon LLC", "Corporate sponsors 2024.csv")

    assert (row.decision, row.kind) == ("review", "sponsorship")


@pytest.mark.parametrize("cell", ["Retired", "Self-employed", "self", "Homemaker", "n/a", "Student"])
def test_no_organization_is_called_retired(cell):
    assert giver(gift("Name,Company", f"Ana Pinto,{cell}")) == "person"


def test_the_cell_of_names_may_repeat_the_organization():
    rows = [gift("Name,Company", f"{name},{firm}")
            for name, firm in [("Blue Falcon", "Blue Falcon"), ("Falcon LLC", "Falcon L.L.C."),
                               ("Falcon LLC", "Ortolan Foundation"), ("Ana Pinto", "Ana Pinto")]]  # fmt: skip

    assert [(row.decision, giver(row)) for row in rows] == [
        ("accept", "organization"), ("accept", "organization"), ("review", "nobody"), ("review", "nobody")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "kind", "outcome"),
    [("Blue Falcon", "Organization", ("accept", "organization")), ("Blue Falcon", "Individual", ("accept", "person")),
     ("Ali Market", "Organization", ("accept", "organization")), ("Ali Market", "Individual", ("accept", "person")),
     ("Ana Pinto", "Organization", ("review", "nobody")), ("Falcon LLC", "Individual", ("review", "nobody"))],
)  # fmt: skip
def test_the_kind_of_donor_settles_what_a_name_leaves_open_and_is_asked_where_it_contradicts(name, kind, outcome):
    row = gift("Name,Donor type", f"{name},{kind}")

    assert (row.decision, giver(row)) == outcome


def test_an_employer_s_match_is_not_its_employee_s_gift():
    rows = [gift("Name,Employer,Type", "Ana Pinto,Falcon LLC,Matching gift"), gift("Name,Type", "Ana Pinto,Match"),
            gift("Name,Company,Type", "Ana Pinto,Falcon LLC,Matching gift")]  # fmt: skip

    assert [(row.decision, row.kind, giver(row)) for row in rows] == [("review", "match", "nobody")] * 3


def test_the_employee_whose_gift_was_matched_is_thanked():
    row = gift("Name,Donating company,Type", "Ana Pinto,Falcon LLC,Matching gift")

    assert (row.decision, giver(row), row.soft_credit is not None) == ("accept", "organization", True)


@pytest.mark.parametrize(("type_", "kind"), [("Corporate", "gift"), ("Company", "gift"), ("Corporate match", "match")])
def test_a_company_s_gift_is_a_match_only_where_it_is_called_one(type_, kind):
    assert gift("Name,Type", f"Falcon LLC,{type_}").kind == kind


NPSP = "Contact1 First Name,Contact1 Last Name,Account1 Name,Donation Donor,Donation Amount,Donation Date,Fund"


@pytest.mark.parametrize(("cell", "who"), [("Contact1", "person"), ("Account1", "organization"), ("", "nobody")])
def test_salesforce_s_template_says_who_gave(cell, who):
    (row,) = records(planned(f"{NPSP}\nAna,Pinto,Falcon LLC,{cell},10,2024-01-05,General\n"))

    assert giver(row) == who


@pytest.mark.parametrize(("cell", "who"), [("Individual", "person"), ("Organization", "organization")])
def test_little_green_light_s_kind_of_constituent_says_who_is_meant(cell, who):
    head = "LGL Constituent ID,Constituent Type,First Name,Last Name,Full Name,Organization Name,Preferred Email"
    (row,) = records(planned(f"{head}\n1,{cell},Ana,Pinto,Ana Pinto,Falcon LLC,ana@example.org\n"))

    assert giver(row) == who


NATIONBUILDER = {
    "nationbuilder_people": (
        "nationbuilder_id,first_name,last_name,email1_is_bad,email_opt_in,do_not_contact,employer,company_name",
        "7,Ines,Vance,false,true,false,Acme,Falcon LLC",
    ),
    "nationbuilder_donations": (
        "nationbuilder_donation_id,first_name,last_name,amount,payment_type_name,succeeded_at,failed_at,is_private,"
        "employer,company_name",
        "501,Ines,Vance,$50.00,Check,2024-03-14T10:00:00-04:00,,false,Acme,Falcon LLC",
    ),
}


@pytest.mark.parametrize("slug", NATIONBUILDER)
def test_a_company_beside_a_person_is_asked_in_a_platform_s_list_until_it_is_left_with_its_rows(slug):
    text = "\n".join(NATIONBUILDER[slug])

    (asked,) = records(planned(text, "list.csv"))
    (left,) = records(planned(text, "list.csv", left_columns=frozenset({"company_name"})))

    assert (asked.decision, asked.reason) == (
        "review", "“Ines Vance” is named with “Falcon LLC”: choose the person or the organization."
    )  # fmt: skip
    assert (left.decision, giver(left)) == ("accept", "person")
