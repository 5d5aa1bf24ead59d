"""Protected people named somewhere among other words."""

import pytest

from crm.models import Supporter
from tests.crm.protection.told_reasons import REASONS, give, person, protect, readable

__all__ = ["person"]

pytestmark = pytest.mark.usefixtures("organization")


def open_to(person: Supporter) -> frozenset[tuple[str, int]]:
    return frozenset({("crm.supporter", person.pk)})


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_reason_that_names_somebody_shows_while_their_name_is_revealed(when, person):
    if when == "before":
        protect(person)
    entries = {reason: give(reason) for reason in REASONS}
    if when == "after":
        protect(person)

    shown = {reason: (readable(entry), readable(entry, open_to(person))) for reason, entry in entries.items()}
    protect(person, protected=False)

    assert shown == {reason: ("", reason) for reason in REASONS}
    assert [readable(entry) for entry in entries.values()] == list(REASONS)


def test_other_reasons_are_there_as_ever(person):
    protect(person)

    others = ["Letter to Amina Testperson", "They asked by phone", "Parveen called", "Chain of shops"]

    assert [readable(give(reason)) for reason in others] == others
