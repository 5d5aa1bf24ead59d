"""Sanctions screening: what a match does to a gift, a receipt or a payment (receipt rules, 9; 31 CFR ch. V)."""

from __future__ import annotations

from donations.deductibility.decision import Decision
from donations.deductibility.facts import Facts, Screening

TRUE_MATCH = "true_match"
CLEARED = "false_positive"
CITATION = "31 CFR ch. V, 501.603-.604"


def stops(facts: Facts) -> bool:
    """Whether screening decides the question: an uncleared match, a payee, or no gift."""
    if facts.screening is None:
        return bool(facts.party)
    return not is_cleared(facts.screening) or bool(facts.party) or not (facts.payments or facts.property_given)


def is_cleared(found: Screening) -> bool:
    """Whether a reviewer found that the match is a false positive. Anything less keeps the money on hold."""
    return found.reviewed and found.result == CLEARED


def decide_screening(facts: Facts) -> Decision:
    """Hold, block or release."""
    decision = Decision(deductibility_status=None)
    found = facts.screening
    if found is None:
        decision.action = "prevent_payment"
        decision.warn("screen_before_any_disbursement")
        decision.because("This payee has not been screened. Screen before any payment", CITATION)
    elif found.reviewed and found.result == TRUE_MATCH:
        decision.action = "block"
        decision.warn(
            "block_no_payment_no_return",
            "report_blocked_property_within_10_business_days",
            "annual_blocked_property_report_by_sep_30",
            "counsel_now",
        )
        decision.because("A true match: block, neither pay nor return, report within 10 business days", CITATION)
    elif is_cleared(found):
        note_release(decision)
    else:
        decision.action = "hold"
        decision.warn("hold_gift_and_receipt_pending_review", "do_not_refund_before_review")
        decision.because("A possible match needs staff review with reasons", CITATION)
    if facts.party:
        decision.warn("screen_before_any_disbursement")
    return decision


def note_release(decision: Decision) -> None:
    """A reviewed match that was a false positive: released, the record kept."""
    decision.action = decision.action or "release"
    decision.warn("retain_screening_record")
    decision.because("Reviewed and cleared: release, keep the record", CITATION)
