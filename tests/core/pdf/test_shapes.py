"""Vector shapes: path data, boxes, QR codes."""

import re

import pytest
import segno

from core.pdf import shapes


def test_a_path_is_placed_scaled_and_turned_upside_down():
    drawn = shapes.path("M1 2L3 4", x=10, y=20, scale=2, height=100)

    assert drawn == "12.00 76.00 m 16.00 72.00 l"  # 10 + 2×1; 100 − 20 − 2×2


def test_relative_and_one_armed_steps_and_repeated_numbers_are_understood():
    absolute = shapes.path("M0 0L5 0L5 7L6 8L0 0Z", x=0, y=0, scale=1, height=0)

    assert shapes.path("m0 0h5v7l1 1L0 0z", x=0, y=0, scale=1, height=0) == absolute
    assert shapes.path("M0 0 5 0 5 7 6 8 0 0z", x=0, y=0, scale=1, height=0) == absolute


def test_a_smooth_curve_mirrors_the_handle_before_it():
    smooth = shapes.path("M0 0C1 1 2 2 4 4S8 2 9 9", x=0, y=0, scale=1, height=0)

    assert smooth == shapes.path("M0 0C1 1 2 2 4 4C6 6 8 2 9 9", x=0, y=0, scale=1, height=0)


@pytest.mark.parametrize("data", ["M0 0A5 5 0 0 1 9 9", "M0 0Q1 1 2 2", "0 0", "M0 0Z 5 5"])
def test_steps_that_are_not_known_are_refused(data):
    with pytest.raises(ValueError, match="not known"):
        shapes.path(data, x=0, y=0, scale=1, height=0)


def test_the_boxes_of_a_code_are_its_dark_modules():
    address = "https://give.example.org/verify/7QF4-KM2X-9P"
    code = segno.make(address, error="m", micro=False, mask=3, boost_error=False)
    rows = [list(row) for row in code.matrix]

    drawn = [[0] * len(rows) for _ in rows]
    for x, y, wide in re.findall(r"(\d+) (\d+) (\d+) 1 re", shapes.qr(address, size=44)):
        for at in range(int(x), int(x) + int(wide)):
            drawn[len(rows) - 1 - int(y)][at] = 1

    assert drawn == rows
    assert shapes.qr(address, size=44).startswith(f"{44 / len(rows):.5f} 0 0 ")
