"""Figures for returns and the board rather than for one gift (receipt rules, 7 and 8).

A worksheet is the plain texts and lists of a case file. The figures are returned as `Decision.report`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from donations.deductibility.cases.values import LARGEST, YEARS, date_in, in_short, whole_in
from donations.deductibility.decision import Decision
from donations.deductibility.facts import BadFacts, Facts
from donations.deductibility.form_990 import form_990, gaap_figures

Sheet = Mapping[str, Any]


def decide_worksheet(facts: Facts) -> Decision:
    """The figures a worksheet asks for, as `report`. Raises `BadFacts` for an unknown question."""
    sheet = facts.worksheet or {}
    for keys, answer in _QUESTIONS:
        if keys <= set(sheet):
            decision = Decision(deductibility_status=None, report={})
            try:
                answer(decision, sheet)
            except BadFacts:
                raise
            except (ArithmeticError, LookupError, TypeError, AttributeError, ValueError) as problem:
                raise BadFacts(f"The worksheet cannot be read: {problem}.")
            return decision
    raise BadFacts(f"No rule answers a worksheet of: {', '.join(sorted(sheet)) or 'nothing'}.")


def money(value: Any, name: str) -> Decimal:
    """An amount given as a quoted decimal. Raises `BadFacts` for anything else."""
    try:
        found = Decimal(value) if isinstance(value, str) else None
    except InvalidOperation:
        found = None
    if found is None or not found.is_finite() or abs(found) > LARGEST:
        raise BadFacts(f"“{name}” must be a decimal in quotation marks, not {in_short(value)}.")
    return found


def _day(value: Any, name: str) -> date:
    found = date_in({name: value}, name)
    if found is None:
        raise BadFacts(f"“{name}” must be a date like 2014-05-15, not {value!r}.")
    return found


def _amounts(value: Any, name: str) -> dict[str, Decimal]:
    """Name → amount."""
    if not isinstance(value, Mapping):
        raise BadFacts(f"“{name}” must be names with amounts.")
    return {str(key): money(amount, f"{name}.{key}") for key, amount in value.items()}


REPEATED = re.compile(r"(?P<times>\d+)\s*[x×]\s*(?P<amount>[\d.]+)")


def _gifts(value: Any) -> dict[str, list[Decimal]]:
    """Name → gifts of the year: one amount, a list of them, `{"gifts": […]}`, or `6 x 900.00`."""
    if not isinstance(value, Mapping):
        raise BadFacts("“donors” must be names with amounts.")
    return {str(name): list(_each_gift(gifts, f"donors.{name}")) for name, gifts in value.items()}


def _each_gift(gifts: Any, name: str) -> Iterator[Decimal]:
    if isinstance(gifts, Mapping):
        gifts = gifts.get("gifts")
    for gift in gifts if isinstance(gifts, list) else [gifts]:
        repeated = REPEATED.fullmatch(gift.strip()) if isinstance(gift, str) else None
        if repeated:
            yield from [money(repeated["amount"], name)] * whole_in(repeated.groupdict(), "times")
        else:
            yield money(gift, name)


def _event(decision: Decision, sheet: Sheet) -> None:
    """One event: by its tickets as on the return, or by its gross receipts as on the board report."""
    row = sheet["event"]
    if "gross" in row:
        _event_for_the_board(decision, row)
        return
    decision.report = form_990.event_lines(
        tickets=whole_in(row, "tickets"),
        price=money(row["price"], "price"),
        value=money(row["fmv"], "fmv"),
        expenses=money(row.get("direct_expenses", row.get("direct_benefit_costs", "0.00")), "direct_expenses"),
    )
    decision.because("Contribution part to 1c, value to 8a, direct costs to 8b, 8c = 8a − 8b", "Form 990, Part VIII")
    decision.because("Schedule G Part II when 1c + 8a is over $15,000.00", "Schedule G instructions")


def _event_for_the_board(decision: Decision, row: Sheet) -> None:
    decision.report = gaap_figures.event_figures(
        gross=money(row["gross"], "gross"),
        exchange=money(row["exchange_value"], "exchange_value"),
        direct_benefits=money(
            row.get("direct_benefit_costs", row.get("direct_expenses", "0.00")), "direct_benefit_costs"
        ),
        other=money(row.get("other_event_costs", "0.00"), "other_event_costs"),
    )
    decision.because("Gross contributions, gross exchange part and direct benefit costs, never net only", "ASC 958-225")


def _events(decision: Decision, sheet: Sheet) -> None:
    rows = sheet["events"]
    receipts = {str(row["name"]): money(row["gross_receipts"], "gross_receipts") for row in rows}
    decision.report = form_990.listed_events(receipts)
    given = {str(row["name"]): money(row["contributions"], "contributions") for row in rows if "contributions" in row}
    if given:
        decision.report["gross_income"] = {name: receipts[name] - given[name] for name in given}
    decision.because("The two largest events over $5,000.00 by name, the rest above it together", "Schedule G")


def _schedule_b(decision: Decision, sheet: Sheet) -> None:
    total = money(sheet["line_1h"], "line_1h")
    meets = bool(sheet.get("meets_one_third_test"))
    decision.report = form_990.schedule_b(line_1h=total, meets_one_third=meets, donors=_gifts(sheet["donors"]))
    decision.because("Donors of $5,000.00 or more; with the one-third test also over 2% of line 1h", "Schedule B")


def _public_support(decision: Decision, sheet: Sheet) -> None:
    row = sheet["five_year"]
    report = form_990.public_support(
        contributions=money(row["contributions"], "contributions"),
        other_income=money(row.get("investment_income", "0.00"), "investment_income"),
        donors=_amounts(row.get("donors", {}), "donors"),
    )
    decision.report = report
    if not report["passes_one_third"]:
        decision.warn("below_one_third_test_alert_board")
    decision.because("Gifts of one donor and relations above 2% of total support are excess", "Schedule A Part II")


def _cases(decision: Decision, sheet: Sheet) -> None:
    """Several questions of one kind: which annual return, or whether Schedule M is due."""
    if all("line_1g" in row for row in sheet["cases"]):
        decision.report = {"schedule_m_required": [_needs_schedule_m(decision, row) for row in sheet["cases"]]}
    else:
        decision.report = {"return": [_annual_return(decision, row) for row in sheet["cases"]]}


def _annual_return(decision: Decision, row: Sheet) -> str:
    receipts = row.get("normal_gross_receipts", row.get("gross_receipts"))
    decision.warn("file_while_application_pending")
    decision.because("990-N to $50,000.00; 990-EZ under $200,000.00 and assets under $500,000.00", "Form 990")
    assets = money(row.get("assets", "0.00"), "assets")
    return form_990.annual_return(receipts=money(receipts, "gross_receipts"), assets=assets)


def _needs_schedule_m(decision: Decision, row: Sheet) -> bool:
    decision.because("Schedule M when line 1g is over $25,000.00", "Form 990, Part IV")
    return form_990.schedule_m_required(money(row["line_1g"], "line_1g"))


def _char500(decision: Decision, sheet: Sheet) -> None:
    revenue = money(sheet["revenue"], "revenue")
    rows = sheet.get("cases", [sheet])
    found = []
    for row in rows:
        due = row.get("due_extended") or row.get("due")
        found.append(
            form_990.char500_attachment(
                revenue=money(row.get("revenue", str(revenue)), "revenue"), due=_day(due, "due")
            )
        )
    decision.report = {"attachment": found if "cases" in sheet else found[0]}
    decision.because("CPA report by revenue and by the original or extended due date", "N.Y. Exec. Law 172-b")


def _schedule_f(decision: Decision, sheet: Sheet) -> None:
    decision.report = form_990.schedule_f(
        total=money(sheet.get("foreign_expenses_total", "0.00"), "foreign_expenses_total"),
        largest_grant=money(sheet.get("grant_to_foreign_org_max", "0.00"), "grant_to_foreign_org_max"),
    )
    decision.because("Part I over $10,000.00; Part II for any organization over $5,000.00", "Schedule F")


def _classes(decision: Decision, sheet: Sheet) -> None:
    years = sheet["fiscal_years"]
    if not isinstance(years, list) or not all(type(year) is int and year in YEARS for year in years):
        raise BadFacts(f"“fiscal_years” must be a list of years from {YEARS[0]} to {YEARS[-1]}.")
    decision.report = {"classes": {str(year): gaap_figures.net_asset_classes(date(year, 1, 1)) for year in years}}
    decision.because("New names for fiscal years beginning after 2017-12-15; calendar years assumed", "ASU 2016-14")


def _pledge(decision: Decision, sheet: Sheet) -> None:
    row = sheet["pledge"]
    conditions = " ".join(str(row.get(key) or "") for key in ("condition", "conditions")).strip()
    total, raised = money(row["total"], "total"), money(sheet["raised"], "raised") if "raised" in sheet else None
    target = gaap_figures.target_of(conditions) or total
    decision.report = gaap_figures.promise(
        on=_day(row["date"], "pledge.date"),
        due=_day(row["due"], "pledge.due") if row.get("due") else None,
        total=total,
        met=not conditions or (raised is not None and raised >= target),
        conditional=bool(conditions),
    )
    decision.because("A conditional promise is revenue only when its condition is met", "ASC 958-605-25-5A..5D")


def _service(decision: Decision, sheet: Sheet) -> None:
    value = money(sheet["service"]["value"], "service.value")
    decision.report = {"revenue": value, "expense": value, "form_990_part_viii": Decimal("0.00")}
    decision.warn("gaap_may_record_donated_facilities")
    decision.because("Donated specialized services are revenue and expense, and stay out of Part VIII", "ASC 958-605")


_QUESTIONS: tuple[tuple[set[str], Callable[[Decision, Sheet], None]], ...] = (
    ({"event"}, _event),
    ({"events"}, _events),
    ({"line_1h", "donors"}, _schedule_b),
    ({"five_year"}, _public_support),
    ({"revenue"}, _char500),
    ({"cases"}, _cases),
    ({"foreign_expenses_total"}, _schedule_f),
    ({"grant_to_foreign_org_max"}, _schedule_f),
    ({"fiscal_years"}, _classes),
    ({"pledge"}, _pledge),
    ({"service"}, _service),
)
