"""The page of a payout: its gifts and fees equal the deposit."""

from decimal import Decimal

from django.urls import reverse

from donations.models import Gift, Payout


def paid_gift(shop) -> Gift:
    intent = shop.give()
    shop.pay(intent)
    shop.settle()
    return Gift.objects.get(intent=intent)


def test_a_payout_lists_its_gifts_and_fees_and_equals_the_deposit(shop, client_as):
    gift = paid_gift(shop)
    shop.standin.control("clock", advance=4 * 86400)
    shop.standin.control("payouts")
    shop.settle()

    payout = Payout.objects.get()
    page = client_as("finance").get(reverse("give:payout-detail", args=[payout.pk]))
    # 50.00 − (2.9 % of 50.00 + 0.30) = 50.00 − 1.75
    assert (payout.amount, payout.listed()) == (Decimal("48.25"), Decimal("48.25"))
    assert [row.gift for row in page.context["rows"]] == [gift]
    assert page.context["difference"] == 0
