"""A donor's year-end statement: what counts, row by row (receipt rules, 3, "Annual statement")."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

from donations.deductibility.decision import Contribution, Decision, Part
from donations.deductibility.facts import (
    FUND_METHODS,
    INSTITUTIONS,
    STOCK_METHODS,
    ZERO,
    BadFacts,
    Benefit,
    Facts,
    LedgerRow,
    day_text,
    dollars,
)
from donations.deductibility.rules import exemption_effects
from donations.deductibility.rules import ledger_refunds as refunds
from donations.deductibility.rules.limits import ACKNOWLEDGMENT_FROM
from donations.deductibility.rules.recipients import recipient
from donations.deductibility.vocabulary import MONEY_ROWS, PROPERTY_ROWS

#: Rows a statement never lists, and why. All other row types are listed (`MONEY_ROWS`, `PROPERTY_ROWS`).
LEFT_OUT = {
    "daf_soft_credit": "soft credit is another donor's gift",
    "pledge_unpaid": "a pledge is not a gift until paid",
    "raffle": "raffle tickets are never deductible",
    "purchase": "a purchase is not a contribution",
    "qcd": "listed separately: not deductible as a contribution",
    "refund": "subtracted from its gift",
}
#: Other donors' money, whatever its line is called, by how it was paid.
LEFT_OUT_METHODS = dict.fromkeys(FUND_METHODS, "daf_soft_credit") | {"ira_direct": "qcd"}
#: Whom no statement can be written to, with the warning and the reason.
NO_STATEMENT = {
    "anonymous_unknown": ("no_identified_donor_record_as_anonymous_cash", "The donor is unknown: no statement"),
    "collector": (
        "collector_is_agent_not_donor",
        "A person who collects others' money gave nothing: each contributor gets a statement of their own",
    ),
}
NOT_DEDUCTIBLE = "not deductible"
#: What was sold for something: without its value nobody knows what of the price was given.
VALUED = frozenset({"gala_ticket", "auction"})


def decide_statement(facts: Facts) -> Decision:
    """The statement of a calendar year: one row per contribution, property without a value."""
    year = statement_year(facts)
    if facts.donor.type in NO_STATEMENT:
        return _decide_without_donor(facts, year)
    decision = Decision(receipt_kind="annual_statement", recipient=recipient(facts), tax_year=year)
    decision.date_of_gift, decision.due_by = str(year), date(year + 1, 1, 31)
    rows = _counted(decision, facts, year)
    decision.contributions = len(rows)
    _state_amounts(decision, facts, rows)
    decision.lines = [_line(row, facts) for row in rows]
    _state_content(decision, rows)
    if any(line.endswith(NOT_DEDUCTIBLE) for line in decision.lines):
        decision.say("NOT_DEDUCTIBLE")
    if facts.donor.type in INSTITUTIONS:
        _state_no_tax(decision, rows)
    decision.warn("send_by_jan_31", "statement_can_serve_as_acknowledgment_if_received_before_filing")
    decision.warn("use_status_on_issue_date")
    decision.because(f"Statement of {year} due {day_text(decision.due_by)}")
    return decision


def _decide_without_donor(facts: Facts, year: int) -> Decision:
    """A collector gave nothing, and nobody knows an unknown donor: there is no one the year could be stated to."""
    warning, reason = NO_STATEMENT[facts.donor.type]
    decision = Decision(recipient=None, tax_year=year, date_of_gift=str(year), action="ask_staff")
    decision.forbid("TAX_DEDUCTIBLE")
    decision.warn(warning)
    decision.because(reason)
    return decision


def _state_no_tax(decision: Decision, rows: list[LedgerRow]) -> None:
    """A fund or foundation is acknowledged as the donor of its grants; it gets no deduction from us (rules, 3)."""
    decision.deductible_amount = decision.non_deductible_amount = None
    decision.deductibility_status, decision.cwa_required = "not_stated", False
    decision.unsay("NO_GOODS_SERVICES")
    decision.say("INSTITUTION_THANKS")
    decision.because("The institution is the donor; it receives no deduction from us")
    if any(row.value for row in rows):
        decision.action = "ask_staff"
        decision.warn("daf_more_than_incidental_benefit_hold")


def statement_year(facts: Facts) -> int:
    """The year asked for; else the year before the issue, if it has rows; else the year with the most rows."""
    years = Counter(row.date.year for row in facts.ledger if row.date and _is_listed(row))
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
    """The year's contributions in order of date, each less its refunds."""
    rows = []
    for row in refunds.settled(decision, facts.ledger, year=year):
        if row.date is None or (row.amount is None and not _is_property(row) and row.type not in LEFT_OUT):
            raise BadFacts(f"A line of the ledger ({row.type}) needs a date and an amount.")
        if row.date.year != year:
            decision.because(f"{day_text(row.date)} is in another year", "Reg. 1.170A-1(b)")
            continue
        row = _as_paid(row, facts)
        if reason := _why_left_out(decision, row):
            decision.because(f"{day_text(row.date)} {row.type.replace('_', ' ')}: not counted, {reason}")
            continue
        if row.received and row.received != row.date:
            decision.warn("book_receipt_date_differs_from_gift_date")
        rows.append(row)
    return rows


