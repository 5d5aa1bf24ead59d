"""Round numbers for an axis, and the words beside them. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import count

from core.display import money_text

COUNT = "count"
PERCENT = "percent"
STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5))
DASH = "–"


def round_ticks(values: Iterable[Decimal], *, most: int = 6, whole: bool = False) -> tuple[Decimal, ...]:
    """Return evenly spaced round numbers that include zero and every value.

    Steps are 1, 2, 2.5 or 5 times a power of ten, the smallest that needs at most ``most`` ticks; with ``whole`` only
    integers (for counts of people); gains and losses together take three ticks. Without values, or with zeros only, the
    axis runs from 0 to 1.
    """
    known = [Decimal(value) for value in values]
    low, high = min([*known, Decimal(0)]), max([*known, Decimal(0)])
    if low == high:
        return (Decimal(0), Decimal(1))
    most = max(most, 3)
    step = next(step for step in _steps(high - low, most, whole) if _ticks_needed(low, high, step) <= most)
    first, last = _floor(low / step), -_floor(-high / step)
    return tuple((step * index).normalize() + 0 for index in range(first, last + 1))


def tick_label(value: Decimal, unit: str) -> str:
    """Write a tick short: ``$10k``, ``$2.5k``, ``$1.2M``, ``$3B``, ``20``, ``20%``; other currencies as ``10k GBP``."""
    sign = "−" if value < 0 else ""
    size = abs(value)
    for limit, letter in ((Decimal(10**9), "B"), (Decimal(10**6), "M"), (Decimal(10**3), "k")):
        if size >= limit:
            return _with_unit(sign, _plain(size / limit) + letter, unit)
    return _with_unit(sign, _plain(size), unit)


def value_label(value: Decimal | int | None, unit: str, *, decimals: bool = False) -> str:
    """Write a value in full: ``$12,900`` (``$12,900.00`` with decimals), ``1,124``, ``61%``; a dash for nothing."""
    if value is None:
        return DASH
    amount = Decimal(value)
    if unit in (COUNT, PERCENT):
        text = f"{abs(amount).normalize():,f}"
        return ("−" if amount < 0 else "") + text + ("%" if unit == PERCENT else "")
    return money_text(amount, unit, cents=decimals)


def _steps(span: Decimal, most: int, whole: bool) -> Iterable[Decimal]:
    """Yield candidate steps from small to large, starting safely below the one that fits."""
    start = (span / (most * 10)).adjusted() - 1
    for exponent in count(start):
        for factor in STEPS:
            step = factor.scaleb(exponent)
            if not whole or step == step.to_integral_value():
                yield step


def _ticks_needed(low: Decimal, high: Decimal, step: Decimal) -> int:
    return -_floor(-high / step) - _floor(low / step) + 1


def _floor(value: Decimal) -> int:
    return int(value.to_integral_value(rounding="ROUND_FLOOR"))


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _with_unit(sign: str, text: str, unit: str) -> str:
    if unit == COUNT:
        return sign + text
    if unit == PERCENT:
        return f"{sign}{text}%"
    return f"{sign}${text}" if unit == "USD" else f"{sign}{text} {unit}"
