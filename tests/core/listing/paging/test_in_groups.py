"""Pages of a list in groups go from group to group."""

from datetime import date
from decimal import Decimal
from random import Random

import pytest

from donations.models import Gift
from donations.views.lists import GiftList
from tests.support import databases
from tests.support.builders import make_campaign, make_gift, make_organization, make_supporter

pytestmark = pytest.mark.usefixtures("grouped", "database")
#: Every group and every order, half of them together; the other half in the long run.
WAYS = [
    pytest.param(group, sort, marks=pytest.mark.long if (place + other) % 2 else [])
    for place, group in enumerate(["month", "year", "campaign", "method"])
    for other, sort in enumerate(["-gift_on", "amount", "supporter"])
]


@pytest.fixture(scope="module")
def grouped(django_db_setup, django_db_blocker):
    """Gifts of many months, with and without a campaign, written once."""
    with django_db_blocker.unblock(), databases.written_once():
        make_organization()
        dice, campaigns = Random(5), [None, make_campaign("Autumn").pk, make_campaign("Spring").pk]
        people = [make_supporter() for _ in range(3)]
        for _ in range(21):
            day = date(dice.randint(2023, 2025), dice.randint(1, 4), dice.randint(1, 3))
            method = dice.choice([Gift.Method.CASH, Gift.Method.CHECK])
            more = {"supporter": dice.choice(people), "campaign_id": dice.choice(campaigns), "method": method}
            make_gift(Decimal(dice.choice([5, 10])), gift_on=day, **more)
        yield


@pytest.mark.parametrize(("group", "sort"), WAYS)
def test_pages_in_groups_hold_what_the_file_does_forward_and_backward(client_as, monkeypatch, group, sort):
    monkeypatch.setattr(GiftList, "per_page", 4)
    client, query = client_as("finance"), {"group": group, "sort": sort}
    whole = [row.pk for row in client.get("/gifts/", query).context["table"].data.data]

    assert len(whole) == 21
    assert walked(client, query, "1", "next") == whole
    assert walked(client, query, "last", "previous")[::-1] == whole


def walked(client, query, start, step):
    """The keys of the rows of all pages from one on; backward they come backward."""
    found, link = [], {"page": start}
    while link:
        page = client.get("/gifts/", query | link).context["table"].page
        found += page.keys if step == "next" else page.keys[::-1]
        link = getattr(page, step)
    return found
