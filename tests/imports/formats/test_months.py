"""A sheet with a column for each month: every filled cell becomes a gift, once, on the day a person said."""

from datetime import datetime
from decimal import Decimal

import pytest

from donations.models import Gift, Movement
from imports.models import SavedMapping
from tests.imports.files import xlsx
from tests.imports.mapping.test_forms import errors
from tests.imports.mapping.test_services import newest, say, upload
from tests.support.builders import make_fund

pytestmark = pytest.mark.usefixtures("organization")
SPELLINGS = {
    "names": ["Jan", "Feb", "Mar"],
    "whole names": ["January", "February", "March"],
    "capitals": ["JAN", "FEB", "MAR"],
    "with dots": ["Jan.", "Feb.", "Mar."],
    "with the year": ["Jan 2024", "Feb 2024", "Mar 2024"],
    "year first": ["2024 Jan", "2024 Feb", "2024 Mar"],
    "short year": ["Jan-24", "Feb-24", "Mar-24"],
    "apostrophe": ["Jan '24", "Feb '24", "Mar '24"],
    "figures": ["2024-01", "2024-02", "2024-03"],
    "figures, month first": ["01/2024", "02/2024", "03/2024"],
    "with words": ["January gift", "February gift", "March gift"],
}
YEARLESS = {"names", "whole names", "capitals", "with dots", "with words"}
ROWS = (("Gul Orakzai", "50", "", "60.50"), ("Tom Vance", "-", "20", "0"), ("Ana Pinto", "", "", ""))
TOTAL = Decimal("130.50")  # 50.00 + 60.50 + 20.00


@pytest.fixture
def fund(organization):
    return make_fund("GEN", name="General")


@pytest.fixture
def client(client_as):
    return client_as("development", "finance")


def sheet(titles, rows=ROWS) -> bytes:
    lines = [["Name", *titles, "Total"], *([*row, "999"] for row in rows)]
    return "\n".join(",".join(line) for line in lines).encode()


def said(fund, months: int = 3, **more) -> dict:
    columns = {f"col_{n}": "month" for n in range(1, months + 1)}
    rest = {"name": "Monthly list", "lists": "gifts", "fund": fund.pk, "method": "cash", "month_day": "first"}
    return {"col_0": "name", **columns, **rest, **more}


def gifts() -> list[tuple]:
    return [
        (gift.supporter.full_name, str(gift.gift_on), gift.amount)
        for gift in Gift.objects.select_related("supporter").order_by("gift_on", "amount")
    ]


def bring_in(client) -> None:
    client.post(f"/imports/{newest().pk}/commit/")


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_filled_cell_is_a_gift_of_its_month(client, fund, spelling):
    upload(client, sheet(SPELLINGS[spelling]), "monthly.csv")
    assert "accept" not in {row.decision for row in newest().rows.all() if row.kind}
    form = client.get(f"/imports/{newest().pk}/columns/").context["form"]
    guesses = [profile.guess for profile, _ in form.rows()]

    say(client, {**said(fund), **({"month_year": "2024"} if spelling in YEARLESS else {})})
    bring_in(client)

    assert guesses == ["name", "month", "month", "month", ""]  # a total is no gift
    assert ("month_year" in form.fields) == (spelling in YEARLESS)
    assert gifts() == [
        ("Gul Orakzai", "2024-01-01", Decimal("50")), ("Tom Vance", "2024-02-01", Decimal("20")),
        ("Gul Orakzai", "2024-03-01", Decimal("60.50")),
    ]  # fmt: skip
    assert Movement.objects.raised().total() == TOTAL
    assert newest().totals["cash_net_by_currency"] == {"USD": "130.50"}


