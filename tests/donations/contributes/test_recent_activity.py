"""What others did with money, summed up."""

from decimal import Decimal

import pytest
from django.utils import timezone

from core import recent_activity
from tests.support.builders import make_gift, make_supporter, make_user

pytestmark = pytest.mark.usefixtures("organization")


def said(user) -> dict[str, str]:
    span = recent_activity.span_for(user, now=timezone.now())
    return {change.text: change.detail for change in recent_activity.changes(user, span)}


@pytest.fixture
def dana(organization):
    return make_user("development", name="Dana Sample")


def test_the_board_is_told_sums_and_never_what_one_donor_gave(dana):
    board = make_user("board")
    donors = [make_supporter() for _ in range(5)]
    for donor in donors[:4]:
        make_gift(Decimal("25"), supporter=donor, by=dana)
    few = said(board)
    make_gift(Decimal("25"), supporter=donors[4], by=dana)

    assert few == {"A few gifts recorded": "From fewer than 5 donors, too few to show a total"}
    assert said(board) == {"$125.00 recorded from 5 donors": "Cash and stock, less refunds"}


@pytest.mark.parametrize("role", ["admin", "events", "door"])
def test_who_sees_no_money_is_told_of_none(role, dana):
    make_gift(by=dana)

    assert not any("$" in text or "gift" in text for text in said(make_user(role)))
