"""Payments no intent explains follow their refunds, keep their currency, and have an owner before a payout ties out."""

import pytest
from django.urls import reverse

from core.clock import organization_today
from donations.ledger.services import correct_gift
from donations.models import Gift, Payout, Refund, UnmatchedPayment
from tests.donations.online.mishaps import (
    a_payment_in_yen,
    charge_id,
    deposit,
    paid_gift,
    sent_back,
    settled,
)
from tests.support.builders import make_supporter


def settle(shop, client_as, payment: UnmatchedPayment, **values):
    donor = make_supporter("Bilal Sampleson")
    address = reverse("give:unmatched-settle", args=[payment.pk])
    return client_as("finance").post(address, {"supporter": donor.spoken_number, "fund": shop.fund.pk, **values})


@pytest.mark.parametrize("rate", ["0.0067", "0.00671", "0.0068", "0.0061234567"])
def test_refunds_in_parts_give_back_the_whole_gift_to_the_cent(shop, client_as, rate):
    a_payment_in_yen(shop)
    shop.settle()
    payment = UnmatchedPayment.objects.get()
    for units in (1111, 1112, 2777):
        sent_back(shop, payment.charge_id, units)
    shop.settle()
    payment.refresh_from_db()
    followed = (payment.refunded_units, payment.is_returned)

    settle(shop, client_as, payment, rate=rate, rate_source="Federal Reserve H.10")

    gift = Gift.objects.get()
    assert followed == (5000, True)
    assert (gift.net_amount, Refund.objects.count()) == (0, 3)


def test_a_refund_that_failed_is_no_refund_of_an_unmatched_payment(shop, client_as):
    charge = shop.standin.control("payments", amount=5000)["id"]
    settled(shop, charge)
    shop.settle()
    made = sent_back(shop, charge, 5000)
    shop.settle()
    before = UnmatchedPayment.objects.get().is_returned
    shop.standin.control(f"refunds/{made}/fail")
    shop.settle()
    after = UnmatchedPayment.objects.get()

    settle(shop, client_as, after)

    assert (before, after.refunded_units, Gift.objects.get().net_amount) == (True, 0, 50)


def test_the_money_of_an_entry_that_was_reversed_belongs_to_nobody(shop):
    gift = paid_gift(shop)
    settled(shop, charge_id(gift))
    correct_gift(gift=gift, draft=None, by=None, today=organization_today(), reason="Entered as a test")
    deposit(shop)
    shop.settle()

    assert not Payout.objects.get().ties_out
