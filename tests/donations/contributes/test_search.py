"""Gifts, pledges and funds found by what people say of them."""

from decimal import Decimal

import pytest

from donations.contributes.search import find_funds, find_gifts, find_pledges
from tests.support.builders import make_campaign, make_fund, make_gift, make_pledge, make_user

pytestmark = pytest.mark.django_db


def titles(hits) -> list[str]:
    return [hit.title for hit in hits]


def test_a_gift_is_found_by_its_number_and_by_its_checks():
    user, gift = make_user("finance"), make_gift(Decimal("50"), check_number="4711")

    for words in (gift.spoken_number, f" {gift.number} ", "4711"):
        assert titles(find_gifts(user, words, 5)) == [f"{gift.spoken_number}: $50.00 from {gift.supporter}"]
    for words in ("x", "G-", "1234567890", "٤٧١١"):
        assert titles(find_gifts(user, words, 5)) == []


def test_a_pledge_says_what_is_unpaid():
    user, pledge = make_user("finance"), make_pledge(Decimal("500"))

    (hit,) = find_pledges(user, pledge.spoken_number.lower(), 5)

    assert hit.detail == "$500.00 unpaid"


def test_funds_are_found_by_name_or_whole_code_and_campaigns_by_name():
    fund, campaign = make_fund("WELL", name="Clean water"), make_campaign("Water walk")

    assert titles(find_funds(None, "water", 5)) == [fund.name, campaign.name]
    assert titles(find_funds(None, "well", 5)) == [fund.name]
    assert titles(find_funds(None, "wel", 5)) == []
