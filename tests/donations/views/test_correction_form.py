"""Correcting a gift: its donor, found by name, and what goes with the former one."""

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


@pytest.fixture
def finance(client_as):
    make_organization(formation_on=date(2012, 8, 21))
    general_fund()
    return client_as("finance")


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
