"""Answers complete rows that wait, and keep what the file had said."""

from decimal import Decimal

import pytest

from core.models import Change
from donations.models import Gift
from imports import services
from tests.imports.applying.hand_kept import NOW, bring, commit, funds, row
from tests.support.builders import TODAY, make_supporter

__all__ = ["funds"]

pytestmark = pytest.mark.usefixtures("organization")


def test_an_answer_completes_a_waiting_row(funds):
    batch = bring()
    commit(batch)
    waiting = row(batch, "Tariq Monthly")
    values = {"date": "2024-03-15", "amount": "40.00", "kind": "gift", "currency": "USD", "fund": "GEN"}

    services.answer(row=waiting, record=True, values=values, by=batch.created_by, today=TODAY)

    gift = Gift.objects.get(supporter__full_name="Tariq Monthly")
    assert (str(gift.gift_on), gift.amount) == ("2024-03-15", Decimal("40"))
    with pytest.raises(services.AlreadyCommitted):
        services.answer(row=waiting, record=True, values=values, by=batch.created_by, today=TODAY)


def test_an_answer_keeps_what_the_file_had_said_and_people_by_their_numbers(funds):
    batch = bring()
    commit(batch)
    waiting, donor = row(batch, "Tariq Monthly"), make_supporter("Tariq Example")
    values = {"date": "2024-03-15", "amount": "40.00", "supporter": f"supporter:{donor.pk}"}
    Change.objects.all().erase(NOW)

    services.answer(row=waiting, record=True, values=values, by=batch.created_by, today=TODAY)

    kept = Change.objects.filter(erased_at=None).values_list("entry__act", "object_type", "object_id")
    assert set(kept) == {("import.row_answered", "imports.importrow", waiting.pk)}
    assert list(Change.objects.filter(erased_at=None).values_list("field", "before", "after")) == [
        ("date", "", "2024-03-15"),
        ("supporter", "", donor.spoken_number),
    ]


def test_a_row_left_out_keeps_nothing(funds):
    batch = bring()
    commit(batch)
    before = Change.objects.count()

    services.answer(row=row(batch, "Tariq Monthly"), record=False, values={}, by=batch.created_by, today=TODAY)

    assert Change.objects.count() == before
