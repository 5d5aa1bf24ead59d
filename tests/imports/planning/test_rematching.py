"""Rows that waited are compared with the ledger again before they are written."""

from decimal import Decimal

import pytest

from donations.ledger import services as ledger
from donations.models import Gift
from imports import services
from imports.applying.apply_rows import TAKEN_BACK
from imports.models import ImportRow
from imports.planning import existing_records
from tests.imports.planning.touched import NOW, Books, told_again
from tests.support.builders import (
    TODAY,
)

pytestmark = pytest.mark.usefixtures("organization")


def test_a_gift_taken_back_since_the_plan_is_recorded_and_no_money_goes_missing() -> None:
    has = Books()
    batch = told_again(has)
    ledger.correct_gift(gift=has.gift, draft=None, by=has.by, today=TODAY, reason="entered twice")

    with pytest.raises(services.BooksChanged):
        services.commit(batch=batch, by=has.by, today=TODAY, at=NOW)
    services.commit(batch=batch, by=has.by, today=TODAY, at=NOW)

    row = batch.rows.get()
    assert (row.state, row.gift.amount) == (ImportRow.State.APPLIED, Decimal("50.00"))


def test_a_row_that_waited_asks_whether_the_gift_it_found_still_counts() -> None:
    """The applier itself, past every check of staleness."""
    has = Books()
    batch = told_again(has)
    ledger.correct_gift(gift=has.gift, draft=None, by=has.by, today=TODAY, reason="entered twice")
    batch.state_fingerprint = existing_records.state_fingerprint()
    batch.save()

    services.commit(batch=batch, by=has.by, today=TODAY, at=NOW)

    row = batch.rows.get()
    assert (row.state, row.waits_for) == (ImportRow.State.WAITING, TAKEN_BACK)
    services.answer(row=row, record=True, values={}, by=has.by, today=TODAY)
    row.refresh_from_db()
    assert row.state == ImportRow.State.APPLIED
    assert Gift.objects.active().filter(amount=Decimal("50.00")).count() == 1
