"""Convert between currency units and the processor's smallest units: cents, whole yen."""

from __future__ import annotations

from decimal import Decimal

#: Currencies without decimals at the processor. (UGX and ISK have none either, but the processor counts them in
#: hundredths.)
WHOLE = frozenset(
    ["bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf"]
)
#: Currencies with three decimals.
THOUSANDTHS = frozenset(["bhd", "jod", "kwd", "omr", "tnd"])

#: The most smallest units accepted: more than any payment, refund, fee or payout of a charity, and below a database's
#: 2^63.
MOST_UNITS = 10**15


def exponent(currency: str) -> int:
    code = currency.lower()
    return 0 if code in WHOLE else 3 if code in THOUSANDTHS else 2


def from_minor(value: int, currency: str) -> Decimal:
    """`5000, "usd"` is 50.00; `5000, "jpy"` is 5000. Raises `TypeError` unless given an int, `ValueError` above the
    maximum."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("An amount must be a whole number of the smallest unit.")
    if abs(value) > MOST_UNITS:
        raise ValueError("The amount is too large.")
    return Decimal(value).scaleb(-exponent(currency))


def to_minor(amount: Decimal, currency: str) -> int:
    """The inverse of `from_minor`. Raises `ValueError` for a fraction of the smallest unit."""
    value = amount.scaleb(exponent(currency))
    if value != value.to_integral_value():
        raise ValueError(f"{amount} is not a whole number of the smallest unit of {currency}.")
    return int(value)
