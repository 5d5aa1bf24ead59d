"""Money, days and counts as HTML."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from core import html


def test_money_says_that_it_is_negative_and_in_what_currency():
    assert html.money_span(Decimal("-5.00")) == '<span class="money neg">−$5.00</span>'
    assert html.money_span(Decimal("1250.00"), cents=False) == '<span class="money">$1,250</span>'
    assert 'class="cur"' in html.money_span(Decimal("5.00"), "GBP")
    assert html.money_span(None) == '<span class="money dim">–</span>'


def test_days_come_with_their_machine_form():
    assert html.day(date(2026, 11, 7)) == '<time datetime="2026-11-07">Nov 7, 2026</time>'
    assert html.day_short(date(2026, 11, 7)) == '<time datetime="2026-11-07">Nov 7</time>'
    assert html.day(None) == "–"


def test_moments_are_written_in_the_zone_of_the_page():
    at = datetime(2026, 11, 8, 2, 30, tzinfo=UTC)

    with timezone.override("America/New_York"):
        assert "Nov 7, 2026, 9:30" in html.moment(at)
        assert html.day(at) == '<time datetime="2026-11-07">Nov 7, 2026</time>'
    assert html.moment(None) == "–"


@pytest.mark.parametrize(("number", "text"), [(1284, "1,284"), (0, "0"), (None, "–"), ("", "–")])
def test_counts_have_separators(number, text):
    assert html.thousands(number) == text


def test_an_avatar_keeps_its_color():
    assert html.avatar_tone("Ann Example") == html.avatar_tone("Ann Example")
    assert {html.avatar_tone(str(number)) for number in range(50)} == set(html.AVATAR_TONES)
