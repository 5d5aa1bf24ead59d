"""Vector shapes as PDF operators: SVG path data, rounded boxes, QR codes. Pure strings, top-left coordinates in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import segno

_TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_ARITY = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Z": 0}
_ROUND = 0.5522847498  # the handle of a Bézier quarter circle, as part of its radius
# Choosing among the eight masks is 4/5 of the work of making a code, and any of them is read by every reader
# (ISO/IEC 18004, 7.8); a fixed one keeps a letter's code below a millisecond.
_MASK = 3


@lru_cache(maxsize=64)
def path(data: str, *, x: float, y: float, scale: float, height: float) -> str:
    """Return SVG path `data` as operators: its origin at (x, y) from the top left of a page `height` points high.

    Knows M L H V C S Z in both cases; raises ValueError for anything else.
    """
    operators = []
    for verb, points in _steps(data):
        placed = [
            f"{(x + value * scale):.2f}" if at % 2 == 0 else f"{(height - y - value * scale):.2f}"
            for at, value in enumerate(points)
        ]
        operators.append(" ".join([*placed, {"M": "m", "L": "l", "C": "c", "Z": "h"}[verb]]))
    return " ".join(operators)


def _steps(data: str) -> Iterator[tuple[str, list[float]]]:
    """Yield absolute M, L, C and Z steps."""
    here, start, handle = (0.0, 0.0), (0.0, 0.0), (0.0, 0.0)
    for verb, numbers in _commands(data):
        points = _absolute(verb, numbers, here)
        verb = verb.upper()
        if verb == "S":
            mirrored = (2 * here[0] - handle[0], 2 * here[1] - handle[1])
            verb, points = "C", [*mirrored, *points]
        elif verb in "HV":
            verb = "L"
        yield verb, points
        here = (points[-2], points[-1]) if points else start
        handle = (points[2], points[3]) if verb == "C" else here
        if verb == "M":
            start = here


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    tokens = _TOKEN.findall(data)
    at, verb = 0, ""
    while at < len(tokens):
        if tokens[at].isalpha():
            verb, at = tokens[at], at + 1
        if verb.upper() not in _ARITY or (verb in "Zz" and at < len(tokens) and not tokens[at].isalpha()):
            raise ValueError(f"Path step {verb!r} is not known.")
        count = _ARITY[verb.upper()]
        yield verb, [float(number) for number in tokens[at : at + count]]
        at += count
        verb = {"M": "L", "m": "l"}.get(verb, verb)


def _absolute(verb: str, numbers: list[float], here: tuple[float, float]) -> list[float]:
    """Return the points of a step in absolute coordinates, one-armed steps completed."""
    dx, dy = here if verb.islower() else (0.0, 0.0)
    if verb in "Hh":
        return [numbers[0] + dx, here[1]]
    if verb in "Vv":
        return [here[0], numbers[0] + dy]
    return [number + (dy if at % 2 else dx) for at, number in enumerate(numbers)]


def round_box(x: float, y: float, width: float, height: float, radius: float) -> str:
    """Return a box with round corners; (x, y) is its lower left corner in PDF coordinates."""
    r, k = radius, radius * (1 - _ROUND)
    right, top = x + width, y + height
    return (
        f"{x + r:.2f} {y:.2f} m {right - r:.2f} {y:.2f} l "
        f"{right - k:.2f} {y:.2f} {right:.2f} {y + k:.2f} {right:.2f} {y + r:.2f} c {right:.2f} {top - r:.2f} l "
        f"{right:.2f} {top - k:.2f} {right - k:.2f} {top:.2f} {right - r:.2f} {top:.2f} c {x + r:.2f} {top:.2f} l "
        f"{x + k:.2f} {top:.2f} {x:.2f} {top - k:.2f} {x:.2f} {top - r:.2f} c {x:.2f} {y + r:.2f} l "
        f"{x:.2f} {y + k:.2f} {x + k:.2f} {y:.2f} {x + r:.2f} {y:.2f} c h"
    )


@lru_cache(maxsize=256)
def qr(content: str, *, size: float) -> str:
    """Return a QR code (error level M, no quiet zone) as filled boxes, `size` points a side, from (0, 0)."""
    code = segno.make(content, error="m", micro=False, mask=_MASK, boost_error=False)
    rows = code.matrix
    count = len(rows)
    boxes = []
    for number, row in enumerate(rows):
        at = 0
        while at < count:
            if row[at]:
                end = at + 1
                while end < count and row[end]:
                    end += 1
                boxes.append(f"{at} {count - number - 1} {end - at} 1 re")
                at = end
            else:
                at += 1
    return f"{size / count:.5f} 0 0 {size / count:.5f} 0 0 cm " + " ".join(boxes) + " f"
