"""Limits for insubstantial benefits by year (Rev. Proc. 90-12 and 92-49, indexed every year).

Add a row for each new year. A year without a row must not be decided automatically (receipt rules, 2.5).
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

DISCLOSURE_OVER = Decimal("75.00")
"""A quid pro quo payment *over* this needs the disclosure (IRC 6115). Not indexed."""

ACKNOWLEDGMENT_FROM = Decimal("250.00")
"""A contribution of this much *or more* needs a written acknowledgment (IRC 170(f)(8)). Not indexed."""

INSUBSTANTIAL_SHARE = Decimal("0.02")


class YearLimits(NamedTuple):
    """One year's amounts in dollars, and the procedure they come from."""

    low_cost: Decimal
    minimum_payment: Decimal
    cap: Decimal
    source: str


def _row(low_cost: str, minimum_payment: str, cap: str, source: str) -> YearLimits:
    return YearLimits(Decimal(low_cost), Decimal(minimum_payment), Decimal(cap), f"Rev. Proc. {source}")


LIMITS: dict[int, YearLimits] = {
    2012: _row("9.90", "49.50", "99", "2011-52"),
    2013: _row("10.20", "51.00", "102", "2012-41"),
    2014: _row("10.40", "52.00", "104", "2013-35"),
    2015: _row("10.50", "52.50", "105", "2014-61"),
    2016: _row("10.60", "53.00", "106", "2015-53"),
    2017: _row("10.70", "53.50", "107", "2016-55"),
    2018: _row("10.80", "54.00", "108", "2018-18"),  # replaced 10.90 / 54.50 / 109 of Rev. Proc. 2017-58
    2019: _row("11.10", "55.50", "111", "2018-57"),
    2020: _row("11.20", "56.00", "112", "2019-44"),
    2021: _row("11.30", "56.50", "113", "2020-45"),
    2022: _row("11.70", "58.50", "117", "2021-45"),
    2023: _row("12.50", "62.50", "125", "2022-38"),
    2024: _row("13.20", "66.00", "132", "2023-34"),
    2025: _row("13.60", "68.00", "136", "2024-40"),
    2026: _row("13.90", "69.50", "139", "2025-32"),
}


def limits_for(year: int | None) -> YearLimits | None:
    """The limits of a calendar year; None when there is no row and a person has to decide."""
    return None if year is None else LIMITS.get(year)
