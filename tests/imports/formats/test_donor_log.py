from decimal import Decimal

from tests.imports.books import LOG
from tests.imports.files import planned, records, told, xlsx


def test_a_log_with_other_columns_each_year_is_read_whole() -> None:
    plan = planned(xlsx(LOG, hidden=["old"]))

    assert [(row.sheet, *told(row)) for row in records(plan)] == [
        ("2014", 4, "accept", "gift", "2014-01-02", "50.00", "USD", "GEN", "check"),
        ("2014", 5, "accept", "gift", "2014-01-16", "250.00", "USD", "WELL", "cash"),
        ("2014", 8, "accept", "gift", "2014-02-03", "40.00", "CAD", "LIB", "cash"),
        ("2014", 9, "review", "gift", "None", "40.00", "USD", "LIB", "cash"),
        ("2014", 10, "reject", "gift", "2014-02-21", "None", "USD", "GEN", "check"),
        ("2014", 11, "reject", "gift", "2014-02-22", "40.00", "USD", "GEN", "check"),
        ("2014", 12, "review", "gift", "2014-02-23", "None", "USD", "GEN", "cash"),
        ("2015", 2, "accept", "gift", "2015-03-05", "500.00", "GBP", "GEN", "check"),
        ("2015", 3, "accept", "pledge", "2015-03-06", "1200.00", "GBP", "WELL", "pledge"),
        ("2015", 4, "accept", "pledge_payment", "2015-04-06", "300.00", "GBP", "WELL", "check"),
        ("2015", 5, "accept", "in_kind", "2015-05-01", "75.00", "USD", "LIB", "in-kind"),
        # a dollar sign is no pound: the title's currency is only for cells that name none
        ("2015", 6, "review", "refund", "2015-06-01", "-100.00", "USD", "WELL", "check"),
        ("2015", 7, "accept", "gift", "2015-06-02", "25.00", "GBP", "WELL", "zelle"),
        ("2015", 8, "duplicate", "gift", "2015-06-02", "25.00", "GBP", "WELL", "zelle"),
        ("2016", 2, "accept", "gift", "2016-01-31", "1000.00", "PKR", "WELL", "check"),
        ("2016", 4, "accept", "gift", "2016-02-01", "60.00", "USD", "GEN", "cash"),
        ("2016", 5, "reject", "gift", "None", "60.00", "USD", "GEN", "cash"),
    ]


def test_its_totals_leave_out_what_is_held_pledged_or_in_kind() -> None:
    totals = planned(xlsx(LOG, hidden=["old"])).totals

    # USD 50 + 250 + 60; GBP 500 + 300 + 25
    assert totals.cash_net_by_currency == {
        "USD": Decimal("360.00"), "CAD": Decimal("40.00"), "GBP": Decimal("825.00"), "PKR": Decimal("1000.00")
    }  # fmt: skip
    assert totals.sum_by_kind_currency["pledge|GBP"] == Decimal("1200.00")
    assert totals.cash_net_by_year_currency["2014|USD"] == Decimal("300.00")


def test_dates_that_can_be_read_both_ways_wait_for_an_answer() -> None:
    data = xlsx({"2016": [["Date", "Name", "Amount"], ["3/4/2016", "Tom Vance", 20], ["5/6/2016", "Tom Vance", 30]]})

    assert [row.decision for row in records(planned(data))] == ["review", "review"]
    assert "month/day or day/month" in planned(data).warnings[0]
    assert [str(row.date) for row in records(planned(data, day_first=True))] == ["2016-04-03", "2016-06-05"]
