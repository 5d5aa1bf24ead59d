"""A corrected receipt names the one it replaces."""

import pytest

from tests.receipts.kinds.printed import corrected, read, void

pytestmark = pytest.mark.django_db


def test_a_correction_names_the_receipt_it_replaces_and_states_what_remains():
    text = read(corrected())

    assert "2026-0001" in text
    assert "$100.00 was refunded" in text
    assert "$200.00" in text


@pytest.mark.parametrize("document", [corrected, void])
def test_the_reason_staff_typed_for_a_refund_stays_with_staff(document):
    receipt = document()

    assert "was refunded on June 15, 2026." in read(receipt)
    assert "Charged twice" not in read(receipt) + str(receipt.snapshot)


def test_a_correction_says_once_what_it_replaces():
    text = read(corrected())

    assert text.count("This replaces receipt 2026-0001") == 1
    assert "Receipt 2026-0001 is no longer valid. $100.00 was refunded" in text
