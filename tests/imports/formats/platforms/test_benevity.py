"""Benevity's report of a disbursement."""

from collections.abc import Sequence

import pytest

from imports.plans import PlannedRow
from tests.imports.files import planned, told
from tests.imports.formats.platforms.tables import table

OLD = (
    "Company,Project,Donation Date,Donor First Name,Donor Last Name,Email,Address,City,State/Province,Postal Code,"
    "Activity,Comment,Transaction ID,Donation Frequency,Currency,Project Remote ID,Source,Reason,"
    "Total Donation to be Acknowledged,Match Amount,Fee Comment"
)
TITLES = OLD.replace("Match Amount,", "Match Amount,Cause Support Fee,Merchant Fee,")
USUAL = {
    "Company": "Falcon Tools LLC", "Project": "EXAMPLE CHARITY", "Donation Date": "2024-02-20T14:36:18Z",
    "Donor First Name": "Ines", "Donor Last Name": "Vance", "Email": "ines@vance.example",
    "Address": "Not shared by donor", "City": "Not shared by donor", "Transaction ID": "571F530A28", "Currency": "USD",
    "Source": "Payroll", "Reason": "User Donation", "Total Donation to be Acknowledged": "1,000.00",
    "Match Amount": "500.00", "Cause Support Fee": "2.90", "Merchant Fee": "0.00",
}  # fmt: skip
NOBODY = dict.fromkeys(("Donor First Name", "Donor Last Name", "Email"), "Not shared by donor")
ABOVE = (
    "Donations Report,", "#----,", "Charity Name,Example Charity", "Charity ID,840-0", "Period Ending,Tue 31 Dec 2024",
    "Currency,USD", "Payment Method,EFT", "Disbursement ID,B7", "Note,Rounding may be applied.", "#----,", "",
)  # fmt: skip
BELOW = ("Totals,,,1000.00", 'Total Donations (Gross),"1,500.00"', "Check Fee,0.00", 'Net Total Payment,"1,497.10"')


def rows_of(*rows: dict[str, str], titles: str = TITLES, above: Sequence[str] = ABOVE) -> list[PlannedRow]:
    text = table(titles, *({**USUAL, **row} for row in rows), above=above, below=BELOW)
    found = planned(text, "DonationReport_B7.csv").rows
    assert [row.decision for row in found[-4:]] == ["ignore"] * 4
    return found[:-4]


@pytest.mark.parametrize("titles", [TITLES, OLD, TITLES.upper()])
def test_a_row_is_the_gift_of_an_employee_and_the_employers_match(titles: str) -> None:
    rows = rows_of({**{name.upper(): text for name, text in USUAL.items()}}, titles=titles)
    gift, match = rows

    assert told(gift) == (13, "accept", "gift", "2024-02-20", "1000.00", "USD", "GEN", "benevity")
    assert told(match) == (13, "accept", "match", "2024-02-20", "500.00", "USD", "GEN", "benevity")
    assert (gift.part, match.part) == (1, 2)
    assert gift.supporter == match.soft_credit != None  # noqa: E711
    assert (gift.organization, match.supporter, bool(match.organization)) == (None, None, True)
    assert gift.gift != match.gift


def test_an_employee_who_shared_no_name_gave_all_the_same() -> None:
    gift, match = rows_of(NOBODY)

    assert (gift.decision, gift.supporter, gift.organization) == ("accept", None, None)
    assert gift.note
    assert (match.decision, match.soft_credit, bool(match.organization)) == ("accept", None, True)
    assert gift.raw["Donor First Name"] == "Not shared by donor"


def test_a_gift_without_a_match_is_one_row_and_so_is_a_match_alone() -> None:
    alone, match = rows_of(
        {"Match Amount": "0.00"}, {"Total Donation to be Acknowledged": "0.00", "Transaction ID": "571F530A29"}
    )

    assert [(row.part, row.kind) for row in (alone, match)] == [(1, "gift"), (1, "match")]


@pytest.mark.parametrize(
    "cells",
    [{"Reason": "Volunteer Reward"}, {"Currency": "XQX"}, {"Donor First Name": "", "Donor Last Name": "", "Email": ""}],
)
def test_what_is_not_documented_is_held(cells: dict[str, str]) -> None:
    assert rows_of(cells)[0].decision == "review"


def test_a_match_without_an_employer_is_held() -> None:
    gift, match = rows_of({"Company": ""})

    assert (gift.decision, match.decision) == ("accept", "review")


def test_days_of_utc_are_those_of_the_organization() -> None:
    assert str(rows_of({"Donation Date": "2025-01-01T03:30:00Z"})[0].date) == "2024-12-31"


@pytest.mark.parametrize(("project", "fund"), [("Well Drilling", "WELL"), ("Roof repair", None)])
def test_a_project_of_another_name_is_a_fund(project: str, fund: str | None) -> None:
    (gift, _) = rows_of({"Project": project})

    assert (gift.fund_text, gift.fund) == (project, fund)


def test_the_lines_above_may_be_missing() -> None:
    assert rows_of({}, above=())[0].decision == "accept"
