"""Groups: counts and sums over all filtered rows, in one query; on the page and in files."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from donations.models import Gift
from tests.support.builders import make_campaign, make_fund, make_gift, make_pledge
from tests.support.lists import queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organization")]


def groups(answer):
    """Each group on the page: name, count, sums, rows shown."""
    return [
        (group.name, group.count, [amount for amount, _ in group.sums], len(rows))
        for group, rows in answer.context["table"].parts()
    ]


def test_each_group_counts_and_adds_up_all_its_rows_not_those_of_the_page(client_as):
    for _ in range(60):
        make_gift(Decimal("10"), method=Gift.Method.CASH)
    make_gift(Decimal("25"), method=Gift.Method.CHECK)

    answer = client_as("finance").get("/gifts/", {"group": "method"})

    assert groups(answer) == [("Cash", 60, [Decimal("600")], 50)]  # 60 × 10


def test_a_group_says_what_its_sum_counts_and_leaves_out_what_is_no_money(client_as):
    make_gift(Decimal("10"), method=Gift.Method.OTHER)
    make_gift(Decimal("900"), method=Gift.Method.OTHER, kind=Gift.Kind.IN_KIND)

    answer = client_as("finance").get("/gifts/", {"group": "method"})

    assert groups(answer) == [("Other", 2, [Decimal("10")], 2)]
    assert "cash and stock, less refunds" in answer.content.decode()


def test_promised_and_paid_are_two_figures(client_as):
    fund = make_fund(name="Wells")
    make_pledge(Decimal("100"), fund=fund)

    answer = client_as("finance").get("/pledges/", {"group": "fund"})

    assert groups(answer) == [("Wells", 1, [Decimal("100"), Decimal("0")], 1)]


def test_a_filter_that_joins_rows_makes_no_sum_double(client_as):
    gift = make_gift(Decimal("50"))
    line = gift.lines.get()
    fund = line.fund_id

    answer = client_as("finance").get("/gifts/", {"group": "year", "fund": fund})

    assert [row[1:3] for row in groups(answer)] == [(1, [Decimal("50")])]


def test_rows_without_a_value_stand_last_under_a_name_of_their_own(client_as):
    make_gift(campaign_id=make_campaign("Autumn").pk)
    make_gift()

    answer = client_as("finance").get("/gifts/", {"group": "campaign"})

    assert [row[:2] for row in groups(answer)] == [("Autumn", 1), ("No campaign", 1)]


def test_the_groups_alone_lead_to_their_rows(client_as):
    make_gift(Decimal("10"), gift_on=date(2025, 3, 1))
    make_gift(Decimal("20"), gift_on=date(2024, 3, 1))
    client = client_as("finance")

    folded = client.get("/gifts/", {"group": "year", "fold": "1"}).context["table"].folded
    inside = client.get(folded[0][1])

    assert [(group.name, group.count) for group, _ in folded] == [("2025", 1), ("2024", 1)]
    assert [row.record.amount for row in inside.context["table"].rows] == [Decimal("10")]


@pytest.mark.parametrize("within", ["nonsense", "", "-", "2025-01-01'--"])
def test_a_group_that_is_not_there_has_no_rows(client_as, within):
    make_gift(method=Gift.Method.CASH)

    assert len(client_as("finance").get("/gifts/", {"group": "method", "within": within}).context["table"].rows) == 0


@pytest.mark.parametrize("group", ["supporter", "supporter__full_name", "__class__", ""])
def test_only_the_lists_own_groups_can_be_asked_for(client_as, group):
    make_gift()

    assert client_as("finance").get("/gifts/", {"group": group}).context["table"].grouped is None


def test_a_file_heads_each_group_with_its_name_count_and_sum(client_as):
    make_gift(Decimal("10"), method=Gift.Method.CASH)
    make_gift(Decimal("20"), method=Gift.Method.CASH)

    answer = client_as("finance").post("/gifts/?export=csv&group=method&cols=amount&sort=amount", {"reason": "Board"})
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))

    assert rows == [
        ["Donor", "Amount", "Gifts in the group", "Cash and stock, less refunds"],
        ["Cash", "", "2", "30.00"],
        [rows[2][0], "10.00", "", ""],
        [rows[3][0], "20.00", "", ""],
    ]


def test_a_group_named_like_a_formula_runs_nothing_and_draws_nothing(client_as):
    make_gift(campaign_id=make_campaign("=cmd()<script>alert(1)</script>").pk)
    client = client_as("finance")

    page = client.get("/gifts/", {"group": "campaign"}).content.decode()
    file = client.post("/gifts/?export=csv&group=campaign&cols=amount", {"reason": "Board"}).getvalue().decode()

    assert "<script>alert" not in page
    assert "'=cmd()" in file


def test_groups_cost_one_query_more_than_the_list_without(client_as):
    make_gift(method=Gift.Method.CASH)
    make_gift(method=Gift.Method.CHECK)
    client = client_as("finance")
    client.get("/gifts/")

    assert len(queries(client, "/gifts/?group=method")) == len(queries(client, "/gifts/")) + 1
