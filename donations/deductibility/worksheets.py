"""Questions about returns and board figures rather than a gift (receipt rules, 7 and 8)."""

from __future__ import annotations

from donations.deductibility.decision import Decision
from donations.deductibility.facts import BadFacts, Facts


def decide_worksheet(facts: Facts) -> Decision:
    """The figures a worksheet asks for, as `report`. Raises `BadFacts` for a question it does not know."""
    raise BadFacts("No rule answers this worksheet.")
