"""Who a document is addressed to: the legal donor only; everyone else gets soft credit (receipt rules, 3)."""

from __future__ import annotations

from donations.deductibility.decision import Decision
from donations.deductibility.facts import INSTITUTIONS, Donor, Facts

#: Words for the kind of account rather than its owner.
ACCOUNT_WORDS = frozenset(
    {"a", "an", "the", "of", "in", "his", "her", "their", "own", "personal", "private", "joint", "business", "company"}
    | {"corporate", "llc", "trust", "bank", "checking", "savings", "account"}
)


def names_of(donor: Donor) -> str:
    """The legal donor's name as printed, or '' when unknown."""
    if donor.type == "couple" and donor.members:
        return " and ".join(donor.members)
    if donor.type == "collector":
        return ", ".join(person.name for person in donor.contributors if person.name)
    name = donor.legal_name or account_owner(donor) or donor.name or donor.drawn_on
    return f"{name}, doing business as {donor.dba}" if name and donor.dba else name


def account_owner(donor: Donor) -> str:
    """The owner of the account the check was drawn on, when named and not the donor: the legal donor."""
    if donor.type == "couple" or not set(donor.drawn_on.casefold().split()) - ACCOUNT_WORDS:
        return ""
    return "" if donor.name and donor.name.casefold() in donor.drawn_on.casefold() else donor.drawn_on


def recipient(facts: Facts, role: str = "") -> str | None:
    """`role (names)`, where role is donor, payer (tribute), institution or buyer. None for an unknown donor."""
    donor = facts.donor
    if donor.type == "anonymous_unknown":
        return None
    if not role:
        role = "institution" if donor.type in INSTITUTIONS else "payer" if facts.tribute else "donor"
    if donor.type == "collector":
        role = "each listed contributor"
    detail = names_of(donor)
    if facts.gift_kind == "qcd" and role == "donor":
        detail = f"{detail}, IRA owner" if detail else "IRA owner"
    if donor.drawn_on and donor.drawn_on not in detail:
        detail = f"{detail}, drawn on {donor.drawn_on}" if detail else f"drawn on {donor.drawn_on}"
    if role == "payer" and not detail:
        detail = "not the honoree"
    return f"{role} ({detail})" if detail else role


def note_recipient(decision: Decision, facts: Facts) -> None:
    """Warnings and soft credit that follow from who the donor is."""
    _note_legal_donor(decision, facts.donor)
    _credit_others(decision, facts.donor)
    _note_privacy(decision, facts)


def _note_legal_donor(decision: Decision, donor: Donor) -> None:
    """Note which of the people involved is the legal donor."""
    if donor.type == "couple":
        decision.warn("household_credit_once")
        decision.because("One receipt names both donors; the household counts the gift once")
    if donor.type == "business" or (donor.drawn_on and donor.type != "couple"):
        decision.warn("legal_donor_is_account_owner")
        decision.because("The owner of the account is the legal donor")
    if donor.type == "collector":
        decision.warn("collector_is_agent_not_donor")
        decision.because("A person who collects others' money is their agent; each contributor is a donor")


def _credit_others(decision: Decision, donor: Donor) -> None:
    """Soft credit for people who caused the gift without being its legal donor."""
    if decision.payment_amount is None:
        return
    if donor.type == "individual" and donor.name and account_owner(donor):
        decision.soft_credit = {"to": donor.name, "amount": decision.payment_amount}
    if donor.type == "business" and donor.owner:
        decision.soft_credit = {"to": donor.owner, "amount": decision.payment_amount}
    others = [member for member in donor.household if member != donor.name]
    if donor.type == "individual" and donor.name and others:
        decision.soft_credit = {"to": " and ".join(others), "amount": decision.payment_amount}


def _note_privacy(decision: Decision, facts: Facts) -> None:
    """What must not be said about the donor: in public, abroad, or to an honoree."""
    donor = facts.donor
    if donor.public_anonymity:
        decision.warn("suppress_in_public_lists")
        decision.forbid("DONOR_IDENTITY_PUBLIC")
    if donor.is_abroad:
        decision.warn("donor_outside_us")
        decision.forbid("FOREIGN_TAX")
    if facts.tribute:
        decision.forbid("GIFT_AMOUNT_TO_HONOREE", "TAX_RECEIPT_TO_SOFT_DONOR")
        decision.because(f"The payer is the donor; the notice to {facts.tribute} names no amount")
