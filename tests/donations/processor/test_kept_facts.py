"""What of the processor's answers decides whether a payment is a gift, and what of them is kept."""

import json
from dataclasses import fields, replace
from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest

from core.models import Organization
from donations.gateways.base import ChargeFacts, PaymentFacts
from donations.models import Gift, ProcessorObject
from donations.processor import sync

AT = datetime(2026, 6, 15, tzinfo=UTC)
CHARGE = ChargeFacts(
    id="ch_1", amount=Decimal("50"), currency="usd", created_at=AT, method="card", payer_name="Parveen Zanzeer",
    payer_email="parveen@zanzeer.example", country="US", region="IN", postal_code="46032",
)  # fmt: skip
PAYMENT = PaymentFacts(
    id="pi_1", status="succeeded", amount=Decimal("50"), currency="usd", reference="", livemode=False, created_at=AT,
    declined=False, charge=CHARGE,
)  # fmt: skip
INTENT = SimpleNamespace(amount=Decimal("50"), state="open", gift=None)


@pytest.mark.parametrize(
    ("payment", "intent", "why"),
    [
        (PAYMENT, INTENT, ""),
        (PAYMENT, None, "No online gift or event order matches this payment."),
        (replace(PAYMENT, currency="eur"), INTENT, "Paid in EUR."),
        (replace(PAYMENT, currency="jpy"), INTENT, "Paid in JPY."),
        (replace(PAYMENT, amount=Decimal("49")), INTENT, "$49.00 was paid instead of $50.00."),
        (PAYMENT, SimpleNamespace(amount=Decimal("50"), state="paid", gift="G-1"), "Already paid: see G-1."),
    ],
)
def test_only_what_was_asked_in_our_own_currency_is_a_gift_by_itself(payment, intent, why):
    assert sync._why_unmatched(payment, intent, Organization(currency="USD")) == why


def test_no_name_or_place_of_the_payer_is_kept_of_an_answer():
    kept = sync._facts(PAYMENT)

    assert set(kept) == {item.name for item in fields(PaymentFacts)}
    for typed in ("Parveen", "zanzeer", "46032", "IN", "US"):
        assert typed not in json.dumps(kept, default=str)


def test_the_table_of_answers_names_nobody(shop):
    shop.pay(shop.give(full_name="Parveen Zanzeer", email="parveen@zanzeer.example"))
    shop.settle()

    assert Gift.objects.count() == 1
    rows = list(ProcessorObject.objects.values())
    assert rows
    assert "zanzeer" not in json.dumps(rows, default=str).casefold()
