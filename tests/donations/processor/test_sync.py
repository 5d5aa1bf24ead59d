"""One bad item never stops the rest.

Whatever goes wrong at the processor, in whatever order, all that is good lands, and each thing that is not is kept with
its name and an act that settles it.
"""

import random
from contextlib import suppress
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from core.clock import organization_today
from core.jobs import retention
from donations.models import GatewayEvent, Gift, GiftIntent, Payout, Refund, UnmatchedPayment, UnmatchedRefund
from tests.donations.books import refund
from tests.donations.online.mishaps import (
    MISHAPS,
    NOTICES,
    a_charge_of_no_moment,
    a_payer_with_half_an_emoji,
    a_payment_in_yen,
    a_payment_that_is_deleted,
    a_refund_nobody_can_read,
    a_refund_of_what_was_refunded_by_hand,
    a_refund_of_what_was_taken_back,
    a_row_of_no_moment,
    charge_id,
    deposit,
    notice,
    on,
    paid_gift,
    sent_back,
)

GOOD = 6
Status = GatewayEvent.Status


def catch_up() -> None:
    """`sync_stripe` as the night runs it; that something still fails is told by its exit, and stops nothing."""
    with suppress(SystemExit):
        call_command("sync_stripe", stdout=StringIO())


def later(shop) -> None:
    """The pauses of what failed are over."""
    GatewayEvent.objects.filter(status=Status.FAILED).update(due_at=timezone.now())
    shop.settle()


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 12))])
def test_all_good_gifts_and_payouts_land_between_bad_ones_in_any_order(shop, seed):
    chance = random.Random(seed)
    good: list[GiftIntent] = []

    def a_good_gift(shop):
        good.append(shop.give(amount="25", email=f"good{len(good)}@example.org"))
        shop.pay(good[-1])

    steps = [*MISHAPS, *([a_good_gift] * GOOD), *([deposit] * 3)]
    chance.shuffle(steps)
    for step in steps:
        step(shop)
        if chance.random() < 0.4:
            shop.settle()
    a_good_gift(shop)
    shop.settle()
    deposit(shop)
    shop.settle()
    catch_up()
    later(shop)
    catch_up()
    catch_up()

    paid = {intent.pk for intent in good}
    assert (
        set(GiftIntent.objects.filter(pk__in=paid, state="paid", gift__isnull=False).values_list("pk", flat=True))
        == paid
    )
    assert all(gift.net_amount for gift in Gift.objects.filter(intent__in=paid))
    made = {row["id"] for row in plain(shop.standin.client().v1.payouts.list({"limit": 100}))}
    assert set(Payout.objects.values_list("external_id", flat=True)) == made != set()
    # Nothing the processor holds is in nobody's hands: a charge has its gift or waits, a refund is booked or waits.
    in_books = set(Gift.objects.values_list("references__value", flat=True)) | {
        *UnmatchedPayment.objects.values_list("charge_id", flat=True)
    }
    held = set(GatewayEvent.objects.filter(status__in=GatewayEvent.OPEN).values_list("object_id", flat=True))
    for charge in plain(shop.standin.client().v1.charges.list({"limit": 100})):
        if charge["paid"]:
            assert {charge["id"], charge["payment_intent"]} & (in_books | held), charge["id"]
    refunds = set(Refund.objects.values_list("reference", flat=True))
    waiting = set(UnmatchedRefund.objects.values_list("external_id", flat=True))
    for made_refund in plain(shop.standin.client().v1.refunds.list({"limit": 100})):
        if made_refund["status"] == "succeeded":
            assert made_refund["id"] in refunds | waiting | held, made_refund["id"]


def plain(page) -> list[dict]:
    return [row.to_dict() for row in page.data]


@pytest.mark.parametrize("mishap", MISHAPS, ids=lambda mishap: mishap.__name__)
def test_each_is_kept_with_its_name_and_the_next_gift_lands(shop, client_as, mishap):
    mishap(shop)
    shop.settle()
    after = paid_gift(shop, email="after@example.org", full_name="Bilal Sampleson")
    deposit(shop)
    shop.settle()
    catch_up()

    staff = client_as("finance")
    pages = [staff.get(reverse(f"give:{name}")) for name in ("payout-list", "notice-list", "unmatched-list")]
    assert after.net_amount == after.amount
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert Payout.objects.count() == len(shop.standin.client().v1.payouts.list().data)


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("nul", Status.GONE),
        ("half_emoji", Status.GONE),
        ("endless_time", Status.GONE),
        ("deep", Status.GONE),
        ("deleted", Status.GONE),
        ("foreign", Status.GONE),
        ("other_account", Status.OTHER_ACCOUNT),
        ("about_nothing", Status.UNREADABLE),
    ],
)
def test_a_notice_nothing_can_be_made_of_is_named_and_can_be_set_aside(shop, client_as, kind, status):
    notice(kind)(shop)
    shop.work()
    row, staff = GatewayEvent.objects.get(), client_as("finance")

    found = row.status
    address = reverse("give:notice-again", args=[row.pk])
    page = staff.get(address)
    again = staff.post(address)
    row.refresh_from_db()
    still = row.status in GatewayEvent.OPEN
    refused = staff.post(address, {"aside": "1", "reason": ""})
    aside = staff.post(address, {"aside": "1", "reason": "Another program's"})
    row.refresh_from_db()

    assert (found, page.status_code, again.status_code, still) == (status, 200, 302, True)
    assert (refused.status_code, aside.status_code) == (422, 302)
    assert (row.status, row.closed_by, row.closed_reason) == (Status.DISCARDED, staff.user, "Another program's")
    assert set(NOTICES) == {
        "nul",
        "half_emoji",
        "endless_time",
        "deep",
        "other_account",
        "deleted",
        "about_nothing",
        "foreign",
    }


