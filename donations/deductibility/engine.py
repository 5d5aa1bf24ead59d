"""The entry point of the tax rules: facts of a gift in, the decision with its reasons out (`domain/receipt-rules.md`).

`decide` handles the first of these that applies: sanctions screening, an appeal, a year's statement, an earmarked gift,
property and services, a pledge, money through an institution, money.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from donations.deductibility.contradictions import check_consistency
from donations.deductibility.decision import Decision
from donations.deductibility.facts import INSTITUTIONS, PROPERTY_KINDS, ZERO, Facts, Org
from donations.deductibility.form_990 import worksheets
from donations.deductibility.rules import cash_gifts, in_kind, institutions, screening, states, year_statement
from donations.deductibility.rules.benefits import is_advertising
from donations.deductibility.rules.recipients import note_recipient, recipient
from donations.deductibility.rules.transactions import transactions
from donations.deductibility.vocabulary import check_words

RELIGIOUS = ("zakat", "sadaqah", "sadaqa", "fitra", "khums", "tithe")
NEW_RULES_FROM = 2026

EARMARK_WARNING = {
    "named_individual": "earmarked_for_individual_hold_funds",
    "foreign_organization_conduit": "conduit_to_foreign_organization_hold_funds",
}


def decide(facts: Facts) -> Decision:
    """What document the facts call for, what it may say, and why. Pure: no clock, no database.

    A decision with `action` set (`hold`, `block`, `ask_staff`, …) must not be carried out automatically; `release` may.
    Raises `BadFacts` for an unknown word or contradictory facts.
    """
    check_words(facts)
    if facts.org is None and facts.screening and not screening.stops(facts):
        facts = replace(facts, org=Org())  # released: the gift is receipted as any other
    check_consistency(facts)
    decision = _decide(facts)
    if facts.org is None or decision.report is not None or screening.stops(facts):
        return decision
    note_recipient(decision, facts)
    _note_purpose(decision, facts)
    _note_year(decision)
    states.note(decision, facts)
    if facts.screening:
        screening.note_release(decision)
    return decision


def _decide(facts: Facts) -> Decision:
    for applies, decide_one in _QUESTIONS:
        if applies(facts):
            return decide_one(facts)
    return cash_gifts.decide_money(facts)


def _decide_earmark(facts: Facts) -> Decision:
    """A gift that is only for a named person: hold the money and ask the donor."""
    total = sum((group.gross - group.refunded for group in transactions(facts)), ZERO)
    decision = Decision(receipt_kind="none", recipient=recipient(facts), action="hold")
    decision.state_amounts(paid=total, deductible=ZERO, status="not_deductible")
    decision.say("REDIRECT")
    decision.forbid("TAX_DEDUCTIBLE")
    kind = facts.earmark.type if facts.earmark else ""
    decision.warn(EARMARK_WARNING.get(kind, "document_control_and_discretion"))
    decision.because(
        "A gift the charity must pass on is not deductible. The donor lifts the earmark, or the gift is returned",
        "Rev. Rul. 62-113, 63-252, 66-79",
    )
    return decision


def _decide_pledge(facts: Facts) -> Decision:
    """A pledge without a payment yet."""
    decision = Decision(receipt_kind="pledge_confirmation", recipient=recipient(facts))
    decision.state_amounts(paid=ZERO, deductible=ZERO, status="not_deductible")
    decision.say("PLEDGE_NOT_RECEIPT")
    decision.forbid("PLEDGED_AMOUNT", "TAX_DEDUCTIBLE")
    decision.warn("pledge_receiptable_only_as_paid")
    decision.because("A pledge is receipted as it is paid, not before", "Reg. 1.170A-1(a); Rev. Rul. 68-174")
    return decision


def _decide_paid_pledge(facts: Facts) -> Decision:
    decision = cash_gifts.decide_money(facts)
    decision.forbid("PLEDGED_AMOUNT")
    decision.warn("pledge_receiptable_only_as_paid")
    decision.because("Each installment is a gift on the day it is paid", "Reg. 1.170A-1(a); Rev. Rul. 68-174")
    return decision


def _decide_unknown_donor(facts: Facts) -> Decision:
    """What nobody can be thanked for, money or property: recorded, not receipted."""
    found = in_kind.decide_property(facts) if facts.gift_kind in PROPERTY_KINDS else cash_gifts.decide_money(facts)
    decision = Decision(
        date_of_gift=found.date_of_gift, tax_year=found.tax_year, payment_amount=found.payment_amount, parts=found.parts
    )
    decision.warn("no_identified_donor_record_as_anonymous_cash")
    decision.because("The donor is unknown: record the gift as anonymous, with no receipt")
    return decision


def _is_held_earmark(facts: Facts) -> bool:
    earmark = facts.earmark
    if earmark is None:
        return False
    return earmark.type in EARMARK_WARNING or not earmark.discretion_and_control


_QUESTIONS: tuple[tuple[Callable[[Facts], bool], Callable[[Facts], Decision]], ...] = (
    (lambda facts: facts.worksheet is not None, worksheets.decide_worksheet),
    (screening.stops, screening.decide_screening),
    (states.is_solicitation, states.decide_solicitation),
    (lambda facts: bool(facts.ledger), year_statement.decide_statement),
    (_is_held_earmark, _decide_earmark),
    (lambda facts: facts.donor.type == "anonymous_unknown", _decide_unknown_donor),
    (lambda facts: facts.gift_kind in PROPERTY_KINDS, in_kind.decide_property),
    (lambda facts: facts.gift_kind in {"services", "use_of_property"}, in_kind.decide_services),
    (lambda facts: facts.gift_kind == "volunteer_expenses", in_kind.decide_volunteer),
    (lambda facts: facts.gift_kind == "pledge" and not facts.payments, _decide_pledge),
    (lambda facts: facts.donor.type in INSTITUTIONS, institutions.decide_institution),
    (institutions.is_unnamed_fund, institutions.decide_unnamed_fund),
    (institutions.has_match, institutions.decide_match),
    (institutions.is_match_unclear, institutions.decide_unclear_match),
    (lambda facts: facts.donor.type == "collector", institutions.decide_collected),
    (lambda facts: facts.gift_kind == "qcd", institutions.decide_qcd),
    (lambda facts: facts.method == "payroll", institutions.decide_payroll),
    (lambda facts: facts.gift_kind == "pledge", _decide_paid_pledge),
)


def _note_purpose(decision: Decision, facts: Facts) -> None:
    """Record restrictions. Words of faith never make a benefit an exempt religious benefit."""
    controlled = facts.earmark and not _is_held_earmark(facts)
    if facts.restriction or controlled:
        decision.warn("record_purpose_restriction")
        decision.because("An ordinary restricted gift: the charity keeps control", "Rev. Rul. 66-79; ASC 958-605")
    if controlled:
        decision.warn("document_control_and_discretion")
    text = f"{facts.restriction} {facts.donor_note}".lower()
    if any(word in text for word in RELIGIOUS):
        decision.forbid("INTANGIBLE_RELIGIOUS")
    if any(benefit.kind == "recognition" and not is_advertising(benefit) for benefit in facts.benefits):
        decision.forbid("CERTIFIED_SPONSOR_VALUE")


def _note_year(decision: Decision) -> None:
    if decision.tax_year and decision.tax_year >= NEW_RULES_FROM and decision.receipt_kind != "none":
        decision.warn("2026_rules_change_donor_side_only")
        decision.forbid("TAX_COMPUTATION")
        decision.because(
            "The 2026 floors and caps are the donor's computation; receipts do not change", "Pub. L. 119-21"
        )
