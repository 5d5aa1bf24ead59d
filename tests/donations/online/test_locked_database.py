"""SQLite held by somebody's long write: pages that are only looked at answer, and notices are told to come back."""

import json
import sqlite3
import time
from contextlib import closing, contextmanager
from decimal import Decimal

import pytest
import stripe
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.http import rate_limits
from core.models import Organization
from donations.models import GatewayEvent, GiftIntent, IntentLine
from tests.support.builders import make_fund, make_organization

pytestmark = pytest.mark.sqlite  # other databases let several write
SECRET = "whsec_test"
#: Seconds the setting lets a write wait; nobody who looks may wait as long.
USUAL = 20


@pytest.fixture
def held(own_database, settings):
    """Once begun, somebody else writes and does not end."""
    settings.STRIPE_SECRET_KEY, settings.STRIPE_MODE = "sk_test_1", "test"
    settings.STRIPE_API_BASE, settings.STRIPE_WEBHOOK_SECRETS = "http://127.0.0.1:9", [SECRET]
    make_organization(environment=Organization.Environment.DEMO)

    @contextmanager
    def begin():
        with closing(sqlite3.connect(own_database.name, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")

    return begin


def intent(**values) -> GiftIntent:
    made = GiftIntent.objects.create(
        nonce="n1", livemode=False, email="amina@example.org", full_name="Amina", amount=Decimal("50"), **values
    )
    IntentLine.objects.create(intent=made, fund=make_fund(), kind="contribution", amount=Decimal("50"))
    return made


def waits(ask) -> tuple[object, list[float]]:
    """What is answered, and for how many seconds the lock was waited for, each time that was set meanwhile."""
    with CaptureQueriesContext(connection) as asked:
        answer = ask()
    said = [query["sql"].partition("busy_timeout =")[2] for query in asked]
    return answer, [int(milliseconds) / 1000 for milliseconds in said if milliseconds]


def usual_wait() -> int:
    with connection.cursor() as cursor:
        return cursor.execute("PRAGMA busy_timeout").fetchone()[0]


def test_the_thank_you_page_is_being_confirmed(held):
    mine, before = intent(state="open", session_id="cs_1", session_url="http://127.0.0.1:9/"), usual_wait()

    with held():
        page, seconds = waits(lambda: Client().get(f"/give/thanks/{mine.public_id}/"))

    assert (page.status_code, page.context["stage"]) == (200, "confirming")
    assert min(seconds) < USUAL / 2
    assert seconds[-1] == USUAL
    assert usual_wait() == before


def test_a_notice_is_sent_away_soon_and_is_welcome_later(held):
    body = json.dumps(
        {
            "object": "event",
            "id": "evt_1",
            "type": "charge.succeeded",
            "livemode": False,
            "created": int(timezone.now().timestamp()),
            "data": {"object": {"object": "charge", "id": "ch_1"}},
        }
    )
    signed = stripe.WebhookSignature.generate_signature_header(body, SECRET, int(time.time()))

    def send():
        client = Client(raise_request_exception=False)
        return client.post("/stripe/webhook/", body, "application/json", headers={"Stripe-Signature": signed})

    with held():
        away, seconds = waits(send)
    later = send()

    assert (away.status_code, later.status_code) == (503, 200)
    assert min(seconds) < USUAL / 2
    assert seconds[-1] == USUAL
    assert GatewayEvent.objects.count() == 1


def test_a_count_that_cannot_be_taken_is_not_too_many(held):
    limit, now = rate_limits.Limit(what="test", most=3, seconds=60, per="person", why="A test"), timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 10")

    with held(), pytest.raises(rate_limits.CannotCount):
        limit.use_attempt(who="somebody", at=now)

    assert [limit.use_attempt(who="somebody", at=now) for _ in range(4)] == [True, True, True, False]
