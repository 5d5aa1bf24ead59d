"""The people of the demonstration: none of them exists, and some are protected."""

from random import Random

import pytest

from config.demo.people import ORGANIZATIONS, create_people
from crm.models import Household

pytestmark = pytest.mark.django_db


def test_people_are_made_alike_from_the_same_seed():
    people = create_people(count=40, random=Random(1))

    assert (len(people.persons), len(people.organizations)) == (40, len(ORGANIZATIONS))
    assert [row.number for row in people.persons if row.protected] == [people.persons[36].number]
    assert Household.objects.count() == 4  # every eleventh from the fourth on: 3, 14, 25, 36


def test_every_address_is_of_the_reserved_domain():
    people = create_people(count=12, random=Random(1))

    emails = [email.address for row in (*people.persons, *people.organizations) for email in row.emails.all()]
    assert emails
    assert all(email.endswith("@example.org") for email in emails)
