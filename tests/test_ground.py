"""The ground other tests stand on: builders, databases of their own, the served application, the browser."""

from decimal import Decimal

import pytest
from django.db import connection

from crm.models import Supporter
from donations.models import Movement
from tests.builders import make_gift, make_organization, make_pledge, make_supporter
from tests.databases import race


@pytest.mark.django_db
def test_builders_make_valid_rows():
    organization = make_organization()
    gift = make_gift(amount=Decimal("50"))
    pledge = make_pledge()

    assert organization.ein == "00-0000000"
    assert list(Movement.objects.values_list("gift", "amount")) == [(gift.pk, Decimal("50.00"))]
    assert pledge.open_amount == Decimal("500.00")


def test_every_thread_of_a_committing_test_writes_to_its_own_copy(own_database):
    made = race(8, lambda number: make_supporter(f"Racer {'ABCDEFGH'[number]}").full_name)

    assert sorted(made) == [f"Racer {letter}" for letter in "ABCDEFGH"]
    assert Supporter.objects.count() == 8
    assert connection.settings_dict["NAME"] == own_database.name


def test_the_next_committing_test_starts_empty(own_database):
    assert Supporter.objects.count() == 0


def test_the_served_application_answers_and_signs_in(site):
    site.sign_in("finance")

    answer = site.open("/health/")

    assert (answer.status, answer.text()) == (200, "ok")
