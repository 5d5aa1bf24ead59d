"""Board figures by generally accepted accounting principles (receipt rules, 8; ASC 958)."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from donations.deductibility.facts import ZERO

OLD_NAMES_UNTIL = date(2017, 12, 15)
OLD_CLASSES = "unrestricted / temporarily restricted / permanently restricted"
NEW_CLASSES = "without / with donor restrictions"
AMOUNT = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d\d)?|\d{3,}(?:\.\d\d)?")


def net_asset_classes(begins_on: date) -> str:
    """The names of net asset classes in a fiscal year: the old ones if it began on or before 2017-12-15 (ASU
    2016-14)."""
    return OLD_CLASSES if begins_on <= OLD_NAMES_UNTIL else NEW_CLASSES


def promise(*, on: date, due: date | None, total: Decimal, met: bool, conditional: bool) -> dict[str, Any]:
    """Revenue of a pledge in the year it is made: all of it when unconditional or its condition is met; otherwise none,
    with a disclosure. An amount due in a later year is time-restricted; beyond one year it is discounted."""
    report: dict[str, Any] = {f"revenue_{on.year}": total if met else ZERO}
    if conditional and not met:
        report["disclose_conditional_promise"] = total
    if met and due and due.year > on.year:
        report["time_restricted"] = total
        report["discounted"] = (due.year - 1, due.month, due.day) > (on.year, on.month, on.day)
    return report


def event_figures(*, gross: Decimal, exchange: Decimal, direct_benefits: Decimal, other: Decimal) -> dict[str, Any]:
    """An event on the board report: gross contributions, gross exchange part and costs, each separately."""
    return {
        "gross_contributions": gross - exchange,
        "gross_exchange": exchange,
        "direct_benefit_costs": direct_benefits,
        "other_event_costs": other,
    }


def target_of(condition: str) -> Decimal | None:
    """The amount in a condition ("raise 25,000 from others by 2019-12-31"), or None."""
    text = re.sub(r"\d{4}-\d\d-\d\d", "", condition)
    found = AMOUNT.search(text)
    return Decimal(found[0].replace(",", "")) if found else None
