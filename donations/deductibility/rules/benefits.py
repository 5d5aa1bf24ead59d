"""Which goods and services reduce the contribution, and when they are insubstantial (receipt rules, 2.4, 2.5)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from donations.deductibility.facts import ZERO, Benefit, dollars
from donations.deductibility.rules.limits import INSUBSTANTIAL_SHARE, YearLimits, limits_for

NOT_PROVIDED = frozenset(
    {"declined", "returned_before_event", "not_provided", "not_provided_event_cancelled", "cancelled_refunded"}
)
#: All statuses in which a benefit counts, used or not. With `NOT_PROVIDED`, every status there is.
PROVIDED = frozenset({"accepted", "unused_not_returned"})
SOLD = frozenset({"raffle", "merchandise"})
ADVERTISING = re.compile(r"\badvert", re.IGNORECASE)
#: What makes a message about a sponsor advertising (IRC 513(i)(2)(A)), unless the words say that there is none of it.
SELLS = re.compile(
    r"\badvert\w*|\bcall to (?:buy|action)|\bbuy now|\bprice(?:s|d)?\b|\bcompari(?:son|ng)|\bcoupons?\b|\bdiscount\w*",
    re.IGNORECASE,
)
SELLS_NOT = re.compile(r"\b(?:no|not|non|without|never|free of)\b", re.IGNORECASE)

SAFE_HARBOR = "Rev. Proc. 90-12, 92-49"
MEMBERSHIP = "Reg. 1.170A-13(f)(8)(i)(B)"


class Count(NamedTuple):
    """Benefits sorted into those that count and those bought outright, with warnings, reasons, and whether a limit is
    missing."""

    counted: tuple[Benefit, ...]
    sold: tuple[Benefit, ...]
    warnings: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...]
    needs_limits: bool


class Verdict(NamedTuple):
    """Whether the counted benefits are insubstantial; `unknown` when that depends on limits missing for the year."""

    holds: bool
    unknown: bool
    warnings: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...]


def count(benefits: tuple[Benefit, ...], *, year: int | None) -> Count:
    """Keep benefits that count, at fair market value, and say why the rest does not."""
    counted: list[Benefit] = []
    warnings: list[str] = []
    reasons: list[tuple[str, str]] = []
    needs_limits = False
    for benefit in benefits:
        counts, warning, reason = _judge(benefit, limits_for(year))
        warnings += [warning] if warning else []
        reasons += [reason] if reason else []
        needs_limits |= benefit.kind == "low_cost_member_event" and limits_for(year) is None and _provided(benefit)
        if counts:
            counted.append(benefit)
    goods = tuple(benefit for benefit in counted if benefit.kind not in SOLD)
    sold = tuple(benefit for benefit in counted if benefit.kind in SOLD)
    return Count(goods, sold, tuple(dict.fromkeys(warnings)), tuple(reasons), needs_limits)


def value_of(benefits: tuple[Benefit, ...]) -> Decimal:
    """Sum of quantity × fair market value."""
    return sum((benefit.value for benefit in benefits), ZERO)


def _provided(benefit: Benefit) -> bool:
    return benefit.status not in NOT_PROVIDED


def _judge(benefit: Benefit, limits: YearLimits | None) -> tuple[bool, str, tuple[str, str] | None]:
    """Whether one benefit counts, a warning, and the reason with its citation."""
    name = f"{benefit.qty} × {benefit.description or benefit.kind}"
    if not _provided(benefit):
        warning = {
            "declined": "declined_seats_recorded_before_event",
            "returned_before_event": "record_return_date_before_event",
        }.get(benefit.status, "")
        return False, warning, (f"{name}: {benefit.status.replace('_', ' ')}, does not count", "Rev. Rul. 67-246")
    if benefit.kind == "recognition" and is_advertising(benefit):
        text = f"{name}: a price, a comparison or a call to buy is advertising, which counts at its value"
        return benefit.value > ZERO, "advertising_is_substantial_benefit_check_ubit", (text, "IRC 513(i)(2)(A)")
    if benefit.kind == "recognition":
        return False, "recognition_has_no_value", (f"{name}: recognition has no value", "IRC 513(i)")
    if benefit.kind == "newsletter":
        return False, "", (f"{name}: a newsletter not of commercial quality has no value", "Rev. Proc. 90-12")
    if benefit.kind == "annual_membership_75":
        warning = "membership_benefits_75_or_less_disregarded"
        return False, warning, (f"{name}: membership rights of $75.00 or less a year are disregarded", MEMBERSHIP)
    if benefit.kind == "low_cost_member_event":
        return _judge_member_event(benefit, name, limits)
    return True, _warning_of_counted(benefit), None


def is_advertising(benefit: Benefit) -> bool:
    """Whether a row's own words say that it sells something; “no advertising” does not."""
    return bool(SELLS.search(benefit.description)) and not SELLS_NOT.search(benefit.description)


def is_unvalued_advertising(benefit: Benefit) -> bool:
    """Advertising recorded as mere recognition, without the value it counts at."""
    return benefit.kind == "recognition" and _provided(benefit) and is_advertising(benefit) and not benefit.value


