"""Sentences about the charity's exemption status for donors (receipt rules, 4; `ui/PRINT.md`)."""

from __future__ import annotations

import re
from datetime import date

from core.us_states import in_a_sentence
from donations.deductibility.decision import Decision
from donations.deductibility.exemption import effective_date, exemption_effect
from donations.deductibility.facts import INSTITUTIONS, Facts, Org
from donations.deductibility.rules.exemption_effects import last_day

ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
CODE = "Internal Revenue Code"
TO_THE_EXTENT = "to the extent allowed by law"


def long_date(day: date) -> str:
    """`August 21, 2012`, with non-breaking spaces."""
    return f"{day:%B}\u00a0{day.day}, {day.year}"


def recognized(decision: Decision, facts: Facts) -> list[str]:
    """Recognized: the EIN, and the effective date where the gift was made before the letter."""
    org, cause = facts.org or Org(), _cause(decision, facts)
    first = f"{org.legal_name} is recognized as exempt under section\u00a0501(c)(3) of the {CODE}{_ein(org)}"
    effective = effective_date(org)
    if cause in {"letter_later", "before_effective"} and effective:
        letter = org.determination_letter_date
        by = f" by a letter of {long_date(letter)}" if letter else ""
        first = f"{first}{by}, effective {long_date(effective)}"
    found = [f"{first}."]
    if cause == "letter_later":
        found.append("This recognition covers your gift.")
    if cause == "before_effective":
        found.append("Your gift was made before that day.")
    if _may_promise(decision, facts):
        several = decision.receipt_kind == "annual_statement"
        found.append(f"Your {'contributions are' if several else 'contribution is'} tax-deductible {TO_THE_EXTENT}.")
    return [" ".join(found), *_ask_adviser(cause, decision)]


def _ask_adviser(cause: str, decision: Decision) -> list[str]:
    if cause != "letter_later" or decision.receipt_kind == "annual_statement":
        return []
    return ["If you have already filed a return for that year, please ask your tax adviser whether to amend it."]


def pending(decision: Decision, facts: Facts) -> list[str]:
    """Application pending: no assurance. Never says “deductible” or “is a 501(c)(3)”."""
    org = facts.org or Org()
    effective, gift = effective_date(org), _gift(decision)
    applied = (
        f"We have applied to the Internal Revenue Service for recognition under section\u00a0501(c)(3) of the {CODE}"
        f"{_ein(org)}. Our application is pending."
    )
    assurance = f"Until the IRS decides, we cannot assure you of any tax treatment of {gift}."
    if effective:
        covers = "" if _is_offer(decision) else f" and cover {gift.replace('this', 'your').replace('these', 'your')}"
        assurance += f" If recognition is granted as we expect, it will relate back to {long_date(effective)}{covers}."
    return [" ".join([*_incorporated(org), applied]), assurance, *_promise_to_write(decision)]


def _promise_to_write(decision: Decision) -> list[str]:
    if _is_offer(decision):
        return []
    return [
        "We will write to you as soon as the IRS decides. Please keep this letter. It contains the information you "
        "would need."
    ]


def _is_offer(decision: Decision) -> bool:
    return decision.receipt_kind == "solicitation_document"


def _gift(decision: Decision) -> str:
    if _is_offer(decision):
        return "a gift"
    return "these gifts" if decision.receipt_kind == "annual_statement" else "this gift"


def not_applied(decision: Decision, facts: Facts) -> list[str]:
    """Not applied yet; does not mention a pending application."""
    org = facts.org or Org()
    status = (
        f"{org.legal_name} has not yet been recognized by the Internal Revenue Service as exempt from tax{_ein(org)}."
    )
    assurance = f"We cannot assure you of any tax treatment of {_gift(decision)}."
    keep = "" if _is_offer(decision) else " Please keep this letter."
    return [" ".join([*_incorporated(org), status]), f"{assurance}{keep}"]


def denied(decision: Decision, facts: Facts) -> list[str]:
    """Denied; does not mention a pending application."""
    org = facts.org or Org()
    when = f"On {long_date(org.denial_date)} the" if org.denial_date else "The"
    return [f"{when} Internal Revenue Service declined to recognize {org.legal_name} as exempt from tax."]


def revoked(decision: Decision, facts: Facts) -> list[str]:
    """Revoked, with both dates; donors before publication may generally rely on the list."""
    org = facts.org or Org()
    effective = f" effective {long_date(org.revocation_effective)}" if org.revocation_effective else ""
    published = f", published {long_date(org.revocation_published)}" if org.revocation_published else ""
    found = [f"The Internal Revenue Service revoked the exemption of {org.legal_name}{effective}{published}."]
    cause = _cause(decision, facts)
    if cause == "reliance":
        found.append(
            "Donors may generally rely on the Internal Revenue Service list of exempt organizations until publication."
        )
    if cause == "before_revocation":
        found.append("Your gift was made before that day.")
    return [" ".join(found)]


def _cause(decision: Decision, facts: Facts) -> str:
    """Why the exemption does or does not cover the gift."""
    days = [each.on for part in decision.parts for each in part.contributions if each.on]
    stated = decision.date_of_gift or ""
    on = date.fromisoformat(stated) if ISO_DATE.fullmatch(stated) else last_day(decision.tax_year, facts.issued_on)
    return exemption_effect(facts.org or Org(), gift_on=min(days) if days else on, issued_on=facts.issued_on).cause


def _may_promise(decision: Decision, facts: Facts) -> bool:
    plain = "DEDUCTIBLE_LIMITED" not in decision.must_say and "INSUBSTANTIAL_FULL" not in decision.must_say
    donor = facts.donor.type not in INSTITUTIONS
    return plain and donor and decision.deductibility_status == "deductible"


def _ein(org: Org) -> str:
    return f" (EIN\u00a0{org.ein})" if org.ein else ""


def _incorporated(org: Org) -> list[str]:
    if not org.formation_date:
        return []
    place = in_a_sentence(org.state_of_incorporation)
    where = f" in {place}" if place else ""
    return [f"{org.legal_name} was incorporated{where} on {long_date(org.formation_date)}."]
