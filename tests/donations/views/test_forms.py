"""What a gift's forms ask before they take it: days before the charity was formed, a pledge overpaid, another donor."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from donations.models import Gift, Pledge
from tests.support.builders import (
    general_fund,
    make_organization,
    make_pledge,
    make_supporter,
)

pytestmark = pytest.mark.django_db
NEW = "/gifts/new/"


@pytest.fixture
def finance(client_as):
    make_organization(formation_on=date(2012, 8, 21))
    general_fund()
    return client_as("finance")


def key_in(client, person, **typed):
    values = {"donor": person.shown_name, "supporter": person.pk, "amount": "50", "gift_on": "2026-03-02"}
    page = client.get(NEW).text
    entry = re.search(r'name="entry" value="([^"]+)"', page).group(1)
    given = {**values, "method": "check", "fund": general_fund().pk, "entry": entry, **typed}
    return client.post(NEW, {name: value for name, value in given.items() if value is not None}, follow=True)


def boxes(answer):
    return re.findall(r'name="sure" value="([^"]+)"', answer.text)


@pytest.mark.parametrize("day", ["1900-01-01", "2011-03-02", "2012-08-20"])
def test_a_day_before_the_charity_was_formed_is_asked_about(finance, day):
    person = make_supporter()
    asked = key_in(finance, person, gift_on=day)

    assert asked.status_code == 422
    assert "is before the organization was formed on Aug 21, 2012." in asked.text
    assert Gift.objects.count() == 0
    assert key_in(finance, person, gift_on=day, sure=boxes(asked)).status_code == 200
    assert Gift.objects.get().gift_on == date.fromisoformat(day)


def test_the_day_of_formation_is_not(finance):
    assert boxes(key_in(finance, make_supporter(), gift_on="2012-08-21")) == []
    assert Gift.objects.count() == 1


def test_a_box_answers_for_the_day_it_was_ticked_for_alone(finance):
    person = make_supporter()
    asked = key_in(finance, person, gift_on="2011-03-02")

    again = key_in(finance, person, gift_on="1911-03-02", sure=boxes(asked))

    assert (again.status_code, Gift.objects.count()) == (422, 0)


def test_an_early_promise_is_asked_about_too(finance):
    person = make_supporter()
    url = reverse("donations:pledge-new", args=[person.pk])
    typed = {"amount": "500", "fund": general_fund().pk, "promised_on": "2010-05-05"}

    asked = finance.post(url, typed)

    assert (asked.status_code, Pledge.objects.count()) == (422, 0)
    finance.post(url, {**typed, "sure": boxes(asked)})
    assert Pledge.objects.get().promised_on == date(2010, 5, 5)


@pytest.mark.parametrize(("amount", "asks"), [("100", False), ("100.01", True), ("300", True)])
def test_a_pledge_is_overpaid_only_by_who_said_so(finance, amount, asks):
    person = make_supporter()
    pledge = make_pledge(Decimal("100"), supporter=person)

    answer = key_in(finance, person, amount=amount, pledge=pledge.pk)

    assert bool(boxes(answer)) is asks
    assert Gift.objects.exists() is not asks
    if asks:
        assert f"is more than the $100.00 unpaid on {pledge.spoken_number}." in answer.text
        key_in(finance, person, amount=amount, pledge=pledge.pk, sure=boxes(answer))
    assert Pledge.objects.get().paid == Decimal(amount)
