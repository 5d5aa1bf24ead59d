"""The quick form, what it suggests and what it refuses; an entry taken back; payments toward a pledge."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from donations.models import Pledge
from tests.donations.views.keyed import typed
from tests.support.builders import make_fund, make_pledge, make_supporter

pytestmark = pytest.mark.usefixtures("organization")
NEW = "/gifts/new/"


def test_a_payment_counts_toward_the_pledge_that_was_chosen(client_as):
    donor = make_supporter()
    pledge = make_pledge(Decimal("600"), supporter=donor)

    client_as("development").post(NEW, typed(donor, pledge=pledge.pk))

    pledge.refresh_from_db()
    assert pledge.paid == Decimal("250")


def test_a_pledge_of_somebody_else_cannot_be_paid(client_as):
    pledge = make_pledge(Decimal("600"))

    answer = client_as("development").post(NEW, typed(make_supporter(), pledge=pledge.pk))

    assert answer.status_code == 422
    assert Pledge.objects.get().paid == 0


def test_a_pledge_is_written_down_from_the_supporters_page(client_as):
    donor, fund = make_supporter(), make_fund()
    form = {"amount": "1,200", "fund": fund.pk, "promised_on": "2026-01-10", "note": ""}

    client_as("development").post(reverse("donations:pledge-new", args=[donor.pk]), form)

    pledge = Pledge.objects.get()
    assert (pledge.supporter, pledge.amount, pledge.promised_on) == (donor, Decimal("1200"), date(2026, 1, 10))


def test_a_page_of_no_gift_is_not_found(client_as):
    client = client_as("finance")

    for pk in (0, 999_999, 2**63):
        assert client.get(f"/gifts/{pk}/").status_code == 404
