"""Protected people named somewhere among other words."""

import pytest

from crm.models import Supporter
from tests.crm.protection.told_reasons import REASONS, all_readable, give, person, protect

__all__ = ["person"]

pytestmark = pytest.mark.usefixtures("organization")


def open_to(person: Supporter) -> frozenset[tuple[str, int]]:
    return frozenset({("crm.supporter", person.pk)})


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_reason_that_names_somebody_shows_while_their_name_is_revealed(when, person):
    if when == "before":
        protect(person)
    entries = [give(reason) for reason in REASONS]
    if when == "after":
        protect(person)

    shown = all_readable(entries), all_readable(entries, open_to(person))
    protect(person, protected=False)

    assert shown == ([""] * len(REASONS), list(REASONS))
    assert all_readable(entries) == list(REASONS)


def test_other_reasons_are_there_as_ever(person):
    protect(person)

    others = ["Letter to Amina Testperson", "They asked by phone", "Parveen called", "Chain of shops"]

    assert all_readable([give(reason) for reason in others]) == others
