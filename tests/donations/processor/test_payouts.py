"""A payout ties out when every row in it belongs to something."""

import pytest
from django.urls import reverse

from donations.models import BalanceTransaction, Gift, Payout, UnmatchedPayment
from tests.donations.online.mishaps import (
    a_charge_without_a_payment,
    a_payment_in_yen,
    an_adjustment,
    charge_id,
    deposit,
    paid_gift,
    settled,
)
from tests.support.builders import make_supporter


def settle(shop, client_as, payment: UnmatchedPayment, **values):
    donor = make_supporter("Bilal Sampleson")
    address = reverse("give:unmatched-settle", args=[payment.pk])
    return client_as("finance").post(address, {"supporter": donor.spoken_number, "fund": shop.fund.pk, **values})


@pytest.mark.parametrize("owner", ["settled", "closed"])
@pytest.mark.parametrize("bad", [a_charge_without_a_payment, a_payment_in_yen], ids=lambda one: one.__name__)
def test_no_payout_ties_out_while_money_in_it_belongs_to_nobody(shop, client_as, bad, owner):
    paid_gift(shop)
    bad(shop)
    for row in shop.standin.client().v1.charges.list().data:
        settled(shop, row.id)
    deposit(shop)
    shop.settle()
    payout, staff = Payout.objects.get(), client_as("finance")
    page = reverse("give:payout-detail", args=[payout.pk])
    before = (payout.ties_out, "unmatched.</b>" in " ".join(staff.get(page).content.decode().split()))
    listed = staff.get(reverse("give:payout-list")).content.decode()

    values = {"rate": "0.0067", "rate_source": "Federal Reserve H.10"}
    payment = UnmatchedPayment.objects.get()
    if owner == "settled":
        settle(shop, client_as, payment, **values)
    else:
        staff.post(reverse("give:unmatched-settle", args=[payment.pk]), {"reason": "Another program's"})

    assert (payout.listed(), payout.amount) == (payout.amount, payout.amount)
    assert before == (False, True)
    assert ">Yes<" not in listed
    assert payout.ties_out
    assert "This payout ties out" in staff.get(page).content.decode()


def test_a_row_no_payment_explains_ties_out_once_somebody_said_what_it_is(shop, client_as):
    paid_gift(shop)
    settled(shop, charge_id(Gift.objects.get()))
    an_adjustment(shop)
    deposit(shop)
    shop.settle()
    payout, staff = Payout.objects.get(), client_as("finance")
    row = BalanceTransaction.objects.get(type="adjustment")
    address = reverse("give:row-explain", args=[row.pk])

    before = payout.ties_out
    shown = staff.get(address).status_code
    refused = staff.post(address, {"text": " "}).status_code
    said = staff.post(address, {"text": "A dispute the donor withdrew"}).status_code

    assert (before, shown, refused, said, payout.ties_out) == (False, 200, 422, 302, True)
    assert "A dispute the donor withdrew" in staff.get(reverse("give:payout-detail", args=[payout.pk])).content.decode()


def test_a_payout_made_by_hand_is_not_itemized(shop, client_as):
    paid_gift(shop)
    settled(shop, charge_id(Gift.objects.get()))
    deposit(shop, automatic=False)
    shop.settle()
    staff, payout = client_as("finance"), Payout.objects.get()

    listed = staff.get(reverse("give:payout-list")).content.decode()
    page = staff.get(reverse("give:payout-detail", args=[payout.pk])).content.decode()

    assert (payout.automatic, payout.ties_out, shop.unfinished()) == (False, False, [])
    assert ("Not itemized" in listed, ">Yes<" in listed, "Not itemized" in page) == (True, False, True)
