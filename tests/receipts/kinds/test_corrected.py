"""A corrected receipt names the one it replaces."""

import pytest

from tests.receipts.kinds.printed import corrected, read

pytestmark = pytest.mark.django_db


def test_a_correction_names_the_receipt_it_replaces_and_states_what_remains():
    text = read(corrected())

    assert "2026-0001" in text
    assert "$100.00 was refunded" in text
    assert "$200.00" in text
