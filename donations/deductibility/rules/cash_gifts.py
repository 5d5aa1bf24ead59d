"""Gifts of money: cash, quid pro quo, insubstantial benefits, purchases, and their corrections (rules, 2 to 4)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from donations.deductibility.decision import Contribution, Decision, Part
from donations.deductibility.facts import ZERO, BadFacts, Facts, day_text, dollars
from donations.deductibility.line_items import read_lines
from donations.deductibility.rules import benefits as law
from donations.deductibility.rules import corrections, exemption_effects
from donations.deductibility.rules.limits import ACKNOWLEDGMENT_FROM, DISCLOSURE_OVER
from donations.deductibility.rules.recipients import recipient
from donations.deductibility.rules.transactions import Account, account, arithmetic, transactions

ORDINARY_KIND = {
    "cash": "cash_acknowledgment",
    "quid_pro_quo": "quid_pro_quo_acknowledgment",
    "insubstantial": "insubstantial_benefit_acknowledgment",
}
CONTENT = {
    "cash": ("NO_GOODS_SERVICES",),
    "quid_pro_quo": ("BENEFIT_DESC_FMV", "DEDUCTIBLE_LIMITED"),
    "insubstantial": ("INSUBSTANTIAL_FULL",),
}


def decide_money(facts: Facts) -> Decision:
    """Decide a payment of money, with its benefits, refunds and the exemption status."""
    try:
        found = account(facts)
    except BadFacts as problem:
        return _ask_staff(facts, str(problem), "rate_on_date_of_gift")
    decision = Decision(parts=tuple(found.parts))
    decision.warn(*found.warnings)
    for text, citation in found.reasons:
        decision.because(text, citation)
    _note_payments(decision, facts)
    kinds = {part.kind for part in found.parts}
    if "ask_staff" in kinds:
        return _hold_for_limits(decision, facts)
    if kinds <= {"none"}:
        return _nothing_paid(decision, facts)
    if kinds <= {"void", "none"}:
        return corrections.void(decision, facts)
    if kinds <= {"void", "purchase", "none"}:
        return _purchase(decision, facts)
    return _asked(facts, found) or _gift(decision, facts, found)


def overall_kind(parts: tuple[Part, ...]) -> str:
    """The kind of document for several transactions."""
    kinds = {part.kind for part in parts}
    return next(kind for kind in ("quid_pro_quo", "insubstantial", "cash") if kind in kinds)


def _ask_staff(facts: Facts, reason: str, warning: str) -> Decision:
    decision = Decision(action="ask_staff", recipient=recipient(facts))
    decision.warn(warning)
    decision.because(reason, "staff must decide")
    return decision


def _asked(facts: Facts, found: Account) -> Decision | None:
    """The question to staff where part of the payment was for something of unknown value, is another's gift, or was
    paid on days the exemption may not reach."""
    lines = read_lines(facts)
    for part, year in zip(found.parts, found.years, strict=True):
        if not all(each.on for each in part.contributions) and exemption_effects.is_divided(facts, year):
            reason = f"The exemption reaches a part of {year} alone, and the pay days are not known"
            return _ask_staff(facts, reason, "pay_days_not_known_ask_staff")
    for item in lines.unexplained:
        reason = (
            f"What “{item.description or item.kind}” ({dollars(item.amount)}) bought, and its value, is not recorded"
        )
        return _ask_staff(facts, reason, "value_of_benefit_missing_ask_staff")
    for item in lines.matches:
        reason = (
            f"“{item.description or item.kind}” ({dollars(item.amount)}) is the employer's own gift, not the donor's"
        )
        return _ask_staff(facts, reason, "match_is_gift_of_the_matching_company")
    for benefit in facts.benefits:
        if law.is_unvalued_advertising(benefit):
            reason = f"“{benefit.description}” is advertising, and its value is not recorded"
            return _ask_staff(facts, reason, "advertising_is_substantial_benefit_check_ubit")
    return None


def _hold_for_limits(decision: Decision, facts: Facts) -> Decision:
    """Limits for the year are missing: print nothing until a person decides."""
    decision.action, decision.recipient = "ask_staff", recipient(facts)
    decision.payment_amount = sum((part.paid for part in decision.parts), ZERO)
    _date(decision, list(decision.parts), facts)
    return decision


def _nothing_paid(decision: Decision, facts: Facts) -> Decision:
    decision.state_amounts(paid=ZERO, deductible=ZERO, status="not_deductible")
    if facts.benefits:
        decision.warn("comp_ticket_not_a_gift")
        decision.because("A complimentary ticket without a payment is nothing to receipt")
    else:
        decision.because("Nothing was paid", "IRC 170(a)")
    return decision


def _purchase(decision: Decision, facts: Facts) -> Decision:
    """The value is at least the payment: a purchase, without acknowledgment or disclosure."""
    paid = sum((part.paid for part in decision.parts), ZERO)
    decision.receipt_kind, decision.recipient = "purchase_confirmation", recipient(facts, "buyer")
    decision.state_amounts(paid=paid, deductible=ZERO, status="not_deductible")
    decision.say("PURCHASE", "NOT_DEDUCTIBLE")
    decision.forbid("TAX_DEDUCTIBLE")
    _note_raffle(decision)
    decision.because(f"{dollars(paid)} paid, value at least as much: a purchase, no part is a contribution", "IRC 6115")
    corrections.correct_purchase(decision, facts)
    return decision


def _gift(decision: Decision, facts: Facts, found: Account) -> Decision:
    parts = [part for part in found.parts if part.kind != "void"]
    dated = _dated(facts, found)
    gifts = [gift for gift, _ in dated]
    effects = exemption_effects.effects_on(facts, [day for _, day in dated])
    lead, paid = exemption_effects.governing(effects), sum((part.paid for part in parts), ZERO)
    kind = overall_kind(tuple(parts))
    decision.receipt_kind = exemption_effects.KIND.get(lead.cause) or ORDINARY_KIND[kind]
    decision.recipient = recipient(facts)
    covered = exemption_effects.covered_amount(gifts, effects)
    decision.state_amounts(paid=paid, deductible=covered, status=lead.effect)
    decision.contributions = sum(gift.count for gift in gifts)
    _date(decision, parts, facts)
    decision.say("BASE_CASH")
    if lead.effect != "not_deductible":
        _state_content(decision, kind, parts, facts)
        _test_thresholds(decision, parts, gifts, facts)
    exemption_effects.explain(decision, facts, effects)
    if lead.cause in {"pending", "not_applied"} and kind == "quid_pro_quo":
        decision.warn("give_quid_pro_quo_disclosure_even_if_pending")
    _note_separateness(decision, parts, facts)
    _note_raffle(decision)
    corrections.correct(decision, facts)
    return decision


def _dated(facts: Facts, found: Account) -> list[tuple[Contribution, date | None]]:
    """Each contribution with its day, or the last there can be where only its year is known."""
    return [
        (each, each.on or exemption_effects.last_day(year, facts.issued_on))
        for part, year in zip(found.parts, found.years, strict=True)
        if part.kind in ORDINARY_KIND
        for each in part.contributions
    ]


def _state_content(decision: Decision, kind: str, parts: list[Part], facts: Facts) -> None:
    decision.say(*CONTENT[kind])
    if kind == "quid_pro_quo":
        decision.forbid("NO_GOODS_SERVICES", "FULLY_DEDUCTIBLE")
    for part in parts:
        decision.because(arithmetic(part), "Reg. 1.170A-1(h)")


def _test_thresholds(decision: Decision, parts: list[Part], gifts: list[Contribution], facts: Facts) -> None:
    """Test $75 for each payment and $250 for each contribution; payments and contributions are not added up."""
    quid_pro_quo = [part for part in parts if part.kind == "quid_pro_quo"]
    for part in quid_pro_quo:
        over = part.paid > DISCLOSURE_OVER
        decision.disclosure_required |= over
        if not over:
            decision.warn("not_over_75_disclosure_optional_but_shown")
        text = "Disclosure required: {} is over {}" if over else "Disclosure not required: {} is not over {}"
        decision.because(text.format(dollars(part.paid), dollars(DISCLOSURE_OVER)), "IRC 6115; Reg. 1.6115-1")
        if over and _could_be_mistaken(part, facts):
            decision.warn("threshold_tests_the_single_payment")
        if part.paid >= ACKNOWLEDGMENT_FROM:
            decision.warn("cwa_test_uses_contribution_not_payment")
            decision.because(
                f"The $250.00 test looks at {dollars(part.contribution)}, not the payment", "IRC 170(f)(8)"
            )
    largest = max(gift.amount for gift in gifts)
    decision.cwa_required = largest >= ACKNOWLEDGMENT_FROM
    relation = "at least" if decision.cwa_required else "below"
    text = f"Largest single contribution {dollars(largest)} is {relation} {dollars(ACKNOWLEDGMENT_FROM)}"
    decision.because(text, "IRC 170(f)(8)")


def _could_be_mistaken(part: Part, facts: Facts) -> bool:
    """Whether staff may test the wrong amount: the contribution, one ticket's price or one line instead of the
    payment."""
    seats = sum(benefit.qty for benefit in part.benefits)
    return part.contribution <= DISCLOSURE_OVER or seats > 1 or bool(facts.line_items)


def _note_separateness(decision: Decision, parts: list[Part], facts: Facts) -> None:
    events = {part.event for part in parts if part.event}
    if len(events) > 1:
        decision.warn("separate_events_not_aggregated")
    if (decision.contributions or 0) > 1 and not facts.waived_refund:
        decision.warn("separate_contributions_not_aggregated")
        decision.because("Separate contributions are not added together", "Reg. 1.170A-13(f)(1)")
        decision.never.append(f"a single {decision.payment_amount} contribution")
    if len(parts) < len(facts.payments) and len(facts.payments) > 1 and any(len(part.benefits) for part in parts):
        decision.warn("one_transaction_split_tender_is_one_payment")
        decision.because("Several instruments for one transaction are one payment", "Pub. 1771")
    elif facts.same_transaction and len(facts.payments) > 1:
        decision.warn("one_transaction_split_tender_is_one_payment")
    if facts.waived_refund:
        decision.warn("waiver_must_be_documented", "waived_part_is_gift_on_waiver_date")
        decision.because(
            f"The refund waived {day_text(facts.waived_refund)} is a gift on that day", "Rev. Rul. 67-246; policy"
        )


def _note_raffle(decision: Decision) -> None:
    """Chances to win are never a contribution."""
    if any(benefit.kind == "raffle" for benefit in decision.counted_benefits):
        decision.warn("raffle_part_not_deductible", "state_gaming_license_check", "prize_reporting_w2g_check")
        decision.say("NOT_DEDUCTIBLE")
        decision.because("Raffle tickets are never deductible", "Rev. Rul. 67-246; Pub. 526")


def _date(decision: Decision, parts: list[Part], facts: Facts) -> None:
    """The dates of the gift, and the tax year when there is only one."""
    days = [(on, amount) for part in parts for on, amount in part.dates if amount or on is None]
    decision.date_of_gift = dates_in_words(days, facts)
    years = {on.year for on, _ in days if on}
    if facts.waived_refund and years:
        years = {min(years)}
    years = years or {transaction.year for transaction in transactions(facts) if transaction.year}
    decision.tax_year = years.pop() if len(years) == 1 else None


def dates_in_words(days: list[tuple[date | None, Decimal]], facts: Facts) -> str | None:
    """One ISO date, or each date with the amount given on it."""
    if facts.method == "payroll":
        return "each pay date"
    known = [(on, amount) for on, amount in days if on]
    if not known:
        return next((payment.period for payment in facts.payments if payment.period), None)
    if len({on for on, _ in known}) == 1:
        return known[0][0].isoformat()
    return " and ".join(f"{on} ({amount:.2f})" for on, amount in known)


def _note_payments(decision: Decision, facts: Facts) -> None:
    """Notes that depend on the payment method: dates, currency, fees, cash."""
    for transaction in transactions(facts):
        for dated in transaction.paid:
            decision.warn(*dated.found.warnings)
            if dated.found.on:
                decision.because(f"Date of gift {day_text(dated.found.on)}: {dated.found.reason}", "Reg. 1.170A-1(b)")
    for payment in facts.payments:
        method = payment.method or facts.method
        if method == "currency" and facts.donor.type != "anonymous_unknown":
            decision.warn("receipt_any_amount_for_currency")
            decision.because("For currency our receipt is the only record", "IRC 170(f)(17)")
        if method == "gift_card_redeemable_for_cash":
            decision.warn("treat_as_monetary_gift")
        if payment.returned_nsf:
            decision.warn("check_must_clear_in_due_course")
        if payment.donor_covered_fee:
            decision.warn("fee_cover_is_part_of_gift")
        if payment.platform_tip:
            decision.warn("platform_tip_excluded")
            decision.because(f"The platform keeps a tip of {dollars(payment.platform_tip)}")
        _note_currency(decision, payment)
    decision.forbid("NET_OF_FEES")


def _note_currency(decision: Decision, payment) -> None:
    if not payment.is_foreign:
        return
    decision.say("FX_BOTH")
    decision.warn("rate_on_date_of_gift")
    text = (
        f"{payment.currency} {payment.given:,} × {payment.spot_rate_usd} = {dollars(payment.usd)} on the date of gift"
    )
    decision.because(text)
    if payment.settled_usd is not None and payment.settled_usd != payment.usd:
        decision.warn("settlement_rate_difference_is_fx_gain_or_loss")
        difference = payment.settled_usd - payment.usd
        decision.because(f"Settled at {dollars(payment.settled_usd)}: {dollars(difference)} is our gain or loss")