def test_a_notice_keeps_what_it_is_about_and_nothing_about_a_person(shop):
    intent = shop.give(full_name="Amina Testperson", email="amina@example.org")
    shop.pay(intent, name="Amina Testperson", postal_code="46032", line1="1 Sample Street")
    shop.settle()

    fields = {field.name for field in GatewayEvent._meta.get_fields()}
    kept = " ".join(str(value) for row in GatewayEvent.objects.values() for value in row.values())
    assert "payload" not in fields
    assert not {word for word in ("Amina", "amina@example.org", "46032", "Sample Street") if word in kept}
    assert all(len(row.sha256) == 64 and row.object_id for row in GatewayEvent.objects.all())


def test_notices_that_had_their_time_are_removed_and_open_ones_stay(shop):
    old = timezone.now() - timedelta(days=91)
    GatewayEvent.objects.bulk_create(
        GatewayEvent(event_id=f"evt_{status}", livemode=False, type="charge.updated", status=status, received_at=old)
        for status in Status
    )

    retention.clear.func()

    wanted = {Status.RECEIVED, Status.FAILED, Status.OTHER_ACCOUNT, Status.GONE, Status.UNREADABLE}
    assert set(GatewayEvent.objects.values_list("status", flat=True)) == wanted


def test_what_was_refunded_by_hand_before_is_matched_with_the_processors_refund(shop, client_as):
    a_refund_of_what_was_refunded_by_hand(shop)
    shop.settle()
    row, staff = UnmatchedRefund.objects.get(), client_as("finance")
    by_hand = Refund.objects.get()

    answer = staff.post(reverse("give:unmatched-refund", args=[row.pk]), {"same": [by_hand.pk]})
    shop.settle()
    later(shop)

    # 40 by hand, 20 by the processor: the choice is more than went back
    assert answer.status_code == 422
    small = sent_back(shop, charge_id(row.gift), 1000)
    shop.settle()
    gift = Gift.objects.get()
    assert (gift.refunded, Refund.objects.filter(reference=small).count()) == (50, 1)


def test_a_refund_larger_than_the_rest_is_matched_and_its_rest_is_booked(shop, client_as):
    gift = paid_gift(shop)
    by_hand = refund(gift, "30", **on(organization_today()))
    made = sent_back(shop, charge_id(gift), 5000)
    shop.settle()
    row, staff = UnmatchedRefund.objects.get(external_id=made), client_as("finance")
    page = staff.get(reverse("give:unmatched-refund", args=[row.pk]))

    answer = staff.post(reverse("give:unmatched-refund", args=[row.pk]), {"same": [by_hand.pk]})
    shop.settle()
    again = staff.post(reverse("give:unmatched-refund", args=[row.pk]), {"same": [by_hand.pk]})

    gift.refresh_from_db()
    assert (page.status_code, answer.status_code, again.status_code) == (200, 302, 302)
    assert (gift.net_amount, sorted(Refund.objects.values_list("amount", flat=True))) == (0, [20, 30])
    assert (row.booked.count(), shop.unfinished()) == (2, [])


def test_a_refund_of_a_reversed_entry_is_answered_in_words(shop, client_as):
    a_refund_of_what_was_taken_back(shop)
    shop.settle()
    row, staff = UnmatchedRefund.objects.get(), client_as("finance")

    matched = staff.post(reverse("give:unmatched-refund", args=[row.pk]), {})
    closed = staff.post(reverse("give:unmatched-refund", args=[row.pk]), {"reason": "The gift was a test"})
    shop.settle()

    row.refresh_from_db()
    assert (matched.status_code, closed.status_code) == (422, 302)
    assert (row.closed_by, row.closed_reason, Refund.objects.count()) == (staff.user, "The gift was a test", 0)
    assert UnmatchedRefund.objects.count() == 1


@pytest.mark.parametrize(
    "mishap", [a_refund_nobody_can_read, a_charge_of_no_moment, a_row_of_no_moment], ids=lambda one: one.__name__
)
def test_what_could_not_be_read_is_done_once_it_is_mended_there(shop, client_as, mishap):
    mishap(shop)
    shop.settle()
    deposit(shop)
    shop.settle()
    catch_up()
    open_before = GatewayEvent.objects.filter(status__in=GatewayEvent.OPEN).count()
    for kind in ("refund", "charge", "balance_transaction"):
        for found in getattr(shop.standin.client().v1, f"{kind}s").list({"limit": 100}).data:
            shop.standin.control(f"objects/{found.id}/spoil", fields={"created": int(timezone.now().timestamp())})

    for row in GatewayEvent.objects.filter(status__in=GatewayEvent.OPEN):
        client_as("finance").post(reverse("give:notice-again", args=[row.pk]))

    assert open_before > 0
    assert not GatewayEvent.objects.filter(status__in=GatewayEvent.OPEN).exists()


def test_a_name_with_half_an_emoji_is_kept_as_far_as_it_can_be(shop):
    a_payer_with_half_an_emoji(shop)
    shop.settle()

    assert UnmatchedPayment.objects.get().full_name == "Amina \ufffd \ufffd Testperson"


def test_a_deleted_payment_stops_nothing_and_is_named(shop):
    a_payment_that_is_deleted(shop)
    shop.settle()

    assert set(GatewayEvent.objects.filter(object_kind="payment_intent").values_list("status", "type")) == {
        (Status.GONE, "payment_intent.succeeded"),
        (Status.IGNORED, "payment_intent.created"),
    }


def test_yen_stay_yen(shop):
    a_payment_in_yen(shop)
    shop.settle()

    row = UnmatchedPayment.objects.get()
    assert (row.minor_units, row.currency, row.amount, row.text) == (5000, "jpy", 5000, "¥5,000 JPY")
