from decimal import Decimal

import pytest

from core.charts.ticks import round_ticks, tick_label, value_label


def ticks(*values, **options):
    return [str(tick) for tick in round_ticks([Decimal(value) for value in values], **options)]


@pytest.mark.parametrize(
    ("highest", "most", "expected"),
    [
        ("48900", 6, ["0", "10000", "20000", "30000", "40000", "50000"]),
        ("48900", 3, ["0", "25000", "50000"]),
        ("50000", 6, ["0", "10000", "20000", "30000", "40000", "50000"]),
        ("50000.01", 6, ["0", "20000", "40000", "60000"]),
        ("4400", 3, ["0", "2500", "5000"]),
        ("0.07", 6, ["0", "0.02", "0.04", "0.06", "0.08"]),
        ("1", 6, ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
    ],
)
def test_ticks_are_round_and_reach_the_highest_value(highest, most, expected):
    assert ticks(highest, most=most) == expected


def test_people_are_counted_in_whole_numbers():
    assert ticks("3", most=6, whole=True) == ["0", "1", "2", "3"]
    assert ticks("25", most=3, whole=True) == ["0", "20", "40"]


def test_a_loss_puts_zero_inside_the_axis():
    assert ticks("-3000", "8000", most=6) == ["-5000", "0", "5000", "10000"]


@pytest.mark.parametrize("values", [(), ("0",), ("0", "0")])
def test_without_a_value_above_zero_the_axis_is_zero_to_one(values):
    assert ticks(*values) == ["0", "1"]


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("0", "USD", "$0"),
        ("999", "USD", "$999"),
        ("1000", "USD", "$1k"),
        ("2500", "USD", "$2.5k"),
        ("1200000", "USD", "$1.2M"),
        ("-5000", "USD", "−$5k"),
        ("2500", "GBP", "2.5k GBP"),
        ("20", "count", "20"),
        ("60", "percent", "60%"),
    ],
)
def test_tick_labels_are_short(value, unit, expected):
    assert tick_label(Decimal(value), unit) == expected


def test_values_are_written_in_full():
    written = [
        value_label(Decimal("12900"), "USD"),
        value_label(Decimal("12900.5"), "USD", decimals=True),
        value_label(1124, "count"),
        value_label(Decimal("61.5"), "percent"),
        value_label(Decimal("-40"), "count"),
        value_label(0, "percent"),
        value_label(None, "USD"),
    ]

    assert written == ["$12,900", "$12,900.50", "1,124", "61.5%", "−40", "0%", "–"]
