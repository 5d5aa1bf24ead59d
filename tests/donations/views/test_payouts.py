"""The page of a payout: its gifts and fees equal the deposit."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from donations.models import BalanceTransaction, Gift, Payout
from tests.support.builders import TODAY


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


@pytest.fixture
def yen(organization) -> Payout:
    """A deposit of ¥5,000 with its one line, which nobody matched."""
    known = {"external_id": "po_yen", "livemode": False, "currency": "jpy", "status": "paid", "automatic": True}
    payout = Payout.objects.create(
        **known, amount=5000, arrival_on=TODAY, created_at=timezone.now(), fetched_at=timezone.now()
    )
    BalanceTransaction.objects.create(
        external_id="txn_yen", livemode=False, type="charge", currency="jpy", amount=5200, fee=200, net=5000,
        created_at=timezone.now(), available_on=TODAY, payout=payout,
    )  # fmt: skip
    return payout


def test_a_deposit_in_yen_is_yen_on_every_page(yen, client_as):
    client, row = client_as("finance"), yen.transactions.get()

    pages = [
        client.get(address).text
        for address in ("/payouts/", f"/payouts/{yen.pk}/", reverse("give:row-explain", args=[row.pk]))
    ]

    assert all("¥5,000" in page for page in pages)
    assert [page for page in pages if "$5,0" in page or "$5,2" in page] == []


def test_deposits_of_two_currencies_are_two_sums(yen, client_as):
    Payout.objects.create(
        external_id="po_usd", livemode=False, currency="usd", status="paid", automatic=True, amount=Decimal("48.25"),
        arrival_on=TODAY, created_at=timezone.now(), fetched_at=timezone.now(),
    )  # fmt: skip

    page = client_as("finance").get("/payouts/").text

    assert "¥5,000" in page
    assert "$48.25" in page
    assert "5,048.25" not in page
