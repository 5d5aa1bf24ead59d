"""Read and check single values of a case file: texts, amounts, days. All raise `BadFacts` with a sentence."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from donations.deductibility.facts import BadFacts

ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
WHOLE = re.compile(r"\d{1,9}", re.ASCII)
NUMBER = re.compile(r"-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?|-?\.\d+", re.ASCII)
#: Beyond these nobody means what is written, and products of two of them are still exact.
LARGEST = Decimal("1e11")
MOST = 1_000_000
SHOWN = 80
YEARS = range(1900, 2101)

Row = Mapping[str, Any]


def in_short(value: Any) -> str:
    """A value as an error names it, the first of a long one."""
    text = repr(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def object_in(row: Row, key: str) -> Row:
    """The object under a key, or an empty one."""
    value = row.get(key)
    return value if isinstance(value, Mapping) else {}


def objects_in(row: Row, key: str) -> list[Row]:
    """The rows under a key; empty when it is missing."""
    value = row.get(key)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
        raise BadFacts(f"“{key}” must be a list of objects.")
    return value


def each(value: Any) -> Iterable[Any]:
    """The items of a list, or the one value."""
    if value is None or isinstance(value, bool):
        return ()
    return value if isinstance(value, list | tuple) else (value,)


def names_in(value: Any) -> tuple[str, ...]:
    """Names, from texts or from objects with a `name`."""
    return tuple(words(item.get("name") if isinstance(item, Mapping) else item) for item in each(value))


def text_in(row: Row, key: str) -> str:
    """The text under a key, trimmed."""
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadFacts(f"“{key}” must be text, not {value!r}.")
    return value.strip()


def words(value: Any) -> str:
    """Free text, of whatever shape it came in."""
    if isinstance(value, Mapping):
        return ", ".join(words(item) for item in value.values())
    return "" if value is None or isinstance(value, bool) else str(value).strip()


def number_of(value: Any) -> str:
    """The number of a document; for an object, its `number`."""
    return words(value.get("number") or value) if isinstance(value, Mapping) else words(value)


def flag_in(row: Row, key: str) -> bool | None:
    """True, False, or None when the key is missing."""
    value = row.get(key)
    if value is None or isinstance(value, bool):
        return value
    raise BadFacts(f"“{key}” must be true or false, not {value!r}.")


def whole_in(row: Row, key: str) -> int:
    """A whole number from 0 to `MOST`."""
    value = row.get(key)
    if isinstance(value, str) and WHOLE.fullmatch(value.strip()):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
        raise BadFacts(f"“{key}” must be a whole number from 0 to {MOST:,}, not {in_short(value)}.")
    return value


def money_in(row: Row, key: str) -> Decimal | None:
    """A decimal string. JSON numbers are floats and are refused, as are negative and infinite amounts."""
    value = row.get(key)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise BadFacts(f"“{key}” must be a decimal in quotation marks, not {value!r}.")
    if not NUMBER.fullmatch(value.strip()):
        raise BadFacts(f"“{key}” is not an amount: {value!r}.")
    found = Decimal(value.replace(",", "").strip())
    if found < 0 or found > LARGEST:
        raise BadFacts(f"“{key}” is not a usable amount: {value!r}.")
    return found


def date_in(row: Row, key: str) -> date | None:
    """The day under a key."""
    value = row.get(key)
    if value is None or value == "":
        return None
    return parsed(value, key, date.fromisoformat)


def moment(value: Any, *, utc: bool = False) -> dt.datetime:
    """A point in time; without a zone it is local, or UTC when asked."""
    found = parsed(value, "time", dt.datetime.fromisoformat)
    return found.replace(tzinfo=dt.UTC) if utc and found.tzinfo is None else found


def parsed(value: Any, key: str, parse: Callable[[str], Any]) -> Any:
    """A text read by `parse`, of a year somebody can mean."""
    wrong = BadFacts(f"“{key}” must be a date like 2014-05-01, not {in_short(value)}.")
    if not isinstance(value, str):
        raise wrong
    try:
        found = parse(value.strip())
    except ValueError:
        raise wrong
    if found.year not in YEARS:
        raise BadFacts(f"“{key}” must be a date from {YEARS[0]} to {YEARS[-1]}, not {in_short(value)}.")
    return found


def dates_in(value: Any) -> list[date]:
    """Every date in a text."""
    texts = value if isinstance(value, list) else [value]
    return [parsed(found, "date", date.fromisoformat) for text in texts for found in ISO_DATE.findall(str(text or ""))]


def first_date(value: Any) -> date | None:
    """The first date in a text ("2014-01-02 at 99.50")."""
    found = dates_in(words(value))
    return found[0] if found else None
