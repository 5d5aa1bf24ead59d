"""Which state legends a document needs, and appeals as documents of their own (receipt rules, 6)."""

from __future__ import annotations

import string
from dataclasses import replace
from datetime import date

from core.us_states import STATES, in_a_sentence
from donations.deductibility.decision import Decision
from donations.deductibility.exemption import status_on
from donations.deductibility.facts import ZERO, Facts, Org
from donations.deductibility.rules.benefits import count, value_of
from donations.deductibility.rules.exemption_effects import STATUS_CODE
from donations.deductibility.rules.limits import DISCLOSURE_OVER
from donations.deductibility.rules.recipients import recipient
from donations.deductibility.rules.state_legends import NO_REGISTRATION, Legend, attorney_general_address, legends_on
from donations.deductibility.rules.transactions import account, arithmetic, transactions

SOLICITATIONS = frozenset(
    {"printed_solicitation", "solicitation", "web_page", "invitation", "email", "email_solicitation", "ticket_page"}
)
OFFERED = {
    "quid_pro_quo": ("DEDUCTIBLE_LIMITED", "BENEFIT_DESC_FMV"),
    "insubstantial": ("INSUBSTANTIAL_FULL",),
    "purchase": ("PURCHASE",),
}
WITHOUT_LEGEND = frozenset({"none", "void_notice", "purchase_confirmation", "thank_you_no_tax"})


def is_solicitation(facts: Facts) -> bool:
    """Whether the document asks for money (letters, invitations, donation pages) rather than acknowledging it."""
    return facts.document in SOLICITATIONS


def legends(facts: Facts, *, on: date | None) -> tuple[Legend, ...]:
    """The legends for the donor's state on a day. Empty where the charity is not registered."""
    registered = bool(facts.registered_in_state)
    return tuple(
        legend
        for legend in legends_on(facts.donor.state, on)
        if (legend.on_receipts or is_solicitation(facts)) and (registered or not legend.needs_registration)
    )


def decide_solicitation(facts: Facts) -> Decision:
    """An appeal: no gift yet, so no amounts; state legends, exemption status, and the deductible part where seats are
    sold."""
    decision = Decision(receipt_kind="solicitation_document", recipient=recipient(facts))
    org = facts.org or Org()
    status = status_on(org, facts.issued_on)
    decision.say(STATUS_CODE[status])
    if status != "recognized":
        decision.forbid("TAX_DEDUCTIBLE", "STATUS_RECOGNIZED")
        decision.because(f"Status on the issue date: {status.replace('_', ' ')}")
        if facts.donor.state == "CA":
            decision.warn("state_non_tax_exempt_status_while_pending")
    if facts.donor.state == "NY":
        decision.warn("legend_address_is_dated_configuration")
    _offer_benefits(decision, facts)
    return decision


def note(decision: Decision, facts: Facts) -> None:
    """Add the state's legends to a decision, or say why there are none."""
    if not facts.donor.state:
        return
    day = facts.issued_on or _date_of(decision)
    found = legends(facts, on=day) if decision.receipt_kind not in WITHOUT_LEGEND else ()
    if facts.document or facts.registered_in_state is not None or found:
        decision.state_legends = [legend.code for legend in found if legend.code.endswith("_LEGEND")]
    for legend in found:
        decision.say(legend.code)
        decision.because(f"The notice required by {in_a_sentence(legend.state)} is on this document", legend.citation)
    _note_registration(decision, facts, day)
    if facts.donor.state not in {*STATES, *STATES.values()} and not facts.donor.is_abroad:
        decision.warn("state_not_known_check_legend")
        decision.because("The donor's state is not recognized, so whether its notice is required is not known")


def legend_text(legend: Legend, facts: Facts, *, on: date | None) -> str:
    """The legend filled from the charity's facts. An unknown value becomes a plain phrase, never a brace."""
    org = facts.org or Org()
    values = {
        "legal_name": org.legal_name,
        "address": org.address or "our address",
        "phone": org.phone or "our telephone number",
        "registration_number": facts.registration_number or "on file",
        "city_and_state": org.city_and_state or org.state_of_incorporation,
        "program": org.program or "described on request",
        "ag_address": facts.ag_address or attorney_general_address(on),
        "deductibility": _deductibility(facts),
        "non_exempt": "" if _is_exempt(facts) else "The organization is not exempt from tax at present. ",
    }
    values |= {key.upper(): value.upper() for key, value in values.items()}
    return string.Formatter().vformat(legend.text, (), values)


def _is_exempt(facts: Facts) -> bool:
    return status_on(facts.org or Org(), facts.issued_on) == "recognized"


def _deductibility(facts: Facts) -> str:
    """The deductible share, as California and Minnesota require it; nothing is promised before recognition."""
    if not _is_exempt(facts):
        return "This contribution is not tax deductible."
    paid = sum((group.gross for group in transactions(facts)), ZERO) if facts.payments else ZERO
    counting = count(facts.benefits, year=facts.issued_on.year if facts.issued_on else None)
    value = value_of(counting.counted + counting.sold)
    if not value:
        return "100% of your gift may be deducted as a charitable contribution to the extent allowed by law."
    if not paid:
        return (
            "The part of your payment above the value of what you receive may be deducted as a charitable contribution "
            "to the extent allowed by law."
        )
    share = max(ZERO, paid - value) * 100 / paid
    return (
        f"{share.quantize(ZERO)}% of your payment may be deducted as a charitable contribution to the extent allowed "
        "by law."
    )


def _date_of(decision: Decision) -> date | None:
    return next((on for part in decision.parts for on, _ in part.dates if on), None)


def _offer_benefits(decision: Decision, facts: Facts) -> None:
    """Ticket pages and invitations must state what a price includes (IRC 6115)."""
    if not facts.payments or not facts.benefits:
        return
    today = tuple(replace(payment, date=payment.date or facts.issued_on) for payment in facts.payments)
    found = account(replace(facts, payments=today, refunds=()))
    decision.parts, kinds = tuple(found.parts), {part.kind for part in found.parts}
    decision.warn(*found.warnings)
    if "ask_staff" in kinds:
        decision.action = "ask_staff"
    for kind in kinds & set(OFFERED):
        decision.say(*OFFERED[kind])
    for part in found.parts:
        decision.disclosure_required |= part.kind == "quid_pro_quo" and part.paid > DISCLOSURE_OVER
        decision.because(arithmetic(part), "IRC 6115; Reg. 1.6115-1")


def _note_registration(decision: Decision, facts: Facts, day: date | None) -> None:
    if facts.registered_in_state is False:
        decision.forbid("STATE_LEGEND_UNREGISTERED")
        if facts.donor.state not in NO_REGISTRATION:
            decision.warn("check_state_registration_before_soliciting")
            decision.because(
                f"Not registered in {in_a_sentence(facts.donor.state)}: no state notice; check before soliciting"
            )
    elif facts.registered_in_state and not is_solicitation(facts):
        rows = legends_on(facts.donor.state, day)
        if rows and not any(legend.on_receipts for legend in rows):
            decision.warn("legend_on_solicitations_only")
            decision.because(
                f"The notice required by {in_a_sentence(facts.donor.state)} is for solicitations only", rows[0].citation
            )
