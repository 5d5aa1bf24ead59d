"""Settling payments that no gift explains, on their page."""

from decimal import Decimal

import pytest
from django.urls import reverse

from donations.models import Gift, Payout, UnmatchedPayment, UnmatchedRefund
from tests.donations.online.mishaps import (
    a_charge_without_a_payment,
    a_payment_in_yen,
    charge_id,
    deposit,
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


def test_a_refund_of_a_payment_that_was_closed_has_the_same_answer(shop, client_as):
    charge = shop.standin.control("payments", amount=5000)["id"]
    settled(shop, charge)
    shop.settle()
    payment = UnmatchedPayment.objects.get()
    address, client = reverse("give:unmatched-settle", args=[payment.pk]), client_as("finance")
    client.post(address, {"reason": "Not ours"})

    sent_back(shop, charge, 2000)
    shop.settle()
    deposit(shop)
    shop.settle()
    page = client.get(address).text

    refund, payout = UnmatchedRefund.objects.get(), Payout.objects.get()
    assert (refund.closed_reason, refund.closed_by.email) == ("Not ours", client.user.email)
    assert (payout.ties_out, Gift.objects.count()) == (True, 0)
    told = ["It doesn't count as a gift" in page, "$20.00 was refunded" in page, 'name="fund"' in page]
    assert told == [True, True, False]


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