def _as_paid(row: LedgerRow, facts: Facts) -> LedgerRow:
    """A gift of a person by a fund's, an IRA's or a broker's way to pay is a soft credit, a distribution, property."""
    kind = LEFT_OUT_METHODS.get(row.method)
    if kind is None or row.type not in MONEY_ROWS or (kind == "daf_soft_credit" and facts.donor.type in INSTITUTIONS):
        return row
    return replace(row, type=kind)


def _why_left_out(decision: Decision, row: LedgerRow) -> str:
    if row.type == "qcd":
        decision.notes.append(f"not in the total, received directly from an IRA: {row.date} {row.amount or ZERO:.2f}")
    if not _is_listed(row):
        return LEFT_OUT[row.type]
    if _is_property(row):
        return ""
    if not row.amount:
        return "refunded in full"
    if row.value is None and row.type in VALUED:
        decision.action = "ask_staff"
        decision.warn("value_of_benefit_missing_ask_staff")
        return "what the donor received is not recorded: ask"
    return "the value received is at least what was paid: a purchase" if _value(row) >= row.amount else ""


def _is_listed(row: LedgerRow) -> bool:
    return row.type in MONEY_ROWS | PROPERTY_ROWS


def _is_property(row: LedgerRow) -> bool:
    return row.type in PROPERTY_ROWS or row.method in STOCK_METHODS


def _value(row: LedgerRow) -> Decimal:
    """The value the donor received; zero when a plain gift says nothing."""
    return row.value or ZERO


def _line(row: LedgerRow, facts: Facts) -> str:
    """`2013-10-05 150.00 less dinner 45.00 = 105.00`; property has a description and no value.

    A line the exemption does not reach says so.
    """
    effect = exemption_effects.effects_on(facts, [row.date])[0].effect
    return f"{_calculation(row)}, {NOT_DEDUCTIBLE}" if effect == "not_deductible" else _calculation(row)


def _calculation(row: LedgerRow) -> str:
    if _is_property(row):
        return f"{row.date} {row.description or ('stock' if row.method in STOCK_METHODS else row.type)}"
    amount, value = row.amount or ZERO, _value(row)
    if not value:
        return f"{row.date} {amount:.2f}"
    return f"{row.date} {amount:.2f} less {row.description or 'benefit'} {value:.2f} = {amount - value:.2f}"


def _state_amounts(decision: Decision, facts: Facts, rows: list[LedgerRow]) -> None:
    money = [row for row in rows if not _is_property(row)]
    gifts = [Contribution(row.date, (row.amount or ZERO) - _value(row)) for row in money]
    found = exemption_effects.effects_on(facts, [gift.on for gift in gifts] or [date(decision.tax_year or 1, 12, 31)])
    lead = exemption_effects.governing(found)
    paid = sum((row.amount or ZERO for row in money), ZERO)
    covered = exemption_effects.covered_amount(gifts, found) if gifts else ZERO
    decision.state_amounts(paid=paid, deductible=covered, status=lead.effect)
    decision.cwa_required = any(gift.amount >= ACKNOWLEDGMENT_FROM for gift in gifts) and covered > 0
    decision.parts = tuple(_part(row) for row in money)
    decision.because(
        f"{len(gifts):,} contributions of money, {dollars(paid)} paid, none added to another", "IRC 170(f)(8)"
    )
    exemption_effects.explain(decision, facts, found)


def _part(row: LedgerRow) -> Part:
    amount, value = row.amount or ZERO, _value(row)
    shown = (Benefit(description=row.description or "goods or services", fmv_each=value),) if value else ()
    return Part(
        kind="quid_pro_quo" if value else "cash",
        paid=amount,
        value=value,
        dates=((row.date, amount),),
        contributions=(Contribution(row.date, amount - value),),
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
