"""Processors count in the smallest unit of a currency: cents, whole yen. This table is the only place that knows."""

from __future__ import annotations

from decimal import Decimal

#: Currencies the processor counts in whole units. (UGX and ISK look like it and are counted in hundredths.)
WHOLE = frozenset(
    ["bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf"]
)
#: Currencies of three decimals.
THOUSANDTHS = frozenset(["bhd", "jod", "kwd", "omr", "tnd"])

#: No payment, refund, fee or deposit of a charity has as many of the smallest unit; databases end at 2^63.
MOST_UNITS = 10**15


def exponent(currency: str) -> int:
    code = currency.lower()
    return 0 if code in WHOLE else 3 if code in THOUSANDTHS else 2


def from_minor(value: int, currency: str) -> Decimal:
    """`5000, "usd"` is 50.00; `5000, "jpy"` is 5000. Raises `TypeError` for what is no whole number, `ValueError` for
    more than anybody pays."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("An amount must be a whole number of the smallest unit.")
    if abs(value) > MOST_UNITS:
        raise ValueError("The amount is too large.")
    return Decimal(value).scaleb(-exponent(currency))


def to_minor(amount: Decimal, currency: str) -> int:
    """Raises `ValueError` for a part of the smallest unit."""
    value = amount.scaleb(exponent(currency))
    if value != value.to_integral_value():
        raise ValueError(f"{amount} is not a whole number of the smallest unit of {currency}.")
    return int(value)
