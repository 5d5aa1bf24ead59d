"""A donor's year on one page: what counts, line by line (receipt rules, 3, "Annual statement")."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

from donations.deductibility import standing
from donations.deductibility.decision import Contribution, Decision, Part
from donations.deductibility.facts import PROPERTY_KINDS, ZERO, Benefit, Facts, LedgerRow, dollars
from donations.deductibility.limits import ACKNOWLEDGMENT_FROM
from donations.deductibility.recipients import recipient

LEFT_OUT = {
    "soft_credit": "soft credit is another donor's gift",
    "pledge": "a promise is not a gift until paid",
    "raffle": "raffle tickets are never deductible",
    "purchase": "a purchase is no contribution",
    "merchandise": "a purchase is no contribution",
    "void": "void",
    "voided": "void",
    "bounced": "void",
    "chargeback": "void",
    "qcd": "listed in a block of its own: not deductible as a contribution",
    "match": "the gift of the matching company",
    "matching_gift": "the gift of the matching company",
    "services": "services are not deductible",
    "platform_tip": "kept by the platform",
}
REFUNDS = frozenset({"refund", "partial_refund"})
PROPERTY_TYPES = PROPERTY_KINDS | {"noncash", "property", "securities", "stock", "in-kind", "non_cash"}


def decide_statement(facts: Facts) -> Decision:
    """One statement of a calendar year: every line of its own, property without a value."""
    year = statement_year(facts)
    decision = Decision(receipt_kind="annual_statement", recipient=recipient(facts), tax_year=year)
    decision.date_of_gift, decision.due_by = str(year), date(year + 1, 1, 31)
    rows = _counted(decision, facts, year)
    decision.lines = [_line(row) for row in rows]
    decision.contributions = len(rows)
    _state_amounts(decision, facts, rows)
    _state_content(decision, rows)
    decision.warn("send_by_jan_31", "statement_can_serve_as_acknowledgment_if_received_before_filing")
    decision.warn("use_status_on_issue_date")
    decision.because(f"Statement of {year} by {decision.due_by}", "receipt rules, 3")
    return decision


def statement_year(facts: Facts) -> int:
    """The year asked for; else the year before the issue, when it has lines; else the year most lines are of."""
    years = Counter(row.date.year for row in facts.ledger if row.date and row.type not in LEFT_OUT)
    years = years or Counter(row.date.year for row in facts.ledger if row.date)
    if facts.year:
        return facts.year
    issued = facts.issued_on
    if issued and issued.year - 1 in years:
        return issued.year - 1
    if issued and issued.year in years:
        return issued.year
    return min(years, key=lambda year: (-years[year], year)) if years else (issued or date.min).year


def _counted(decision: Decision, facts: Facts, year: int) -> list[LedgerRow]:
    """The lines of the year that are contributions, in order of date; refunds taken off the gift they name."""
    refunds = [row for row in facts.ledger if row.type in REFUNDS]
    rows = []
    for row in sorted(facts.ledger, key=lambda item: item.date or date.max):
        if row.type in REFUNDS or row.date is None:
            continue
        if row.date.year != year:
            decision.because(f"{row.date} belongs to another year", "Reg. 1.170A-1(b)")
            continue
        row, used = _less_refunds(row, refunds)
        refunds = [refund for refund in refunds if refund not in used]
        if reason := _why_left_out(row):
            decision.because(f"{row.date} {row.type}: not counted, {reason}", "receipt rules, 3")
            continue
        if row.received and row.received != row.date:
            decision.warn("book_receipt_date_differs_from_gift_date")
        rows.append(row)
    _ask_about(decision, refunds, facts)
    return rows


def _ask_about(decision: Decision, refunds: list[LedgerRow], facts: Facts) -> None:
    """A refund that names no gift of the ledger is not guessed onto one."""
    days = {row.date.isoformat() for row in facts.ledger if row.date and row.type not in REFUNDS}
    if any(refund.refunds not in days for refund in refunds):
        decision.action = "ask_staff"
        decision.warn("refund_names_no_gift_ask_staff")


def _less_refunds(row: LedgerRow, refunds: list[LedgerRow]) -> tuple[LedgerRow, list[LedgerRow]]:
    mine = [refund for refund in refunds if row.date and refund.refunds == row.date.isoformat()]
    if not mine or row.amount is None:
        return row, []
    back = sum((refund.amount or ZERO for refund in mine), ZERO)
    return replace(row, amount=max(ZERO, row.amount - back)), mine


def _why_left_out(row: LedgerRow) -> str:
    if row.type in LEFT_OUT:
        return LEFT_OUT[row.type]
    if _is_property(row):
        return ""
    if not row.amount:
        return "nothing was paid"
    return "worth at least what was paid: a purchase" if row.value >= row.amount else ""


def _is_property(row: LedgerRow) -> bool:
    return row.type in PROPERTY_TYPES


def _line(row: LedgerRow) -> str:
    """`2013-10-05 150.00 less dinner 45.00 = 105.00`; property has a description and no value."""
    if _is_property(row):
        return f"{row.date} {row.description or row.type}"
    amount = row.amount or ZERO
    if not row.value:
        return f"{row.date} {amount:.2f}"
    return f"{row.date} {amount:.2f} less {row.description or 'benefit'} {row.value:.2f} = {amount - row.value:.2f}"


def _state_amounts(decision: Decision, facts: Facts, rows: list[LedgerRow]) -> None:
    money = [row for row in rows if not _is_property(row)]
    gifts = [Contribution(row.date, (row.amount or ZERO) - row.value) for row in money]
    found = standing.standings(facts, [gift.on for gift in gifts] or [date(decision.tax_year or 1, 12, 31)])
    lead = standing.governing(found)
    paid = sum((row.amount or ZERO for row in money), ZERO)
    reach = standing.reached_amount(gifts, found) if gifts else ZERO
    decision.state_amounts(paid=paid, deductible=reach, status=lead.reach)
    decision.cwa_required = any(gift.amount >= ACKNOWLEDGMENT_FROM for gift in gifts) and reach > 0
    decision.parts = tuple(_part(row) for row in money)
    decision.because(
        f"{len(gifts)} contributions of money, {dollars(paid)} paid, none added to another", "IRC 170(f)(8)"
    )
    standing.explain(decision, facts, found)


def _part(row: LedgerRow) -> Part:
    amount = row.amount or ZERO
    shown = (Benefit(description=row.description or "goods or services", fmv_each=row.value),) if row.value else ()
    return Part(
        kind="quid_pro_quo" if row.value else "cash",
        paid=amount,
        value=row.value,
        dates=((row.date, amount),),
        contributions=(Contribution(row.date, amount - row.value),),
        benefits=shown,
    )


def _state_content(decision: Decision, rows: list[LedgerRow]) -> None:
    decision.say("ITEMIZED")
    if any(row.value for row in rows):
        decision.say("BENEFIT_DESC_FMV")
        decision.forbid("NO_GOODS_SERVICES")
    else:
        decision.say("NO_GOODS_SERVICES")
    if any(_is_property(row) for row in rows):
        decision.say("DONOR_VALUES")
        decision.forbid("PROPERTY_VALUE")
