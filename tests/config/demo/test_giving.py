"""The giving of the demonstration: past gifts of people and organizations, and some pledges."""

from random import Random

import pytest

from config.demo.giving import record_giving
from config.demo.organization import set_up
from config.demo.people import create_people
from donations.models import Gift, Pledge
from tests.support.builders import TODAY

pytestmark = pytest.mark.django_db


def test_nobody_gives_in_the_future_and_grants_come_from_organizations():
    set_up(today=TODAY)
    people = create_people(count=12, random=Random(1))

    gifts = record_giving(people=people, today=TODAY, random=Random(1))

    assert gifts == sorted(gifts, key=lambda gift: gift.gift_on)
    assert gifts[-1].gift_on <= TODAY
    grants = Gift.objects.filter(supporter__in=people.organizations)
    assert grants.count() == 4 * len(people.organizations)
    assert set(grants.values_list("lines__fund__code", flat=True)) == {"REPORT"}
    assert Pledge.objects.get().supporter == people.persons[5]
