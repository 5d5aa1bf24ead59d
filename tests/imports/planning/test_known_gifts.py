"""Gifts that were corrected or reversed since are known as what they are now."""

from decimal import Decimal

import pytest

from crm.models import Supporter
from donations.ledger import services as ledger
from imports import services
from imports.applying.apply_rows import TAKEN_BACK
from imports.models import ImportRow
from imports.planning import existing_records
from tests.imports.planning.touched import FILE, NOW, Books, told_again
from tests.support.builders import (
    TODAY,
    draft_gift,
)

pytestmark = pytest.mark.usefixtures("organization")


def test_a_gift_corrected_since_is_found_as_what_replaced_it() -> None:
    has = Books()
    batch = told_again(has)
    draft = draft_gift(supporter=has.person, amount=Decimal("55.00"))
    new = ledger.correct_gift(gift=has.gift, draft=draft, by=has.by, today=TODAY, reason="it was five more")
    batch.state_fingerprint = existing_records.state_fingerprint()
    batch.save()

    services.commit(batch=batch, by=has.by, today=TODAY, at=NOW)

    row = batch.rows.get()
    assert (row.state, row.gift) == (ImportRow.State.KNOWN, new)


def test_a_known_number_of_a_reversed_gift_is_a_question_and_its_answer_counts() -> None:
    has = Books()
    first = services.upload(name="log.csv", content=FILE, by=has.by)
    services.commit(batch=first, by=has.by, today=TODAY, at=NOW)
    gift = first.rows.get().gift
    ledger.correct_gift(gift=gift, draft=None, by=has.by, today=TODAY, reason="bounced")
    type(first).objects.filter(pk=first.pk).update(state="undone")  # so that the very file may come again
    again = services.upload(name="log.csv", content=FILE, by=has.by)
    services.commit(batch=again, by=has.by, today=TODAY, at=NOW)
    row = again.rows.get()
    assert (row.state, row.waits_for, row.gift) == (ImportRow.State.WAITING, TAKEN_BACK, None)

    services.answer(row=row, record=True, values={}, by=has.by, today=TODAY)

    row.refresh_from_db()
    assert row.state == ImportRow.State.APPLIED
    assert row.gift != gift
    assert Supporter.objects.filter(full_name="Gul Orakzai").count() == 1
