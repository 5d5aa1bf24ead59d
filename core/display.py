"""Format money, days and percentages for screens, letters and files. Pure: values in, text out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

from babel.dates import format_date
from babel.numbers import get_currency_precision, get_currency_symbol

BASE_CURRENCY = "USD"
MINUS = "−"
DASH = "–"
#: How many people are named before “and 2 more”.
NAMED = 3
TITLES = {"dr", "mr", "mrs", "ms", "mx", "prof", "rev", "hon", "sir", "the", "syed", "syeda", "al"}


def money_parts(amount: Decimal | int, currency: str = BASE_CURRENCY, *, cents: bool = True) -> tuple[str, str]:
    """Return the figure and the code that must follow it: ``("$1,234.50", "")``, ``("£1,000.00", "GBP")``.

    The code is empty for the base currency. Currencies have as many decimals as ISO 4217 gives them (none for JPY,
    three for KWD); with ``cents=False`` the figure is rounded half up to whole units.
    """
    symbol, places = _currency(currency)
    places = places if cents else 0
    rounded = Decimal(amount).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    sign = MINUS if rounded < 0 else ""
    figure = f"{sign}{symbol}{abs(rounded):,.{places}f}"
    return figure, "" if currency == BASE_CURRENCY else currency


@cache
def _currency(code: str) -> tuple[str, int]:
    """A currency's sign and number of decimals. As the code follows anyway, "CA$" becomes "$" and "CHF" ''."""
    return re.sub(r"[A-Za-z.]", "", get_currency_symbol(code, locale="en_US")), get_currency_precision(code)


def money_text(amount: Decimal | int | None, currency: str = BASE_CURRENCY, *, cents: bool = True) -> str:
    """Write an amount: ``$1,234.50``, ``−$250.00``, ``£1,000.00 GBP``; a dash for none."""
    if amount is None:
        return DASH
    figure, code = money_parts(amount, currency, cents=cents)
    return f"{figure} {code}" if code else figure


@lru_cache(maxsize=4_096)
def day_text(day: date | None, *, short: bool = False, language: str = "en") -> str:
    """Write a day: ``Nov 7, 2026``, ``Nov 7`` when short, in Urdu ``7 نومبر، 2026``; a dash for none."""
    if day is None:
        return DASH
    if language.startswith("ur"):
        return format_date(day, "d MMMM" if short else "medium", locale="ur")
    return format_date(day, "MMM d" if short else "medium", locale="en_US")


def moment_text(moment: datetime, *, language: str = "en") -> str:
    """Write a moment, already in the zone it should be read in: ``Nov 7, 2026, 8:02 AM``."""
    return f"{day_text(moment.date(), language=language)}, {clock_text(moment)}"


def clock_text(moment: datetime) -> str:
    """Write the time of day of a moment, already in the zone it should be read in: ``8:02 AM``."""
    return f"{moment.hour % 12 or 12}:{moment:%M} {'AM' if moment.hour < 12 else 'PM'}"


def percent_text(share: Decimal | float | None, *, places: int = 0) -> str:
    """Write a share of one as percent: ``0.61`` is ``61%``; a dash for none."""
    if share is None:
        return DASH
    value = (Decimal(str(share)) * 100).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{MINUS if value < 0 else ''}{abs(value):,.{places}f}%"


def change_text(now: Decimal | int, before: Decimal | int | None, *, places: int = 1) -> str:
    """Write how a figure changed: ``+16.1%``, ``−2.3%``, ``0.0%``; a dash when there is nothing to compare with."""
    if not before:
        return DASH
    moved = (Decimal(now) - Decimal(before)) / abs(Decimal(before)) * 100
    rounded = moved.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    sign = "+" if rounded > 0 else MINUS if rounded < 0 else ""
    return f"{sign}{abs(rounded):,.{places}f}%"


def direction(now: Decimal | int, before: Decimal | int | None) -> str:
    """Say in which direction a figure changed: ``up``, ``down`` or ``flat``; these are CSS classes."""
    if before is None or now == before:
        return "flat"
    return "up" if now > before else "down"


def initials(name: str) -> str:
    """Return one or two letters for an avatar, leaving out titles: ``Dr. Ayesha Siddiqui-Rahman`` is ``AS``."""
    words = re.findall(r"[^\W\d_][\w'’-]*", name)
    plain = [word for word in words if word.lower() not in TITLES] or words
    letters = [plain[0], plain[-1]] if len(plain) > 1 else plain
    return "".join(word[0].upper() for word in letters)


def by_whom(counts: Iterable[tuple[str | None, int]]) -> str:
    """Who did it, most first: ``by Dana Sample (10), Farah Example (4)``; people who were not signed in are
    left out."""
    found: dict[str, int] = {}
    for name, count in counts:
        if name:
            found[name] = found.get(name, 0) + count
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    if len(ordered) == 1:
        return f"by {ordered[0][0]}"
    shown = ", ".join(f"{name} ({count:,})" for name, count in ordered[:NAMED])
    others = f" and {len(ordered) - NAMED} more" if len(ordered) > NAMED else ""
    return f"by {shown}{others}" if shown else ""


def counted(count: int, one: str, many: str) -> str:
    """``1 gift``, ``1,204 gifts``."""
    return f"{count:,} {one if count == 1 else many}"
