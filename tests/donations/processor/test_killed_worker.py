"""A worker that dies between asking the processor and writing down what it said."""

import os
import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone

from donations.models import GatewayEvent, Gift, GiftIntent, Movement
from donations.processor import webhook_inbox
from tests.support.databases import OwnDatabase
from tests.support.shop import Shop

ROOT = Path(__file__).resolve().parents[3]
#: A worker's round that ends itself at the named function, once the processor has answered.
WORKER = """
import os, signal, django
django.setup()
from donations.processor import sync, webhook_inbox
def die(*arguments, **options):
    os.kill(os.getpid(), signal.SIGKILL)
sync.{where} = die
webhook_inbox.work_off()
"""


def environment(shop: Shop, own: OwnDatabase) -> dict[str, str]:
    return {
        **os.environ,
        **own.environment,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SOLIDARITY_DEMO": "1",
        "STRIPE_API_BASE": shop.standin.url,
        "STRIPE_SECRET_KEY": shop.standin.secret_key,
        "STRIPE_WEBHOOK_SECRETS": shop.standin.webhook_secret,
        "STRIPE_MODE": "test",
    }


@pytest.mark.parametrize(
    "where", ["_apply_payment", "save_balance_transaction"], ids=["before writing", "before the commit"]
)
def test_a_worker_killed_between_fetch_and_commit_loses_nothing(shop, own_database, where):
    shop.hold()
    intent = shop.give()
    session = shop.pay(intent)
    events = {event.type: event.id for event in shop.standin.client().v1.events.list({"limit": 100}).data}
    shop.standin.control("webhooks/deliver", events=[events["payment_intent.succeeded"]], copies=1)

    killed = subprocess.run(
        [sys.executable, "-c", WORKER.format(where=where)], cwd=ROOT, env=environment(shop, own_database)
    )
    left = GatewayEvent.objects.get()
    half = (killed.returncode, left.status in GatewayEvent.DUE, left.attempts, Gift.objects.count())
    GatewayEvent.objects.update(due_at=timezone.now())  # the lease of the dead one ends
    webhook_inbox.work_off()

    assert half == (-signal.SIGKILL, True, 1, 0)
    assert list(Movement.objects.values_list("amount", "gift__intent")) == [(Decimal("50.00"), intent.pk)]
    assert GiftIntent.objects.get().payment_id == session["payment_intent"]
    assert (GatewayEvent.objects.get().status, shop.unfinished()) == (GatewayEvent.Status.DONE, [])
