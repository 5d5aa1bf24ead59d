"""Who gave where rows name a person and an organization is asked once for the file, and remembered for the next."""

import pytest

from imports.models import SavedMapping
from tests.imports.mapping.test_forms import errors
from tests.imports.mapping.test_services import newest, say, upload
from tests.support.builders import make_fund

pytestmark = pytest.mark.usefixtures("organization")
LISTED = (
    "Name,Company,Amount,Date\nAna Pinto,Falcon LLC,10,2024-01-05\nBo Lund,,20,2024-01-06\n,Ortolan Inc,30,2024-01-07\n"
)
NEXT = "Name,Company,Amount,Date\nCy Marsh,Ortolan Inc,40,2024-02-05\n"


@pytest.fixture
def said(organization):
    columns = {"col_0": "name", "col_1": "organization", "col_2": "amount", "col_3": "date"}
    fund = make_fund("GEN", name="General")
    return {**columns, "name": "Odd list", "lists": "gifts", "fund": fund.pk, "method": "cash"}


def givers() -> list[tuple[str, bool, bool]]:
    rows = newest().rows.order_by("row")
    return [(row.decision, bool(row.plan["supporter"]), bool(row.plan["organization"])) for row in rows]


def test_the_page_of_the_file_leads_to_the_question_and_it_must_be_answered(client_as, said):
    client = client_as("development")
    upload(client, LISTED.encode(), "odd.csv")

    page = client.get(f"/imports/{newest().pk}/").content.decode()
    asked = say(client, said)

    assert "1 row needs an answer about a" in page
    assert list(errors(asked)) == ["giver"]
    assert "Who gave: the person or the organization?" in asked.content.decode()
    assert SavedMapping.objects.count() == 0


ALONE = [("accept", True, False), ("accept", False, True)]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("person", ("accept", True, False)),
        ("organization", ("accept", False, True)),
        ("hold", ("review", False, False)),
    ],
)
def test_the_answer_holds_for_all_rows_and_the_next_file(client_as, said, answer, outcome):
    client = client_as("development")
    upload(client, LISTED.encode(), "odd.csv")
    say(client, {**said, "giver": answer})
    first = givers()

    upload(client, NEXT.encode(), "next.csv")

    assert first == [outcome, *ALONE]
    assert givers() == [outcome]
    assert newest().rows.get().plan["raw"]["Company"] == "Ortolan Inc"
    page = client.get(f"/imports/kinds/{SavedMapping.objects.get().pk}/").content.decode()
    assert "Donor when a row names a person and an organization" in page


def test_a_file_that_never_names_both_is_not_asked_and_keeps_what_was_said(client_as, said):
    client = client_as("development")
    upload(client, LISTED.encode(), "odd.csv")
    say(client, {**said, "giver": "person"})

    upload(client, b"Name,Company,Amount,Date\nBo Lund,,20,2024-03-06\n", "next.csv")
    page = client.get(f"/imports/{newest().pk}/columns/").context["form"]
    say(client, said)

    assert "giver" not in page.fields
    assert SavedMapping.objects.get().giver == "person"


def test_rows_that_say_it_themselves_are_not_asked(client_as, said):
    client = client_as("development")
    text = "Name,Company,Amount,Date,Donor type\nAna Pinto,Falcon LLC,10,2024-01-05,Individual\n"
    upload(client, text.encode(), "odd.csv")

    say(client, {**said, "col_4": "donor_type"})

    assert givers() == [("accept", True, False)]


def test_an_employer_is_not_proposed_as_an_organization(client_as, said):
    client = client_as("development")
    upload(client, b"Wer,Employer,Wieviel,Wann\nAna Pinto,Falcon LLC,10.00,2024-01-05\n", "odd.csv")

    form = client.get(f"/imports/{newest().pk}/columns/").context["form"]

    assert [profile.guess for profile, _ in form.rows()] == ["name", "employer", "amount", "date"]


def test_one_row_is_answered_with_its_organization(client_as, said):
    client = client_as("development")
    upload(client, LISTED.encode(), "odd.csv")
    row = newest().rows.get(row=2)
    page = client.get(f"/imports/{newest().pk}/rows/{row.pk}/").content.decode()

    answer = {"name": "Falcon LLC", "body": "organization", "kind": "gift", "amount": "10.00", "date": "2024-01-05"}
    client.post(f"/imports/{newest().pk}/rows/{row.pk}/", {**answer, "fund": said["fund"]})

    assert "For the organization, enter “Falcon LLC”" in page
    assert givers()[0] == ("accept", False, True)
