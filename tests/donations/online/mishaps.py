"""What goes wrong at a processor, each as a function of the shop, to be mixed with what goes right."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any

from core.clock import organization_today
from donations.ledger.services import correct_gift
from donations.models import Gift, GiftIntent
from tests.donations.books import refund
from tests.sandbox.support.standin import ControlError
from tests.support.shop import Shop

FOREVER = 2**63
NUMBERS = count(1)


def paid_gift(shop: Shop, **changed: Any) -> Gift:
    """A donor gave $50 and the books know it."""
    intent = shop.give(**{"email": f"donor{next(NUMBERS)}@example.org", **changed})
    shop.pay(intent)
    shop.settle()
    return Gift.objects.get(intent=intent)


def on(day: date) -> dict[str, date]:
    """When a refund was made and booked."""
    return {"refunded_on": day, "posted_on": day}


def charge_id(gift: Gift) -> str:
    return gift.references.get(kind="charge").value


def payment_id(gift: Gift) -> str:
    return gift.references.get(kind="payment_intent").value


def settled(shop: Shop, charge: str) -> str:
    """The fee of a charge is known; gives its row of the journal."""
    return shop.standin.control(f"charges/{charge}/settle")["balance_transaction"]


def sent_back(shop: Shop, charge: str, cents: int = 2000) -> str:
    """A refund made in the processor's dashboard."""
    return shop.standin.control(f"charges/{charge}/refund", amount=cents)["id"]


def a_refund_that_fails_later(shop: Shop) -> None:
    gift = paid_gift(shop)
    settled(shop, charge_id(gift))
    made = sent_back(shop, charge_id(gift))
    shop.settle()
    shop.standin.control(f"refunds/{made}/fail", reason="lost_or_stolen_card")


def a_refund_that_failed_before_it_was_seen(shop: Shop) -> None:
    gift = paid_gift(shop)
    shop.standin.control(f"refunds/{sent_back(shop, charge_id(gift))}/fail")


def a_refund_of_what_was_refunded_by_hand(shop: Shop) -> None:
    gift = paid_gift(shop)
    refund(gift, "40", **on(organization_today()))
    sent_back(shop, charge_id(gift))


def a_refund_of_what_was_taken_back(shop: Shop) -> None:
    gift = paid_gift(shop)
    correct_gift(gift=gift, draft=None, by=None, today=organization_today(), reason="Entered as a test")
    sent_back(shop, charge_id(gift))


def a_refund_nobody_can_read(shop: Shop) -> None:
    gift = paid_gift(shop)
    made = sent_back(shop, charge_id(gift))
    shop.standin.control(f"objects/{made}/spoil", fields={"created": FOREVER})


def a_payment_in_yen(shop: Shop) -> None:
    shop.standin.control("payments", amount=5000, currency="jpy", rate=0.67)


def a_payment_in_dinars_of_three_decimals(shop: Shop) -> None:
    shop.standin.control("payments", amount=12345, currency="kwd", rate=0.325)


def a_payment_of_another_amount(shop: Shop) -> None:
    intent = shop.give(email=f"donor{next(NUMBERS)}@example.org")
    shop.standin.control("payments", amount=4999, intent=intent.public_id)


def a_charge_without_a_payment(shop: Shop) -> None:
    shop.standin.control("charges", amount=2500)


def a_payment_made_twice(shop: Shop) -> None:
    gift = paid_gift(shop)
    shop.standin.control("payments", amount=5000, intent=GiftIntent.objects.get(gift=gift).public_id)


def a_payer_with_half_an_emoji(shop: Shop) -> None:
    charge = shop.standin.control("payments", amount=1500)["id"]
    shop.standin.control(f"objects/{charge}/spoil", fields={"billing_details.name": "Amina \ud83d \x00 Testperson"})


def a_charge_of_no_moment(shop: Shop) -> None:
    charge = shop.standin.control("payments", amount=1500)["id"]
    shop.standin.control(f"objects/{charge}/spoil", fields={"created": FOREVER})


def a_row_of_no_moment(shop: Shop) -> None:
    gift = paid_gift(shop)
    row = settled(shop, charge_id(gift))
    shop.standin.control(f"objects/{row}/spoil", fields={"created": FOREVER, "description": "NUL \x00"})


def a_row_of_words(shop: Shop) -> None:
    gift = paid_gift(shop)
    row = settled(shop, charge_id(gift))
    shop.standin.control(f"objects/{row}/spoil", fields={"amount": "fifty"})


def a_payment_that_is_deleted(shop: Shop) -> None:
    shop.hold()
    charge = shop.standin.control("payments", amount=1500)["id"]
    found = shop.standin.client().v1.charges.retrieve(charge)
    for gone in (charge, found.payment_intent):
        shop.standin.control(f"objects/{gone}/delete")
    shop.standin.control("webhooks/release")
    shop.standin.control("webhooks", mode="deliver")


def an_adjustment(shop: Shop) -> None:
    shop.standin.control("adjustments", amount=-150)


def notice(kind: str) -> Callable[[Shop], None]:
    def send(shop: Shop) -> None:
        assert shop.standin.control("webhooks/forge", kind=kind)["answer"] == 200

    send.__name__ = f"a_notice_{kind}"
    return send


NOTICES = ("nul", "half_emoji", "endless_time", "deep", "other_account", "deleted", "about_nothing", "foreign")
MISHAPS: tuple[Callable[[Shop], None], ...] = (
    a_refund_that_fails_later,
    a_refund_that_failed_before_it_was_seen,
    a_refund_of_what_was_refunded_by_hand,
    a_refund_of_what_was_taken_back,
    a_refund_nobody_can_read,
    a_payment_in_yen,
    a_payment_in_dinars_of_three_decimals,
    a_payment_of_another_amount,
    a_charge_without_a_payment,
    a_payment_made_twice,
    a_payer_with_half_an_emoji,
    a_charge_of_no_moment,
    a_row_of_no_moment,
    a_row_of_words,
    a_payment_that_is_deleted,
    an_adjustment,
    *(notice(kind) for kind in NOTICES),
)


def deposit(shop: Shop, **how: Any) -> None:
    """Everything there is goes to the bank; on some days that is nothing."""
    with contextlib.suppress(ControlError):
        shop.standin.control("payouts", include_pending=True, **how)