@pytest.mark.parametrize(
    ("day", "days"),
    [
        ("first", ["2024-02-01", "2024-03-01"]),
        ("15", ["2024-02-15", "2024-03-15"]),
        ("last", ["2024-02-29", "2024-03-31"]),
    ],
)
def test_the_day_is_the_one_that_was_said(client, fund, day, days):
    upload(client, sheet(["Feb", "Mar"], [("Gul Orakzai", "5", "6")]), "monthly.csv")

    say(client, said(fund, 2, month_day=day, month_year="2024"))

    assert [str(row.date) for row in newest().rows.order_by("part")] == days


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"month_day": ""}, "month_day", "Choose the date"),
        ({"month_year": ""}, "month_year", "Enter a year such as 2024."),
        ({"month_year": "24"}, "month_year", "Enter a year such as 2024."),
        ({"col_4": "amount"}, "col_4", "its own amount and date"),
        ({"col_4": "month"}, "col_4", "names no month"),
    ],
)
def test_what_a_month_needs_is_asked_beside_the_field(client, fund, changes, field, words):
    upload(client, sheet(SPELLINGS["names"]), "monthly.csv")

    found = errors(say(client, {**said(fund), "month_year": "2024", **changes}))

    assert words in " ".join(found[field])
    assert SavedMapping.objects.count() == 0


def test_importing_the_sheet_twice_changes_nothing(client, fund):
    titles = SPELLINGS["with the year"]
    upload(client, sheet(titles), "monthly.csv")
    say(client, said(fund))
    bring_in(client)
    before = gifts()

    upload(client, sheet(titles) + b"\n", "again.csv")
    bring_in(client)

    assert gifts() == before
    assert Movement.objects.raised().total() == TOTAL


def test_a_sheet_that_has_grown_brings_in_only_the_new_cells(client, fund):
    titles = SPELLINGS["with the year"]
    upload(client, sheet(titles), "monthly.csv")
    say(client, said(fund))
    bring_in(client)

    grown = [("New Giver", "", "", "7"), ("Gul Orakzai", "50", "70", "60.50"), *ROWS[1:]]
    upload(client, sheet(titles, grown), "grown.csv")
    assert not newest().rows.filter(decision="review").exists()
    bring_in(client)

    assert Movement.objects.raised().total() == TOTAL + 7 + 70
    assert len(gifts()) == 5


def test_an_amount_that_was_edited_is_held_beside_its_gift(client, fund):
    titles = SPELLINGS["with the year"]
    upload(client, sheet(titles), "monthly.csv")
    say(client, said(fund))
    bring_in(client)

    upload(client, sheet(titles, [("Gul Orakzai", "55", "", "60.50"), *ROWS[1:]]), "edited.csv")
    bring_in(client)

    assert Movement.objects.raised().total() == TOTAL
    assert newest().rows.get(row=2, part=1).waits_for


def test_the_year_is_asked_anew_for_the_next_file(client, fund):
    upload(client, sheet(SPELLINGS["names"]), "monthly.csv")
    say(client, said(fund, month_year="2024"))
    bring_in(client)

    upload(client, sheet(SPELLINGS["names"], [("Gul Orakzai", "50", "51", "52")]), "next.csv")
    asked = newest()
    assert set(asked.rows.values_list("decision", flat=True)) == {"review"}
    assert "which year" in asked.rows.first().reason
    say(client, said(fund, month_year="2025"))
    bring_in(client)

    assert Movement.objects.raised().total() == TOTAL + 153
    assert {gift_on[:4] for _, gift_on, _ in gifts()} == {"2024", "2025"}


def test_a_cell_that_is_no_amount_is_held_and_the_others_are_read(client, fund):
    rows = [("Gul Orakzai", "50", "paid", "-20"), ("Tom Vance", "", "5", "")]
    upload(client, sheet(SPELLINGS["with the year"], rows), "monthly.csv")

    say(client, said(fund))

    assert list(newest().rows.order_by("row", "part").values_list("row", "part", "decision")) == [
        (2, 1, "accept"), (2, 2, "reject"), (2, 3, "review"), (3, 2, "accept")
    ]  # fmt: skip


def test_a_workbook_whose_titles_are_dates_is_explained(client, fund):
    titles = ["Name", datetime(2024, 1, 1), datetime(2024, 2, 1), datetime(2024, 3, 1)]
    upload(client, xlsx({"2024": [titles, ["Gul Orakzai", 50, None, 60.5], ["Tom Vance", None, 20, None]]}), "m.xlsx")

    say(client, said(fund))
    bring_in(client)

    assert Movement.objects.raised().total() == TOTAL
