"""Rows of a printed document: dinners, property, purchases."""

import pytest

from tests.receipts.kinds.printed import dinner, goods, purchase, read

pytestmark = pytest.mark.django_db


def test_a_dinner_is_worked_out_on_paper():
    receipt = dinner()

    # 300.00 paid − 2 × 60.00 = 180.00
    assert [(row["what"], row["amount"]) for row in receipt.letter["rows"]] == [
        ("You paid", "$300.00"),
        ("Less: value of goods and services", "− $120.00"),
    ]
    assert receipt.letter["total"] == {"label": "Your contribution", "amount": "$180.00"}
    assert "limited to the excess" in read(receipt)
    assert "No goods or services" not in read(receipt)


def test_a_purchase_is_called_one():
    receipt = purchase()

    assert "No part of your payment is a contribution" in read(receipt)
    assert "contribution" not in receipt.letter["total"]["label"].lower()


def test_property_is_described_and_never_valued():
    receipt = goods()

    assert "Two office desks, used" in read(receipt)
    assert "$" not in read(receipt)
