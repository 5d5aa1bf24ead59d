"""The first day of a day's month or year, inside queries.

Django's own functions call Python once a row on SQLite; a list grouped by month of 40,000 gifts took a second. A day
stands there as text, so its beginning is cut off instead. For days alone: moments have a time zone.
"""

from __future__ import annotations

from typing import Any

from django.db.models.functions import TruncMonth, TruncYear


class MonthStart(TruncMonth):
    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, Any]:
        return _cut(self, compiler, letters=7, rest="-01")


class YearStart(TruncYear):
    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, Any]:
        return _cut(self, compiler, letters=4, rest="-01-01")


def _cut(function: Any, compiler: Any, *, letters: int, rest: str) -> tuple[str, Any]:
    if function.output_field.get_internal_type() != "DateField":
        raise TypeError("Only days are cut; a moment needs its time zone.")
    text, params = compiler.compile(function.lhs)
    return f"(substr({text}, 1, {letters}) || '{rest}')", params
