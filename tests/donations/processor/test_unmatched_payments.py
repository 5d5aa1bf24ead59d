"""Payments no intent explains follow their refunds, keep their currency, and have an owner before a payout ties out."""

from decimal import Decimal

import pytest
from django.urls import reverse

from core.clock import organization_today
from donations.ledger.services import correct_gift
from donations.models import Gift, Payout, Refund, UnmatchedPayment
from tests.donations.online.mishaps import (
    a_charge_without_a_payment,
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


@pytest.mark.parametrize(
    "missing", [{}, {"rate": "0.0067"}, {"rate_source": "Federal Reserve H.10"}, {"rate": "0", "rate_source": "H.10"}]
)
def test_another_currency_is_settled_with_a_rate_and_a_source_only(shop, client_as, missing):
    a_payment_in_yen(shop)
    shop.settle()

    answer = settle(shop, client_as, UnmatchedPayment.objects.get(), **missing)

    assert (answer.status_code, Gift.objects.count()) == (422, 0)
    assert UnmatchedPayment.objects.get().closed_at is None


def test_yen_become_a_gift_at_their_rate_and_go_back_as_yen(shop, client_as):
    a_payment_in_yen(shop)
    shop.settle()
    answer = settle(shop, client_as, UnmatchedPayment.objects.get(), rate="0.0067", rate_source="Federal Reserve H.10")
    gift = Gift.objects.get()
    # ¥5,000 at 0.0067 is $33.50
    assert (answer.status_code, gift.amount, gift.foreign.minor_units, gift.foreign.currency) == (
        302,
        Decimal("33.50"),
        5000,
        "JPY",
    )
    assert (gift.foreign.rate_source, gift.foreign.rate_on) == ("Federal Reserve H.10", gift.gift_on)

    sent_back(shop, charge_id(gift), 2000)
    shop.settle()
    gift.refresh_from_db()
    assert gift.refunded == Decimal("13.40")  # ¥2,000 at 0.0067

    form = client_as("finance").get(reverse("give:gift-refund", args=[gift.pk])).context["form"]
    values = {"amount": "20.10", "reason": "Asked for it", "nonce": str(form.initial["nonce"])}
    client_as("finance").post(reverse("give:gift-refund", args=[gift.pk]), values)
    shop.settle()
    gift.refresh_from_db()
    refunds = shop.standin.client().v1.refunds.list().data
    assert sorted((row.amount, row.currency) for row in refunds) == [(2000, "jpy"), (3000, "jpy")]
    assert (gift.net_amount, shop.unfinished()) == (0, [])


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


def test_a_charge_without_a_payment_waits_and_is_settled_once(shop, client_as):
    a_charge_without_a_payment(shop)
    shop.settle()
    payment = UnmatchedPayment.objects.get()

    first = settle(shop, client_as, payment)
    second = settle(shop, client_as, payment)
    sent_back(shop, payment.charge_id, 500)
    shop.settle()

    gift = Gift.objects.get()
    assert (first.status_code, second.status_code) == (302, 302)
    assert (payment.external_id, gift.amount, gift.refunded) == (payment.charge_id, 25, 5)
    assert list(gift.references.values_list("kind", "value")) == [("charge", payment.charge_id)]


def test_the_money_of_an_entry_that_was_reversed_belongs_to_nobody(shop):
    gift = paid_gift(shop)
    settled(shop, charge_id(gift))
    correct_gift(gift=gift, draft=None, by=None, today=organization_today(), reason="Entered as a test")
    deposit(shop)
    shop.settle()

    assert not Payout.objects.get().ties_out
