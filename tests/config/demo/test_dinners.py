"""The dinners of the demonstration: one past, one to come."""

from random import Random

import pytest

from config.demo.dinners import hold_dinners
from config.demo.organization import set_up
from config.demo.people import create_people
from events.models import CheckIn, Order
from tests.support.builders import TODAY

pytestmark = pytest.mark.django_db


def test_one_dinner_was_held_and_one_is_on_sale():
    set_up(today=TODAY)
    people = create_people(count=40, random=Random(1))

    past, coming = sorted(hold_dinners(people=people, today=TODAY, random=Random(1)), key=lambda event: event.day)

    assert past.day < TODAY < coming.day
    assert CheckIn.objects.filter(guest__event=past).exists()
    assert not CheckIn.objects.filter(guest__event=coming).exists()
    assert Order.objects.filter(event=coming).exists()
