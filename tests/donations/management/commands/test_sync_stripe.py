"""The command that catches up with the processor."""

import json
from decimal import Decimal
from io import StringIO

from django.core.management import call_command

from donations.models import GatewayEvent, Gift, Payout


def test_sync_stripe_finds_what_no_notice_told(shop):
    shop.standin.control("webhooks", mode="drop")
    intent = shop.give()
    shop.pay(intent)
    shop.standin.control("clock", advance=4 * 86400)
    shop.standin.control("payouts")

    tried, out = StringIO(), StringIO()
    call_command("sync_stripe", "--dry-run", "--json", stdout=tried)
    untouched = (Gift.objects.count(), GatewayEvent.objects.count())
    call_command("sync_stripe", "--json", stdout=out)
    call_command("sync_stripe", stdout=StringIO())

    assert untouched == (0, 0)
    assert json.loads(tried.getvalue())["payouts"] == 1
    assert json.loads(out.getvalue())["failed"] == 0
    assert (Gift.objects.get().intent, Payout.objects.get().listed()) == (intent, Decimal("48.25"))
