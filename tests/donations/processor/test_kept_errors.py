"""What staff read of an error as something of the processor was recorded: its kind, never values in its words."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from donations.gateways.base import GatewayError
from donations.models import GatewayEvent
from donations.processor import webhook_inbox

pytestmark = pytest.mark.usefixtures("organization")
BROKEN = IntegrityError(
    'violates check constraint "one"\nDETAIL: Failing row contains (7, Parveen Zanzeer, parveen@zanzeer.example).'
)
ERRORS = {
    "of the database": (BROKEN, 'IntegrityError: violates check constraint "one"'),
    "of a value": (ValueError("Parveen Zanzeer is no day"), "ValueError"),
    "of a key": (KeyError("Parveen Zanzeer"), "KeyError"),
    "of the processor": (GatewayError("No such charge: ch_123456"), "GatewayError: No such charge: ch_123456"),
}  # fmt: skip


def failed(error: Exception, monkeypatch) -> GatewayEvent:
    """A notice that could not be recorded."""

    def fail(*args, **values):
        raise error

    monkeypatch.setattr(webhook_inbox, "_sync", fail)
    notice = GatewayEvent.objects.create(
        event_id="evt_1", livemode=False, type="charge.updated", object_kind="charge", object_id="ch_1"
    )
    assert webhook_inbox.claim(notice, at=timezone.now() + timedelta(seconds=1))
    webhook_inbox.handle(notice)
    notice.refresh_from_db()
    return notice


@pytest.mark.parametrize("name", ERRORS)
def test_a_notice_keeps_the_kind_of_its_error_and_no_value(name, monkeypatch, client_as):
    error, told = ERRORS[name]

    notice = failed(error, monkeypatch)
    page = client_as("finance").get("/payouts/notices/").text

    assert notice.error == told
    assert "Zanzeer" not in page
    assert "charge.updated" in page or notice.event_id in page
