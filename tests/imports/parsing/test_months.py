"""The month a title names, and its days."""

from datetime import date

import pytest

from imports.parsing.months import Month, month_of


@pytest.mark.parametrize(
    ("title", "month"),
    [("Sept", Month(None, 9)), ("Sep 2023", Month(2023, 9)), ("2023/7", Month(2023, 7)), ("May (2)", Month(None, 5)),
     ("12-2022", Month(2022, 12)), ("2024-01-01", Month(2024, 1)), ("Dec '22", Month(2022, 12)), ("Jan or Feb", None),
     ("Marie", None), ("Mayor", None), ("Total", None), ("2024-13", None), ("Amount", None), ("Name", None)],
)  # fmt: skip
def test_the_month_a_title_names(title, month):
    assert month_of(title) == month


def test_the_last_day_of_february_follows_the_year():
    assert [Month(None, 2).on("last", year) for year in (2023, 2024, None)] == [
        date(2023, 2, 28),
        date(2024, 2, 29),
        None,
    ]
