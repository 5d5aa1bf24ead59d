"""Gifts never corrected, corrected once and twice, and taken back: what counts for each, in as many queries."""

from decimal import Decimal

import pytest

from donations.ledger.current_entries import (
    current_entries_of,
    current_entry,
    current_entry_ids,
    is_reversed,
    latest,
    left_of,
)
from donations.ledger.services import correct_gift
from donations.models import Gift
from tests.support.builders import TODAY, draft_gift, make_gift

pytestmark = pytest.mark.django_db


def corrected(gift: Gift, amount: int) -> Gift:
    draft = draft_gift(Decimal(amount), supporter=gift.supporter)
    found = correct_gift(gift=gift, draft=draft, by=None, today=TODAY, reason="Another amount")
    assert found is not None
    return found


def taken_back(gift: Gift) -> Gift:
    correct_gift(gift=gift, draft=None, by=None, today=TODAY, reason="Never came")
    return gift


@pytest.fixture
def chain() -> list[Gift]:
    first = make_gift(Decimal("50"))
    second = corrected(first, 60)
    return [first, second, corrected(second, 70)]


def test_every_entry_of_a_chain_leads_to_its_last_one(chain):
    alone, gone = make_gift(), taken_back(make_gift())

    found = current_entries_of([*chain, alone, gone])

    third = chain[-1]
    assert found == {**{entry.pk: third for entry in chain}, alone.pk: alone, gone.pk: None}
    assert current_entry_ids([chain[0].pk, alone.pk, gone.pk, 10**9]) == {chain[0].pk: third.pk, alone.pk: alone.pk}


def test_a_chain_that_is_reversed_counts_nowhere(chain):
    first, _, third = chain
    taken_back(third)

    assert current_entries_of(chain) == {entry.pk: None for entry in chain}
    assert (current_entry(first), latest(first), is_reversed(first)) == (None, third, True)
    assert left_of(first) == 0


def test_what_is_left_is_of_the_last_entry(chain):
    first, _, third = chain

    assert (latest(first), latest(third), is_reversed(first)) == (third, third, False)
    assert (left_of(first), left_of(None)) == (Decimal("70"), 0)


def test_an_entry_loaded_with_its_corrections_says_the_same(chain):
    gone = taken_back(make_gift())
    loaded = Gift.objects.select_related("reversal__replacement__reversal__replacement__reversal")

    found = {gift.pk: gift.current_entry for gift in loaded}

    assert found == current_entries_of([*chain, gone])


def test_a_long_chain_costs_no_more_than_a_short_one(chain, django_assert_num_queries):
    gifts = [*chain, *(make_gift() for _ in range(5))]

    with django_assert_num_queries(1):
        current_entry_ids(gift.pk for gift in gifts)
    with django_assert_num_queries(2):
        current_entries_of(gift for gift in gifts if gift != chain[-1])
    with django_assert_num_queries(0):
        current_entries_of([])
