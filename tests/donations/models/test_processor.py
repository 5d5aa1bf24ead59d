"""Payments and refunds of the processor in their own currency, and payouts that tie out."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from donations.models import BalanceTransaction, Payout, UnmatchedPayment, UnmatchedRefund


def test_amounts_are_kept_in_the_smallest_unit_of_their_currency():
    payment = UnmatchedPayment(currency="jpy", refunded_units=5000)
    payment.amount = Decimal(12000)

    assert (payment.minor_units, payment.text, payment.refunded_text) == (12000, "¥12,000 JPY", "¥5,000 JPY")
    assert UnmatchedRefund(currency="usd", minor_units=5000).text == "$50.00"


@pytest.mark.parametrize(("back", "returned"), [(0, False), (4999, False), (5000, True)])
def test_a_payment_is_returned_when_all_of_it_was_sent_back(back, returned):
    assert UnmatchedPayment(currency="usd", minor_units=5000, refunded_units=back).is_returned is returned


@pytest.mark.django_db
def test_a_payout_ties_out_to_the_cent_without_its_own_row():
    payout = Payout.objects.create(
        external_id="po_1",
        livemode=False,
        amount=Decimal("40.00"),
        currency="usd",
        status=Payout.Status.PAID,
        automatic=True,
        arrival_on=date(2026, 3, 2),
        created_at=timezone.now(),
        fetched_at=timezone.now(),
    )
    for number, (kind, net) in enumerate((("stripe_fee", "40.00"), ("payout", "-40.00"))):
        BalanceTransaction.objects.create(
            external_id=f"txn_{number}",
            livemode=False,
            type=kind,
            reporting_category="fee",
            amount=Decimal(net),
            fee=Decimal("0.00"),
            net=Decimal(net),
            currency="usd",
            created_at=timezone.now(),
            available_on=date(2026, 3, 1),
            payout=payout,
        )

    assert (payout.listed(), payout.is_complete, payout.ties_out) == (Decimal("40.00"), True, True)
    payout.amount = Decimal("40.01")
    assert (payout.is_complete, payout.ties_out) == (False, False)
    payout.automatic = False
    assert (payout.is_complete, payout.ties_out) == (True, False)
