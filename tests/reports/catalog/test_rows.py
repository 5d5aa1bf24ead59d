"""The contract of every report, and the figures of those that have no list of their own."""

import csv
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.db.models import Sum
from django.urls import reverse

from config.roles import ROLES
from core.permissions import permissions_of
from donations.models import Movement
from reports.catalog import REPORTS
from tests.support.builders import make_fund, make_gift, make_supporter

pytestmark = pytest.mark.usefixtures("organization")
EACH = [pytest.param(report, id=report.slug) for report in REPORTS]


def body(response) -> str:
    return b"".join(response.streaming_content).decode("utf-8-sig") if response.streaming else response.text


@pytest.mark.parametrize("report", EACH)
def test_a_report_says_what_it_counts_and_who_may_open_it(report):
    assert report.label
    assert report.counts.endswith(".")
    assert report.permission in permissions_of(ROLES)


@pytest.mark.parametrize("report", EACH)
def test_a_report_opens_empty_and_full_for_those_who_may(client_as, report):
    role = next(role for role, granted in ROLES.items() if report.permission in granted and "reports.board" in granted)
    client = client_as(role)
    empty = client.get(reverse(report.url_name))
    make_gift(Decimal("50"))

    full = client.get(reverse(report.url_name))

    assert (empty.status_code, full.status_code) == (200, 200)
    assert report.label in client.get("/reports/").text


def test_the_catalog_shows_a_board_member_no_report_of_names(client_as):
    page = client_as("board").get("/reports/").text

    assert "Raised by fund and month" in page
    assert "Donors by year" not in page


def test_funds_by_month_add_up_on_the_page_and_in_the_file(client_as):
    legal, general = make_fund("LEGAL", name="Legal aid"), make_fund("GENERAL", name="General")
    for fund, day, amount in [
        (legal, date(2026, 1, 31), "100.10"),
        (legal, date(2026, 2, 1), "50"),
        (general, date(2026, 2, 28), "25"),
        (general, date(2025, 12, 31), "999"),  # last fiscal year
        (general, date(2026, 3, 2), "999"),  # after the day asked for
    ]:
        make_gift(Decimal(amount), fund=fund, gift_on=day, today=date(2026, 6, 1))
    client = client_as("board")

    page = client.get("/reports/fund-months/", {"as_of": "2026-03-01"}).text
    rows = list(csv.reader(StringIO(body(client.get("/reports/fund-months/?as_of=2026-03-01&export=csv")))))

    # 100.10 + 50 = 150.10; 25; 175.10 in all
    assert rows == [
        ["Month", "General", "Legal aid", "All funds"],
        ["January 2026", "0.00", "100.10", "100.10"],
        ["February 2026", "25.00", "50.00", "75.00"],
        ["March 2026", "0.00", "0.00", "0.00"],
        ["To date", "25.00", "150.10", "175.10"],
    ]
    assert all(amount in page for amount in ("$150.10", "$75.00", "$175.10"))


def test_funds_by_year_add_up_with_this_year_beside_the_same_period_last_year(client_as):
    legal, general = make_fund("LEGAL", name="Legal aid"), make_fund("GENERAL", name="General")
    make_fund("EMPTY", name="Never given to")
    for fund, day, amount in [
        (legal, date(2026, 1, 31), "100.10"),
        (general, date(2025, 2, 28), "25"),  # in the same period last year
        (general, date(2025, 12, 31), "10"),  # later last year
        (legal, date(2022, 1, 1), "7"),
        (legal, date(2021, 12, 31), "999"),  # before the years shown
        (general, date(2026, 3, 2), "999"),  # after the day asked for
    ]:
        make_gift(Decimal(amount), fund=fund, gift_on=day, today=date(2026, 6, 1))

    answer = client_as("board").get("/reports/fund-years/?as_of=2026-03-01&export=csv")

    # 25 + 10 = 35 in all of 2025
    assert list(csv.reader(StringIO(body(answer)))) == [
        ["Fund", "2022", "2023", "2024", "2025", "2025 to same date", "2026 to date"],
        ["General", "0.00", "0.00", "0.00", "35.00", "25.00", "0.00"],
        ["Legal aid", "7.00", "0.00", "0.00", "0.00", "0.00", "100.10"],
        ["All funds", "7.00", "0.00", "0.00", "35.00", "25.00", "100.10"],
    ]


@pytest.mark.parametrize(
    ("asked", "answer"), [("export=pdf", 404), ("as_of=2026-13-99", 200), ("as_of=9999-01-01", 200)]
)
def test_what_cannot_be_shown_is_said(client_as, asked, answer):
    assert client_as("board").get(f"/reports/fund-months/?{asked}").status_code == answer


@pytest.mark.parametrize("as_of", ["2026-06-15", "2026-12-31"])  # gifts are dated after the first
@pytest.mark.parametrize("who", ["", "all", "returned", "lapsed"])
@pytest.mark.parametrize("sort", ["shown_name", "last_year", "-last_year", "this_year", "-this_year"])
def test_donors_say_what_the_movements_come_to_in_every_order(client_as, as_of, who, sort):
    days = {"both": ("2025-05-01", "2026-03-01", "2026-09-01"), "later": ("2025-06-01", "2026-09-01")}
    days |= {"lapsed": ("2025-07-01",), "new": ("2026-02-01",), "old": ("2023-02-01",), "equal": ("2025-07-01",)}
    for name, dates in days.items():
        donor = make_supporter(f"{name.title()} Testperson")
        for place, day in enumerate(dates, start=1):
            make_gift(Decimal(10 * place), supporter=donor, gift_on=date.fromisoformat(day), today=date(2026, 12, 31))

    asked = {"as_of": as_of, "who": who, "sort": sort}
    page = client_as("finance").get("/reports/donors/", asked).context["table"]

    rows = [(row.record.full_name, row.record.this_year, row.record.last_year) for row in page.rows]
    told = {name.split()[0].lower(): amounts for name, *amounts in rows}
    assert told == by_movements(as_of, who)
    column = {"shown_name": 0, "this_year": 1, "last_year": 2}[sort.strip("-")]
    filled = [row[column] for row in rows if row[column] is not None]
    assert filled == sorted(filled, reverse=sort.startswith("-"))
    assert all(row[column] is None for row in rows[len(filled) :])


def by_movements(as_of: str, who: str) -> dict[str, list]:
    """The totals of both years by the ledger: 2026 up to a day, and 2025."""
    now, before = (
        {
            name.split()[0].lower(): total
            for name, total in rows.values_list("supporter__full_name").annotate(Sum("amount"))
        }
        for rows in (
            Movement.objects.raised().order_by().filter(gift_on__year=2026, gift_on__lte=as_of),
            Movement.objects.raised().order_by().filter(gift_on__year=2025),
        )
    )
    names = {"": {*now, *before}, "all": {*now}, "returned": {*now} & {*before}, "lapsed": {*before} - {*now}}[who]
    return {name: [now.get(name), before.get(name)] for name in names}
