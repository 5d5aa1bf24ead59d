"""The demonstration: a believable organization, whole from its first minute."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core.clock import organization_today
from core.models import Message, Organization
from crm.models import Supporter
from donations.models import Gift
from events.models import Event
from receipts.issuing import queue
from receipts.models import Receipt
from reports.figures import board_figures


@pytest.fixture
def seeded(own_database, settings) -> dict:
    settings.DEMO = True
    told = StringIO()
    call_command("seed_demo", supporters=40, json=True, stdout=told)
    return json.loads(told.getvalue())


def test_the_demonstration_tells_the_whole_story(seeded):
    today = organization_today()
    span = board_figures.Span.at(today, first_month=1)
    online, dinners = board_figures.by_source(span)

    assert Organization.current().environment == Organization.Environment.DEMO
    assert (Event.objects.filter(starts_at__date__lte=today).count(), Event.objects.count()) == (1, 2)
    assert (seeded["gifts"] <= Gift.objects.count(), seeded["receipts"]) == (True, Receipt.objects.count())
    assert all(total > 0 for total in (board_figures.raised(span).now, online.now, dinners.now))
    assert Supporter.objects.filter(protected=True).exists()
    # What goes at once in real life does not wait, and nothing has left.
    assert not queue.awaiting().filter(origin=Gift.Origin.ONLINE).exists()
    assert queue.awaiting().exists()
    assert set(Message.objects.values_list("state", flat=True)) <= {Message.State.HELD}


def test_the_demonstration_never_enters_a_charitys_books(organization, settings):
    settings.DEMO = True
    with pytest.raises(CommandError, match="needs an empty database"):
        call_command("seed_demo")

    settings.DEMO = False
    Organization.objects.all().delete()
    with pytest.raises(CommandError, match="SOLIDARITY_DEMO"):
        call_command("seed_demo")
