from datetime import date, datetime
from decimal import Decimal

import pytest

from core import display


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        ("1234.5", "USD", "$1,234.50"),
        ("0", "USD", "$0.00"),
        ("-250", "USD", "−$250.00"),
        ("-0.004", "USD", "$0.00"),
        ("1000", "GBP", "£1,000.00 GBP"),
        ("85.25", "KWD", "85.250 KWD"),
        ("5000", "JPY", "¥5,000 JPY"),
        ("5000", "CAD", "$5,000.00 CAD"),
        ("5000", "PKR", "5,000.00 PKR"),
    ],
)
def test_money_carries_its_currency_when_it_is_not_the_base_one(amount, currency, expected):
    assert display.money_text(Decimal(amount), currency) == expected


def test_whole_amounts_are_rounded_half_up():
    assert display.money_text(Decimal("227079.50"), cents=False) == "$227,080"


def test_no_amount_is_a_dash():
    assert display.money_text(None) == "–"


def test_days_read_as_the_language_writes_them():
    day = date(2026, 11, 7)

    assert [display.day_text(day), display.day_text(day, short=True), display.day_text(day, language="ur")] == [
        "Nov 7, 2026",
        "Nov 7",
        "7 نومبر، 2026",
    ]


@pytest.mark.parametrize(
    ("hour", "expected"),
    [(0, "Nov 7, 2026, 12:05 AM"), (8, "Nov 7, 2026, 8:05 AM"), (12, "Nov 7, 2026, 12:05 PM")],
)
def test_moments_use_the_twelve_hour_clock(hour, expected):
    assert display.moment_text(datetime(2026, 11, 7, hour, 5)) == expected


@pytest.mark.parametrize(
    ("now", "before", "text", "way"),
    [
        (227080, 195650, "+16.1%", "up"),
        (97700, 100000, "−2.3%", "down"),
        (100, 100, "0.0%", "flat"),
        (100, 0, "–", "up"),
        (100, None, "–", "flat"),
    ],
)
def test_change_says_how_far_and_which_way(now, before, text, way):
    assert (display.change_text(now, before), display.direction(now, before)) == (text, way)


def test_shares_become_percent():
    shares = [Decimal("0.61"), Decimal("0.605"), None]

    assert [display.percent_text(share) for share in shares] == ["61%", "61%", "–"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Dr. Ayesha Siddiqui-Rahman", "AS"),
        ("Omar & Hannah Beaumont", "OB"),
        ("Cher", "C"),
        ("Syed", "S"),
        ("عائشہ صدیقی", "عص"),
        ("", ""),
    ],
)
def test_initials_leave_out_titles(name, expected):
    assert display.initials(name) == expected


@pytest.mark.parametrize(
    ("count", "expected"), [(0, "0 gifts"), (1, "1 gift"), (2, "2 gifts"), (999, "999 gifts"), (1_204, "1,204 gifts")]
)
def test_a_count_has_its_noun(count, expected):
    assert display.counted(count, "gift", "gifts") == expected
