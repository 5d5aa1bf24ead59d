"""Federal and state return figures (receipt rules, 7). Amounts are dollars; thresholds are data beside their form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from donations.deductibility.facts import ZERO, cents

SCHEDULE_G_OVER = Decimal("15000.00")
LISTED_EVENT_OVER = Decimal("5000.00")
SCHEDULE_M_OVER = Decimal("25000.00")
SCHEDULE_F_OVER = Decimal("10000.00")
FOREIGN_GRANT_OVER = Decimal("5000.00")
SCHEDULE_B_FROM = Decimal("5000.00")
SMALL_GIFT_UNDER = Decimal("1000.00")
POSTCARD_TO = Decimal("50000.00")
SHORT_FORM_RECEIPTS_UNDER = Decimal("200000.00")
SHORT_FORM_ASSETS_UNDER = Decimal("500000.00")
TWO_PERCENT = Decimal("0.02")
RELATED = ("_spouse", "_company", "_controlled_company", "_relative", "_child", "_parent", "_foundation")
PUBLIC = ("170(b)(1)(a)", "government", "publicly supported")

# New York CHAR500: reports due from a day on need a review above the first amount and an audit above the second.
CHAR500: tuple[tuple[date, Decimal, Decimal], ...] = (
    (date.min, Decimal("100000.00"), Decimal("250000.00")),
    (date(2014, 7, 1), Decimal("250000.00"), Decimal("500000.00")),
    (date(2017, 7, 1), Decimal("250000.00"), Decimal("750000.00")),
    (date(2021, 7, 1), Decimal("250000.00"), Decimal("1000000.00")),
)


def event_lines(*, tickets: int, price: Decimal, value: Decimal, expenses: Decimal) -> dict[str, Any]:
    """Part VIII of Form 990 for tickets with a dinner: lines 1c, 8a, 8b, 8c, and whether Schedule G Part II is due."""
    exchange = min(price, value) * tickets
    given = price * tickets - exchange
    return {
        "line_1c": given,
        "line_8a": exchange,
        "line_8b": expenses,
        "line_8c": exchange - expenses,
        "schedule_g_part_ii_required": given + exchange > SCHEDULE_G_OVER,
    }


def listed_events(receipts: Mapping[str, Decimal]) -> dict[str, Any]:
    """Schedule G Part II: the two largest events over $5,000 by name, the others over $5,000 together."""
    large = sorted(((amount, name) for name, amount in receipts.items() if amount > LISTED_EVENT_OVER), reverse=True)
    others = large[2:]
    return {
        "listed": [name for _, name in large[:2]],
        "other_events_count": len(others),
        "other_events": sum((amount for amount, _ in others), ZERO),
    }


def schedule_b(*, line_1h: Decimal, meets_one_third: bool, donors: Mapping[str, list[Decimal]]) -> dict[str, Any]:
    """Who is listed: $5,000 or more, and with the one-third test also more than 2% of line 1h.

    A donor with several gifts counts them without those under $1,000.
    """
    limit = cents(line_1h * TWO_PERCENT)
    totals = {name: _schedule_b_total(gifts) for name, gifts in donors.items()}
    listed = [name for name, total in totals.items() if total >= SCHEDULE_B_FROM]
    if meets_one_third:
        listed = [name for name in listed if totals[name] > limit]
        return {"two_percent": limit, "listed": listed}
    return {"listed": listed}


def _schedule_b_total(gifts: list[Decimal]) -> Decimal:
    counted = gifts if len(gifts) == 1 else [gift for gift in gifts if gift >= SMALL_GIFT_UNDER]
    return sum(counted, ZERO)


def public_support(*, contributions: Decimal, other_income: Decimal, donors: Mapping[str, Decimal]) -> dict[str, Any]:
    """Schedule A Part II: five years' public support and its percentage.

    Relations named `A_spouse`, `A_company`… count together with `A`. Governments and publicly supported charities
    (named by their section, `PUBLIC`) have no limit.
    """
    total = contributions + other_income
    limit = total * TWO_PERCENT
    limited = {name: sum_ for name, sum_ in _together(donors).items() if not _is_public(name)}
    excess = sum((max(ZERO, amount - limit) for amount in limited.values()), ZERO)
    public = contributions - excess
    share = public * 100 / total if total else ZERO
    return {
        "total_support": total,
        "two_percent": cents(limit),
        "excess": cents(excess),
        "public_support": cents(public),
        "percent": share.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP),
        "passes_one_third": public * 3 >= total,
        "facts_and_circumstances": public * 3 < total <= public * 10,
    }


def _together(donors: Mapping[str, Decimal]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for name, amount in donors.items():
        head = next((name.removesuffix(ending) for ending in RELATED if name.endswith(ending)), name)
        found[head] = found.get(head, ZERO) + amount
    return found


def _is_public(name: str) -> bool:
    return any(mark in name.lower() for mark in PUBLIC)


def annual_return(*, receipts: Decimal, assets: Decimal) -> str:
    """Which of 990-N, 990-EZ and 990. Gross receipts are the normal ones for the first bound."""
    if receipts <= POSTCARD_TO:
        return "990-N"
    short = receipts < SHORT_FORM_RECEIPTS_UNDER and assets < SHORT_FORM_ASSETS_UNDER
    return "990-EZ" if short else "990"


def char500_attachment(*, revenue: Decimal, due: date) -> str:
    """What a certified accountant must attach to New York's CHAR500, by revenue and due date."""
    _, review_over, audit_over = [row for row in CHAR500 if row[0] <= due][-1]
    if revenue > audit_over:
        return "CPA audit report"
    return "CPA review report" if revenue > review_over else "none"


def schedule_m_required(line_1g: Decimal) -> bool:
    """Whether noncash contributions need Schedule M."""
    return line_1g > SCHEDULE_M_OVER


def schedule_f(*, total: Decimal, largest_grant: Decimal) -> dict[str, Any]:
    """Schedule F: Part I for activity abroad, Part II when any foreign organization got enough."""
    return {
        "schedule_f_part_i_required": total > SCHEDULE_F_OVER,
        "schedule_f_part_ii_required": largest_grant > FOREIGN_GRANT_OVER,
    }
