"""A notice says which receipt is void."""

import pytest

from tests.receipts.kinds.printed import read, void

pytestmark = pytest.mark.django_db


def test_a_notice_says_which_receipt_is_void():
    text = read(void())

    assert "2026-0001 is void" in text
    assert "$0.00" in text
