"""Questions about returns and board figures rather than a gift (receipt rules, 7 and 8).

A worksheet is read as it stands in a case file: texts and lists. The figures come back as `Decision.report`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from donations.deductibility import board, returns
from donations.deductibility.decision import Decision
from donations.deductibility.facts import BadFacts, Facts

Sheet = Mapping[str, Any]
LARGEST = Decimal("1e15")


def decide_worksheet(facts: Facts) -> Decision:
    """The figures a worksheet asks for, as `report`. Raises `BadFacts` for a question no rule answers."""
    sheet = facts.worksheet or {}
    for keys, answer in _QUESTIONS:
        if keys <= set(sheet):
            decision = Decision(deductibility_status=None, report={})
            try:
                answer(decision, sheet)
            except (KeyError, TypeError, AttributeError, ValueError) as problem:
                raise (
                    problem if isinstance(problem, BadFacts) else BadFacts(f"The worksheet cannot be read: {problem}.")
                )
            return decision
    raise BadFacts(f"No rule answers a worksheet of: {', '.join(sorted(sheet)) or 'nothing'}.")


def money(value: Any, name: str) -> Decimal:
    """An amount given as a decimal in quotation marks. Raises `BadFacts` for anything else."""
    try:
        found = Decimal(value) if isinstance(value, str) else None
    except InvalidOperation:
        found = None
    if found is None or not found.is_finite() or abs(found) > LARGEST:
        raise BadFacts(f"“{name}” must be a decimal in quotation marks, not {value!r}.")
    return found


def _day(value: Any, name: str) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadFacts(f"“{name}” must be a date like 2014-05-15, not {value!r}.")


def _amounts(value: Any, name: str) -> dict[str, Decimal]:
    """Name → amount."""
    if not isinstance(value, Mapping):
        raise BadFacts(f"“{name}” must be names with amounts.")
    return {str(key): money(amount, f"{name}.{key}") for key, amount in value.items()}


def _gifts(value: Any) -> dict[str, list[Decimal]]:
    """Name → gifts of the year, from one amount or a list of them."""
    if not isinstance(value, Mapping):
        raise BadFacts("“donors” must be names with amounts.")
    lists = {key: amounts if isinstance(amounts, list) else [amounts] for key, amounts in value.items()}
    return {str(key): [money(amount, f"donors.{key}") for amount in amounts] for key, amounts in lists.items()}


def _event(decision: Decision, sheet: Sheet) -> None:
    row = sheet["event"]
    decision.report = returns.event_lines(
        tickets=int(row["tickets"]),
        price=money(row["price"], "price"),
        value=money(row["fmv"], "fmv"),
        expenses=money(row.get("direct_expenses", "0.00"), "direct_expenses"),
    )
    decision.because("Contribution part to 1c, value to 8a, direct costs to 8b, 8c = 8a − 8b", "Form 990, Part VIII")
    decision.because("Schedule G Part II when 1c + 8a is over $15,000.00", "Schedule G instructions")


def _events(decision: Decision, sheet: Sheet) -> None:
    rows = sheet["events"]
    receipts = {str(row["name"]): money(row["gross_receipts"], "gross_receipts") for row in rows}
    decision.report = returns.listed_events(receipts)
    decision.because("The two largest events over $5,000.00 by name, the rest above it together", "Schedule G")


def _schedule_b(decision: Decision, sheet: Sheet) -> None:
    total = money(sheet["line_1h"], "line_1h")
    meets = bool(sheet.get("meets_one_third_test"))
    decision.report = returns.schedule_b(line_1h=total, meets_one_third=meets, donors=_gifts(sheet["donors"]))
    decision.because("Donors of $5,000.00 or more; with the one-third test also over 2% of line 1h", "Schedule B")


def _public_support(decision: Decision, sheet: Sheet) -> None:
    row = sheet["five_year"]
    report = returns.public_support(
        contributions=money(row["contributions"], "contributions"),
        other_income=sum(
            (money(row[key], key) for key in ("investment_income", "other_income") if key in row), Decimal("0.00")
        ),
        donors=_amounts(row.get("donors", {}), "donors"),
        unlimited=frozenset(row.get("unlimited", ())),
    )
    decision.report = report
    if not report["passes_one_third"]:
        decision.warn("below_one_third_test_alert_board")
    if row.get("first_five_years") or sheet.get("first_five_years"):
        report["qualifies"] = True
        decision.because("In its first five years the charity qualifies regardless", "Reg. 1.170A-9(f)(4)(v)")
    decision.because("Gifts of one donor and relations above 2% of total support are excess", "Schedule A Part II")


def _annual_returns(decision: Decision, sheet: Sheet) -> None:
    found = []
    for row in sheet["cases"]:
        receipts = row.get("normal_gross_receipts", row.get("gross_receipts"))
        found.append(
            returns.annual_return(
                receipts=money(receipts, "gross_receipts"), assets=money(row.get("assets", "0.00"), "assets")
            )
        )
    decision.report = {"return": found}
    decision.warn("file_while_application_pending")
    decision.because("990-N to $50,000.00; 990-EZ under $200,000.00 and assets under $500,000.00", "Form 990")


def _one_return(decision: Decision, sheet: Sheet) -> None:
    _annual_returns(decision, {"cases": [sheet]})
    decision.report = {"return": decision.report["return"][0]} if decision.report else None


def _char500(decision: Decision, sheet: Sheet) -> None:
    revenue = money(sheet["revenue"], "revenue")
    rows = sheet.get("cases", [sheet])
    found = []
    for row in rows:
        due = row.get("due_extended") or row.get("due")
        found.append(
            returns.char500_attachment(revenue=money(row.get("revenue", str(revenue)), "revenue"), due=_day(due, "due"))
        )
    decision.report = {"attachment": found if "cases" in sheet else found[0]}
    decision.because("CPA report by revenue and by the original or extended due date", "N.Y. Exec. Law 172-b")


def _schedule_m(decision: Decision, sheet: Sheet) -> None:
    decision.report = {"schedule_m_required": returns.schedule_m_required(money(sheet["line_1g"], "line_1g"))}
    decision.because("Schedule M when line 1g is over $25,000.00", "Form 990, Part IV")


def _schedule_f(decision: Decision, sheet: Sheet) -> None:
    grants = _amounts(sheet.get("foreign_organizations", sheet.get("foreign_grants", {})), "foreign_organizations")
    decision.report = returns.schedule_f(total=money(sheet["foreign_expense"], "foreign_expense"), grants=grants)
    decision.because("Part I over $10,000.00; Part II for any organization over $5,000.00", "Schedule F")


def _classes(decision: Decision, sheet: Sheet) -> None:
    years = sheet["fiscal_years"]
    if not isinstance(years, list) or not all(isinstance(year, int) for year in years):
        raise BadFacts("“fiscal_years” must be a list of years.")
    decision.report = {"classes": {str(year): board.net_asset_classes(date(year, 1, 1)) for year in years}}
    decision.because("New names for fiscal years beginning after 2017-12-15; calendar years assumed", "ASU 2016-14")


def _pledge(decision: Decision, sheet: Sheet) -> None:
    row = sheet["pledge"]
    total, conditional = money(row["total"], "total"), bool(row.get("condition") or row.get("conditions"))
    raised = money(sheet["raised"], "raised") if "raised" in sheet else None
    target = board.target_of(str(row.get("condition") or "")) or total
    met = not conditional or (raised is not None and raised >= target)
    year = _day(row["date"], "pledge.date").year
    decision.report = board.promise(year=year, total=total, met=met, conditional=conditional)
    decision.because("A conditional promise is revenue only when its condition is met", "ASC 958-605-25-5A..5D")


_QUESTIONS: tuple[tuple[set[str], Callable[[Decision, Sheet], None]], ...] = (
    ({"event"}, _event),
    ({"events"}, _events),
    ({"line_1h", "donors"}, _schedule_b),
    ({"five_year"}, _public_support),
    ({"revenue"}, _char500),
    ({"cases"}, _annual_returns),
    ({"normal_gross_receipts"}, _one_return),
    ({"gross_receipts"}, _one_return),
    ({"line_1g"}, _schedule_m),
    ({"foreign_expense"}, _schedule_f),
    ({"fiscal_years"}, _classes),
    ({"pledge"}, _pledge),
)
