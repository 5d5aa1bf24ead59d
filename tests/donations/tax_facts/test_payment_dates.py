"""A bank debit is a gift on the day it succeeded, a card on the day it was charged: by the rule of the receipts."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.clock import organization_today
from donations.deductibility.facts import Payment
from donations.deductibility.rules.dates import date_of_payment
from donations.models import GatewayEvent, Gift, GiftIntent
from donations.tax_facts import payment_dates
from tests.donations.processor.test_sync import catch_up

DAYS = timedelta(days=5)


def debit(shop) -> tuple[GiftIntent, str]:
    """A debit that was asked for today; gives its charge."""
    intent = shop.give()
    session = shop.standin.control(f"sessions/{intent.session_id}/debit", country="US", postal_code="46032")
    return intent, shop.standin.client().v1.payment_intents.retrieve(session["payment_intent"]).latest_charge


def clear(shop, charge: str) -> None:
    """Five days later the bank pays."""
    shop.standin.control("clock", advance=DAYS.total_seconds())
    shop.standin.control(f"charges/{charge}/clear")


@pytest.mark.parametrize("told_by", ["notices", "the page", "the nightly catch-up"])
def test_a_debit_is_dated_the_day_it_succeeded(shop, told_by):
    intent, charge = debit(shop)
    shop.settle()
    intent.refresh_from_db()
    waiting = (intent.state, Gift.objects.count())
    if told_by != "notices":
        shop.standin.control("webhooks", mode="drop")
    clear(shop, charge)
    if told_by == "the page":
        shop.client.get(f"/give/thanks/{intent.public_id}/")
    elif told_by == "the nightly catch-up":
        catch_up()
    shop.settle()

    gift = Gift.objects.get()
    assert waiting == ("processing", 0)
    assert (gift.method, gift.gift_on) == ("ach", organization_today() + DAYS)


def test_a_debit_the_bank_refuses_is_no_gift(shop):
    intent, charge = debit(shop)
    shop.standin.control(f"charges/{charge}/bounce")
    shop.settle()

    intent.refresh_from_db()
    assert (intent.state, Gift.objects.count(), shop.unfinished()) == ("failed", 0, [])


def test_a_debit_nobody_tells_of_any_more_counts_from_its_settlement(shop):
    _, charge = debit(shop)
    shop.standin.control("webhooks", mode="drop")
    clear(shop, charge)
    shop.standin.control(f"charges/{charge}/settle")
    shop.standin.control("clock", advance=40 * 86400)  # notices last 30 days
    catch_up()

    row = shop.standin.client().v1.balance_transactions.list().data[-1]
    settled = datetime.fromtimestamp(row.available_on, UTC).date()
    assert Gift.objects.get().gift_on == settled
    assert not GatewayEvent.objects.filter(type="payment_intent.succeeded").exists()


def test_the_latest_of_many_notices_never_moves_the_day(shop):
    _, charge = debit(shop)
    clear(shop, charge)
    shop.standin.control("clock", advance=3 * 86400)
    shop.settle()
    catch_up()

    assert Gift.objects.get().gift_on == organization_today() + DAYS


@pytest.mark.parametrize(
    "moment", ["2025-12-31 23:59:59", "2026-01-01 00:00:01", "2026-03-08 02:30:00", "2028-02-29 12:00:00"]
)
@pytest.mark.parametrize("zone", ["America/Los_Angeles", "America/New_York", "America/Puerto_Rico", "Pacific/Guam"])
@pytest.mark.parametrize(("method", "engines"), [("card", "stripe_card"), ("ach", "ach_debit")])
def test_the_day_is_the_engines_own(moment, zone, method, engines):
    codes = {
        "America/Los_Angeles": "90001",
        "America/New_York": "10001",
        "America/Puerto_Rico": "00901",
        "Pacific/Guam": "96910",
    }
    at = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    local = at.astimezone(ZoneInfo(zone)).date()

    day = payment_dates.gift_day(at, method=method, country="US", postal_code=codes[zone], time_zone="America/Chicago")

    paid = Payment(charged_at=at, donor_timezone=zone, debited=local)
    assert day == date_of_payment(paid, method=engines, time_zone="America/Chicago").on == local
    assert isinstance(day, date)
