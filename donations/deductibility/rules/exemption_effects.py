"""How the exemption status changes a gift's document: its kind, its statements, what may be deducted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from donations.deductibility.decision import Contribution, Decision
from donations.deductibility.exemption import (
    ExemptionEffect,
    application_deadline,
    effective_date,
    exemption_effect,
    filed_on_rolled_deadline,
)
from donations.deductibility.facts import ZERO, Facts, Org, day_text

# The document for each cause, in place of the ordinary one.
KIND = {
    "not_applied": "pending_exemption_acknowledgment",
    "pending": "pending_exemption_acknowledgment",
    "letter_later": "post_determination_letter",
    "denied": "corrected_acknowledgment",
    "before_effective": "corrected_acknowledgment",
    "reliance": "corrected_acknowledgment",
    "before_formation": "thank_you_no_tax",
    "after_denial": "thank_you_no_tax",
    "after_publication": "thank_you_no_tax",
}
STATUS_CODE = {
    "not_applied": "STATUS_NOT_APPLIED",
    "pending": "STATUS_PENDING",
    "recognized": "STATUS_RECOGNIZED",
    "denied": "STATUS_DENIED",
    "revoked": "STATUS_REVOKED",
}
# Worst first. One document has one wording, which may not promise more than its weakest gift allows.
SEVERITY = (
    "before_formation",
    "after_publication",
    "after_denial",
    "denied",
    "before_effective",
    "reliance",
    "not_applied",
    "pending",
    "letter_later",
    "before_revocation",
    "",
)
CITATION = "IRC 508(a); Reg. 1.508-1(a)(2)"


def effects_on(facts: Facts, days: list[date | None]) -> list[ExemptionEffect]:
    """The effect on each day; requires a known organization."""
    org = facts.org or Org()
    return [exemption_effect(org, gift_on=day, issued_on=facts.issued_on) for day in days]


def last_day(year: int | None, issued_on: date | None) -> date | None:
    """The last pay day a document can speak of, where only the year of the deductions is known."""
    if year is None:
        return None
    last = date(year, 12, 31)
    return min(last, issued_on) if issued_on else last


def is_divided(facts: Facts, year: int | None) -> bool:
    """Whether the exemption reaches a part of the year alone, so that the pay days have to be known."""
    last = last_day(year, facts.issued_on)
    if year is None or last is None:
        return False
    formed = facts.org.formation_date if facts.org else None
    first = max(date(year, 1, 1), formed or date(year, 1, 1))
    return len({one.effect == "not_deductible" for one in effects_on(facts, [min(first, last), last])}) > 1


def worst(found: list[ExemptionEffect]) -> ExemptionEffect:
    return min(found, key=lambda one: SEVERITY.index(one.cause))


def governing(found: list[ExemptionEffect]) -> ExemptionEffect:
    """The effect that sets the document's kind: the worst among gifts the exemption covers, or among all when it covers
    none."""
    covered = [one for one in found if one.effect != "not_deductible"]
    return worst(covered or found)


def covered_amount(contributions: list[Contribution], found: list[ExemptionEffect]) -> Decimal:
    """The amount that may be presented as deductible: the contributions the exemption covers."""
    pairs = zip(contributions, found, strict=True)
    return sum((each.amount * each.count for each, one in pairs if one.effect != "not_deductible"), ZERO)


def explain(decision: Decision, facts: Facts, found: list[ExemptionEffect]) -> None:
    """Add the statements, prohibitions, warnings and reasons of the exemption status to a document that mentions it."""
    org, lead = facts.org or Org(), governing(found)
    for one in {each.reason: each for each in found}.values():
        decision.because(f"Exemption: {one.reason}", CITATION)
    if worst(found).cause == "before_formation":
        decision.warn("no_exemption_before_formation")
        decision.forbid("PRE_FORMATION")
    _say_status(decision, lead)
    for cause in {each.cause for each in found}:
        _warn(decision, facts, org, cause)
    if lead.effect == "not_deductible":
        decision.say("NOT_DEDUCTIBLE")
        decision.forbid("TAX_DEDUCTIBLE")


def _say_status(decision: Decision, lead: ExemptionEffect) -> None:
    if lead.cause not in {"before_formation"} or lead.status in {"denied", "revoked"}:
        decision.say(STATUS_CODE[lead.status])
    if lead.status != "recognized":
        decision.forbid("STATUS_RECOGNIZED")
    if lead.status in {"not_applied", "denied"}:
        decision.forbid("STATUS_PENDING")
    if lead.status != "recognized" and lead.cause != "reliance":
        decision.forbid("TAX_DEDUCTIBLE")


def _warn(decision: Decision, facts: Facts, org: Org, cause: str) -> None:
    if cause == "not_applied":
        _warn_of_deadline(decision, org, facts.issued_on)
    if cause == "pending":
        decision.warn("include_cwa_content_now", "send_status_letter_after_determination")
    if cause == "letter_later":
        _warn_after_letter(decision, facts, org)
    if cause == "denied":
        decision.warn("notify_all_pending_period_donors")
    if cause == "before_effective":
        decision.warn("notify_donors_before_effective_date")
        decision.because(
            f"The exemption is effective {day_text(effective_date(org))}; earlier gifts are not deductible", CITATION
        )
        _warn_of_deadline(decision, org, org.application_filed)
    if cause in {"reliance", "before_revocation"}:
        decision.warn("donor_reliance_until_publication")
    if cause in {"after_publication", "reliance", "before_revocation"}:
        decision.warn("block_deductible_wording_while_revoked")


def _warn_after_letter(decision: Decision, facts: Facts, org: Org) -> None:
    decision.warn("send_status_letter_after_determination", "donor_may_need_amended_or_extended_return")
    decision.forbid("BACKDATED")
    if filed_on_rolled_deadline(org):
        decision.warn("27_month_deadline_rolls_to_business_day")
        _explain_deadline(decision, org)
    issued, filed, given = facts.issued_on, facts.donor_return_filed, facts.prior_acknowledged
    acknowledged = (facts.prior_acknowledgment or bool(facts.prior_receipt)) and not (filed and given and given > filed)
    if filed and not acknowledged and (issued is None or filed <= issued):
        decision.warn("acknowledgment_not_contemporaneous_for_filed_return")
        if issued:
            decision.notes.append(f"actual issue date {issued}")
        decision.because(f"The return was filed {day_text(filed)}, before any acknowledgment", "IRC 170(f)(8)(C)")


def _warn_of_deadline(decision: Decision, org: Org, day: date | None) -> None:
    decision.warn("apply_within_27_months_for_retroactive_effect")
    if org.formation_date and day and day > application_deadline(org.formation_date):
        decision.warn("notify_donors_before_effective_date")
    _explain_deadline(decision, org)


def _explain_deadline(decision: Decision, org: Org) -> None:
    if org.formation_date:
        deadline = application_deadline(org.formation_date)
        formed = day_text(org.formation_date)
        text = f"27 months after the end of the month of formation ({formed}): apply by {day_text(deadline)}"
        decision.because(text, "Reg. 1.508-1(a)(2), 301.9100-2; IRC 7503")
