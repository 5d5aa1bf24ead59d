"""What happens to a receipt issued earlier: voided, replaced, suspended or kept (receipt rules, 3)."""

from __future__ import annotations

from datetime import date

from donations.deductibility.decision import Decision
from donations.deductibility.facts import ZERO, Facts, dollars
from donations.deductibility.rules.recipients import recipient

CANCELLED = frozenset({"not_provided", "not_provided_event_cancelled", "cancelled_refunded", "returned_before_event"})
CITATION = "IRC 111, 170(f)(8)"


def void(decision: Decision, facts: Facts) -> Decision:
    """Nothing is left of the payment: refunded, lost dispute, bounced check, failed charge."""
    decision.state_amounts(paid=ZERO, deductible=ZERO, status="not_deductible")
    decision.forbid("TAX_DEDUCTIBLE")
    if _was_never_paid(facts):
        decision.because("No charge succeeded: nothing was paid", "Reg. 1.170A-1(b)")
        return decision
    decision.receipt_kind, decision.recipient = "void_notice", recipient(facts)
    decision.say("CORRECTS")
    days = {on for part in decision.parts for on, amount in part.dates if on and amount}
    if days:
        first = min(days)
        decision.date_of_gift = first.isoformat()
        decision.tax_year = first.year
        _note_later_year(decision, facts, first)
    decision.because("Nothing remains of the payment, so the receipt is void", CITATION)
    return decision


def correct(decision: Decision, facts: Facts) -> None:
    """Make the document a correction when it no longer matches an earlier receipt; suspend it while a dispute
    is open."""
    days = [on for part in decision.parts for on, _ in part.dates if on]
    if facts.dispute and facts.dispute.is_open:
        return _suspend(decision, facts)
    if facts.dispute:
        decision.warn("suspend_receipt_while_disputed")
        decision.because(f"The dispute was {facts.dispute.outcome}: the receipt remains valid")
    if not _is_outdated(decision, facts):
        if facts.prior_receipt and facts.dispute:
            decision.notes.append(f"original receipt {facts.prior_receipt} remains valid")
        return None
    if decision.receipt_kind != "thank_you_no_tax":
        decision.receipt_kind = "corrected_acknowledgment"
    decision.say("CORRECTS")
    decision.forbid("ORIGINAL_FIGURES")
    if facts.refunds:
        _note_refunds(decision, facts, min(days) if days else None)
    return None


def correct_purchase(decision: Decision, facts: Facts) -> None:
    """A receipt was given, but what remains is a purchase; while the bank decides, nothing is confirmed."""
    if facts.dispute and facts.dispute.is_open:
        return _suspend(decision, facts)
    if not facts.prior_receipt or not facts.refunds:
        return None
    decision.receipt_kind, decision.recipient = "corrected_acknowledgment", recipient(facts)
    days = [on for part in decision.parts for on, _ in part.dates if on]
    if days:
        decision.date_of_gift, decision.tax_year = min(days).isoformat(), min(days).year
    decision.say("CORRECTS")
    decision.forbid("ORIGINAL_FIGURES")
    _note_refunds(decision, facts, min(days) if days else None)
    return None


def _was_never_paid(facts: Facts) -> bool:
    """Whether every attempt failed. A bounced check does not count: it was a payment until it bounced, and may have
    been receipted."""
    return bool(facts.payments) and all(
        payment.attempts and not any(attempt.succeeded for attempt in payment.attempts) for payment in facts.payments
    )


def _is_outdated(decision: Decision, facts: Facts) -> bool:
    wrong = facts.receipted_amount is not None and facts.receipted_amount != decision.payment_amount
    returned = any(item.status in CANCELLED for item in facts.benefits) and bool(facts.prior_receipt)
    return bool(facts.refunds or facts.waived_refund or returned or wrong)


def _suspend(decision: Decision, facts: Facts) -> None:
    """Issue no document while the bank decides a dispute, so that none says the amount is deductible."""
    decision.deductible_amount = decision.non_deductible_amount = None
    decision.deductibility_status, decision.cwa_required, decision.disclosure_required = "not_stated", False, False
    decision.receipt_kind, decision.action, decision.must_say = "none", "suspend_receipt", []
    decision.warn("suspend_receipt_while_disputed")
    decision.because("A dispute is open: the receipt is suspended until it is decided")


def _note_refunds(decision: Decision, facts: Facts, given: date | None) -> None:
    total = sum((refund.amount for refund in facts.refunds), ZERO)
    decision.because(f"{dollars(total)} refunded; recalculated with the remaining amount")
    if decision.counted_benefits and not any(item.status in CANCELLED for item in facts.benefits):
        decision.warn("refund_reduces_gift_part_first")
        decision.because("A refund not tied to a benefit reduces the gift part first")
    if given:
        _note_later_year(decision, facts, given)


def _note_later_year(decision: Decision, facts: Facts, given: date) -> None:
    """A refund in a later year corrects the year of the gift, never a later gift."""
    if any(refund.date and refund.date.year > given.year for refund in facts.refunds) or _lost_later(facts, given):
        decision.warn(
            "do_not_net_against_later_gifts",
            "reissue_original_year_statement",
            "donor_may_need_to_amend_or_report_recovery",
        )
        decision.because(f"Refunded in a later year: the statement of {given.year} is corrected", "IRC 111")


def _lost_later(facts: Facts, given: date) -> bool:
    dispute = facts.dispute
    return bool(dispute and dispute.is_lost and dispute.closed and dispute.closed.year > given.year)
