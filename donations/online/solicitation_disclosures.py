"""What a page that asks for money must say: the charity's standing and the words of the states it is registered in.

The words come from the law's engine and are English, as the laws are.
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


def appeal(*, organization: Organization, today: date) -> SolicitationDisclosures:
    """What the giving page says today."""
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
