"""Disclosures that state solicitation laws require on a giving page: the charity's exemption status and state legends.

The texts come from `donations.deductibility` and are in English, as the statutes prescribe them.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from core.models import Organization
from donations.deductibility import Donor, Facts, decide
from donations.deductibility.wording import sentences
from donations.tax_facts.facts import charity


class SolicitationDisclosures(NamedTuple):
    """`about`: sentences about the charity; `legends`: the states' texts."""

    about: list[str]
    legends: list[str]


def solicitation_disclosures(*, organization: Organization, today: date) -> SolicitationDisclosures:
    """The disclosures of the giving page as of `today`, for the state of incorporation and every state of
    registration."""
    ours = charity(organization=organization, issued_on=today)
    states = sorted({organization.state_of_incorporation, *ours.registrations})
    legends: dict[str, None] = {}
    about: list[str] = []
    for state in states:
        facts = Facts(
            org=ours.org,
            donor=Donor(state=state),
            document="web_page",
            registered_in_state=state in ours.registrations,
            registration_number=ours.registrations.get(state, ""),
            issued=today,
        )
        decision = decide(facts)
        about = about or [sentence.text for sentence in sentences.sentences(decision, facts)]
        legends |= dict.fromkeys(legend.text for legend in sentences.legends(decision, facts))
    return SolicitationDisclosures(about, list(legends))
