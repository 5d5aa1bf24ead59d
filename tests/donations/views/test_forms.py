"""What a gift's forms ask before they take it: days before the charity was formed, a pledge overpaid, another donor."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from donations.ledger.refunds import refund_gift
from donations.models import Gift, Movement, Pledge
from tests.support.builders import (
    TODAY,
    general_fund,
    make_gift,
    make_organization,
    make_pledge,
    make_soft_credit,
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


def correct(client, gift, **typed):
    values = {
        "donor": gift.supporter.shown_name,
        "supporter": gift.supporter_id,
        "amount": gift.amount,
        "gift_on": gift.gift_on.isoformat(),
        "method": gift.method,
        "fund": gift.lines.first().fund_id,
        "version": gift.version,
        "reason": "Credited to the wrong person",
        **typed,
    }
    return client.post(reverse("donations:gift-correct", args=[gift.pk]), values, follow=True)


def test_a_correction_can_change_the_donor(finance):
    wrong, right = make_supporter("Amina Testperson"), make_supporter("Bilal Otherperson")
    gift = make_gift(Decimal("80"), supporter=wrong, pledge_id=make_pledge(Decimal("80"), supporter=wrong).pk)

    correct(finance, gift, donor="Bilal Otherperson", supporter=right.pk)

    new = Gift.objects.active().get()
    assert (new.supporter, new.amount, new.pledge) == (right, Decimal("80"), None)
    assert Pledge.objects.get().paid == 0  # the promise was the other's
    of_wrong, of_right = (Movement.objects.filter(supporter=who).total() for who in (wrong, right))
    assert (of_wrong, of_right) == (0, Decimal("80"))
    assert new.replaces.gift == gift


def test_a_name_typed_without_scripts_finds_its_supporter(finance):
    right = make_supporter("Bilal Otherperson")
    gift = make_gift(supporter=make_supporter("Amina Testperson"))

    correct(finance, gift, donor="bilal other")

    assert Gift.objects.active().get().supporter == right


@pytest.mark.parametrize(
    ("typed", "said"), [("Nobody Known", "No supporters found"), ("Testperson", "supporters match")]
)
def test_a_name_that_says_too_little_is_asked_about_and_changes_nothing(finance, typed, said):
    make_supporter("Bilal Testperson")
    gift = make_gift(supporter=make_supporter("Amina Testperson"))

    answer = correct(finance, gift, donor=typed)

    assert said in answer.text
    assert Gift.objects.get().supporter == gift.supporter


def test_an_untouched_donor_stays(finance):
    gift = make_gift(Decimal("80"))

    correct(finance, gift, amount="90")

    assert (Gift.objects.active().get().supporter, Gift.objects.active().get().amount) == (
        gift.supporter,
        Decimal("90"),
    )


def test_recognition_of_the_new_donor_for_their_own_gift_goes(finance):
    gift, friend = make_gift(Decimal("80")), make_supporter("Bilal Otherperson")
    make_soft_credit(gift, supporter=friend, amount=Decimal("80"))

    correct(finance, gift, donor="Bilal Otherperson", supporter=friend.pk)

    assert Gift.objects.active().get().soft_credits.count() == 0


def test_a_refunded_gift_is_still_not_corrected(finance):
    gift = make_gift(Decimal("80"))
    refund_gift(gift=gift, amount=Decimal("5"), refunded_on=TODAY, posted_on=TODAY, by=None, reason="Asked")

    assert "This gift has refunds, so it can&#x27;t be corrected." in correct(finance, gift, amount="90").text