def _judge_member_event(
    benefit: Benefit, name: str, limits: YearLimits | None
) -> tuple[bool, str, tuple[str, str] | None]:
    """A members-only event is disregarded when its projected cost a head is within the low-cost limit."""
    if limits and benefit.cost_each is not None and benefit.cost_each <= limits.low_cost:
        text = f"{name}: cost per person {dollars(benefit.cost_each)} is within {dollars(limits.low_cost)}, disregarded"
        return False, "membership_benefits_75_or_less_disregarded", (text, MEMBERSHIP)
    text = f"{name}: cost per person is not known to be within the low-cost limit, so this counts"
    return True, "", (text, MEMBERSHIP)


def _warning_of_counted(benefit: Benefit) -> str:
    if benefit.status == "unused_not_returned":
        return "no_show_does_not_increase_deduction"
    if benefit.kind == "advertising" or (benefit.kind == "goods_services" and ADVERTISING.search(benefit.description)):
        return "advertising_is_substantial_benefit_check_ubit"
    return ""


def insubstantial(
    benefits: tuple[Benefit, ...], *, paid: Decimal, year: int | None, informed: bool | None, cost_before: Decimal
) -> Verdict:
    """Whether section 2.5 disregards all counted benefits of one payment.

    `informed`: the appeal told donors how much is deductible; `cost_before`: our cost of unordered items this person
    already got this calendar year. Both bounds of the 2% test are inclusive.
    """
    limits = limits_for(year)
    if limits is None:
        return _without_limits(benefits, paid=paid, year=year, informed=informed)
    passed = [
        reason
        for test in (_two_percent, _token, _unordered)
        if (reason := test(benefits, paid=paid, limits=limits, cost_before=cost_before))
    ]
    warnings = _warnings_of_tests(benefits, limits, year, passed=bool(passed), informed=informed)
    if passed and informed:
        return Verdict(True, False, warnings, tuple((reason, f"{SAFE_HARBOR}; {limits.source}") for reason in passed))
    reason = "benefits exceed the IRS limits for insubstantial value"
    if passed:
        reason = "the appeal did not tell donors how much is deductible, so the safe harbor is not relied on (policy)"
    return Verdict(False, False, warnings, ((reason, f"{SAFE_HARBOR}; {limits.source}"),))


def _warnings_of_tests(
    benefits: tuple[Benefit, ...], limits: YearLimits, year: int | None, *, passed: bool, informed: bool | None
) -> tuple[str, ...]:
    warnings = []
    if passed and not informed:
        warnings.append("safe_harbor_needs_informed_campaign")
    items = [benefit for benefit in benefits if benefit.cost_each is not None and benefit.cost_each <= limits.low_cost]
    if sum(benefit.qty for benefit in items) > 1:
        warnings.append("low_cost_limit_is_aggregate")
    if year == 2018:
        warnings.append("use_revised_2018_limits")
    if not (passed and informed) and len(benefits) > 1 and any(benefit.bears_org_name_or_logo for benefit in items):
        warnings.append("conservative_all_benefits_valued_once_safe_harbor_fails")
    return tuple(warnings)


def _without_limits(
    benefits: tuple[Benefit, ...], *, paid: Decimal, year: int | None, informed: bool | None
) -> Verdict:
    """Without limits for the year a person decides, unless the result is the same under any limit."""
    could_hold = bool(informed) and (
        value_of(benefits) <= paid * INSUBSTANTIAL_SHARE
        or all(benefit.bears_org_name_or_logo and benefit.cost is not None for benefit in benefits)
        or all(benefit.unordered and benefit.cost is not None for benefit in benefits)
    )
    if could_hold:
        text = f"the IRS limits for insubstantial benefits in {year} are not known: staff must decide"
        return Verdict(False, True, ("no_limits_for_year_ask_staff",), ((text, SAFE_HARBOR),))
    return Verdict(False, False, (), (("no limit could make these benefits insubstantial", SAFE_HARBOR),))


def _total_cost(benefits: tuple[Benefit, ...]) -> Decimal | None:
    costs = [benefit.cost for benefit in benefits]
    return None if None in costs else sum((cost for cost in costs if cost is not None), ZERO)


def _two_percent(benefits: tuple[Benefit, ...], *, paid: Decimal, limits: YearLimits, cost_before: Decimal) -> str:
    value, share = value_of(benefits), paid * INSUBSTANTIAL_SHARE
    if value > share or value > limits.cap:
        return ""
    return f"value {dollars(value)} is at most 2% of {dollars(paid)} and at most {dollars(limits.cap)}"


def _token(benefits: tuple[Benefit, ...], *, paid: Decimal, limits: YearLimits, cost_before: Decimal) -> str:
    cost = _total_cost(benefits)
    if cost is None or cost > limits.low_cost or paid < limits.minimum_payment:
        return ""
    if not all(benefit.bears_org_name_or_logo for benefit in benefits):
        return ""
    return (
        f"{dollars(paid)} is at least {dollars(limits.minimum_payment)} and items with our name cost {dollars(cost)}, "
        f"at most {dollars(limits.low_cost)}"
    )


def _unordered(benefits: tuple[Benefit, ...], *, paid: Decimal, limits: YearLimits, cost_before: Decimal) -> str:
    cost = _total_cost(benefits)
    if cost is None or cost + cost_before > limits.low_cost or not all(benefit.unordered for benefit in benefits):
        return ""
    return f"unordered items cost {dollars(cost + cost_before)} this year, at most {dollars(limits.low_cost)}"
