"""The first day of a date's month or year, and its fiscal year, in queries.

On SQLite, Django's own functions call Python for every row; grouping 40,000 gifts by month took a second. A date is
stored as text there, so its beginning is cut off instead. For dates only, as moments have a time zone.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Func, IntegerField
from django.db.models.functions import TruncMonth, TruncYear


class MonthStart(TruncMonth):
    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, Any]:
        return _cut(self, compiler, letters=7, rest="-01")


class YearStart(TruncYear):
    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, Any]:
        return _cut(self, compiler, letters=4, rest="-01-01")


class FiscalYear(Func):
    """The calendar year in which the fiscal year of a date begins; `first_month` is 1 for January."""

    output_field = IntegerField()
    arity = 1

    def __init__(self, *days: Any, first_month: int, **more: Any) -> None:
        super().__init__(*days, **more)
        self.first_month = first_month

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, Any]:
        day, params = compiler.compile(self.source_expressions[0])
        early = f"(CAST(substr({day}, 6, 2) AS INTEGER) < {self.first_month})"
        return f"(CAST(substr({day}, 1, 4) AS INTEGER) - {early})", [*params, *params]

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, Any]:
        day, params = compiler.compile(self.source_expressions[0])
        early = f"(EXTRACT(MONTH FROM {day}) < {self.first_month})::int"
        return f"(EXTRACT(YEAR FROM {day})::int - {early})", [*params, *params]


def _cut(function: Any, compiler: Any, *, letters: int, rest: str) -> tuple[str, Any]:
    if function.output_field.get_internal_type() != "DateField":
        raise TypeError("Only days are cut; a moment needs its time zone.")
    text, params = compiler.compile(function.lhs)
    return f"(substr({text}, 1, {letters}) || '{rest}')", params
