"""A row of the journal, or a refund, that no book can hold: it is named, what stands beside it lands, and once it is
mended there it takes its place. No payout ties out over money nobody has booked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from donations.models import BalanceTransaction, GatewayEvent, Gift, GiftIntent, Payout
from donations.processor import backfill
from tests.donations.online.mishaps import FOREVER, charge_id, deposit, paid_gift, sent_back, settled

Status = GatewayEvent.Status


def failed() -> set[str]:
    return set(GatewayEvent.objects.filter(status=Status.FAILED).values_list("object_id", flat=True))


def look_again(shop) -> None:
    """The pauses of what failed are over."""
    GatewayEvent.objects.filter(status=Status.FAILED).update(due_at=timezone.now())
    shop.settle()


def catch_up() -> None:
    now = timezone.now()
    backfill.catch_up(since=now - timedelta(days=20), at=now)


@pytest.mark.parametrize(
    "nonsense",
    [
        {"net": 1},
        {"amount": FOREVER, "net": FOREVER - 175},
        {"fee": -5},
        {"currency": "kwd", "net": 4824, "amount": 4999},
    ],
    ids=["does not add up", "too much", "fee back", "parts of a cent"],
)
def test_a_row_nobody_can_keep_never_hides_its_gift(shop, nonsense):
    intent = shop.give()
    shop.hold()
    shop.pay(intent)
    (charge,) = shop.standin.client().v1.charges.list({"limit": 1}).data
    row = settled(shop, charge.id)
    shop.standin.control(f"objects/{row}/spoil", fields=nonsense)
    shop.standin.control("webhooks/release")
    shop.settle()

    assert GiftIntent.objects.get().state == "paid"
    assert failed() == {row}


@pytest.mark.parametrize(
    "nonsense", [{"amount": 10**25}, {"amount": 0}, {"amount": -100}, {"status": "vanished"}], ids=str
)
def test_a_refund_that_is_none_is_named_and_the_next_is_booked(shop, nonsense):
    gift = paid_gift(shop)
    shop.hold()
    bad = sent_back(shop, charge_id(gift))
    shop.standin.control(f"objects/{bad}/spoil", fields=nonsense)
    sent_back(shop, charge_id(gift), 500)
    shop.standin.control("webhooks/release")
    shop.settle()

    gift.refresh_from_db()
    assert gift.refunded == 5
    assert failed() == {bad}


@pytest.mark.parametrize("found_by", ["the notice", "the nightly catch-up"])
def test_a_row_mended_later_takes_its_place_in_its_payout(shop, found_by):
    settled(shop, charge_id(paid_gift(shop)))
    row = shop.standin.control("adjustments", amount=-150)
    shop.standin.control(f"objects/{row['id']}/spoil", fields={"fee": -5})
    deposit(shop)
    shop.settle()
    catch_up()
    before = Payout.objects.get()
    assert (before.is_complete, row["id"] in failed()) == (False, True)

    shop.standin.control(f"objects/{row['id']}/spoil", fields={"fee": row["fee"]})
    if found_by == "the notice":
        look_again(shop)
    else:
        catch_up()

    after = Payout.objects.get()
    assert BalanceTransaction.objects.get(external_id=row["id"]).payout == after
    assert after.listed() == after.amount


@pytest.mark.parametrize("poison", ["deleted", "unreadable"])
def test_a_payout_that_cannot_be_read_hinders_no_mended_row_of_another(shop, poison):
    rows, payouts = [], []
    for _ in range(2):
        settled(shop, charge_id(paid_gift(shop)))
        rows.append(shop.standin.control("adjustments", amount=-150))
        shop.standin.control(f"objects/{rows[-1]['id']}/spoil", fields={"fee": -5})
        deposit(shop)
        shop.settle()
        payouts.append(Payout.objects.latest("pk").external_id)

    if poison == "deleted":
        shop.standin.control(f"objects/{payouts[1]}/delete")
    else:
        shop.standin.control(f"objects/{payouts[1]}/spoil", fields={"amount": "x"})
    shop.standin.control(f"objects/{rows[0]['id']}/spoil", fields={"fee": rows[0]["fee"]})
    for _ in range(2):  # the second round looks at the payout that was named in the first
        look_again(shop)

    mended = Payout.objects.get(external_id=payouts[0])
    told = dict(GatewayEvent.objects.exclude(status="done").values_list("object_id", "status"))
    assert mended.listed() == mended.amount
    assert (rows[0]["id"] in told, told[payouts[1]]) == (False, "gone" if poison == "deleted" else "failed")


def test_no_payout_ties_out_over_a_refund_on_its_way(shop):
    gift = paid_gift(shop)
    settled(shop, charge_id(gift))
    made = sent_back(shop, charge_id(gift))
    shop.standin.control(f"objects/{made}/spoil", fields={"status": "pending"})
    deposit(shop)
    shop.settle()
    under_way = Payout.objects.get()
    assert (under_way.is_complete, under_way.ties_out) == (True, False)

    shop.standin.control(f"objects/{made}/spoil", fields={"status": "succeeded"})
    catch_up()

    assert Payout.objects.get().ties_out
    assert Gift.objects.get().refunded == 20
