"""Sums by month of another table's rows, kept by triggers, so that they hold whoever writes.

On PostgreSQL each transaction adds rows of its own, named by its number in `part`, and so none waits for another one;
`fold` adds them to the rows of part 0. On SQLite, where one writes at a time, part 0 is all there is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection, models

from core.db.frozen import trigger
from core.db.row_rules import on_sqlite
from core.extend import DbObject

#: The first day of the month of a row's day.
_MONTH = {"sqlite": "substr({0}gift_on, 1, 7) || '-01'", "postgresql": "date_trunc('month', {0}gift_on)::date"}


@dataclass(frozen=True)
class Monthly:
    """A table of sums, and the table whose rows are summed.

    `into` has the columns `KEY`, `gift_on` among them for the month, then `part` and the sums; `of` has columns of the
    same names. `sums` gives each sum's SQL for one row, with `{0}` before its columns; a row of which the first sum is
    nothing is of no more use.
    """

    into: type[models.Model]
    of: type[models.Model]
    key: tuple[str, ...]
    sums: Mapping[str, str]

    @property
    def table(self) -> str:
        return self.into._meta.db_table

    def triggers(self) -> list[DbObject]:
        """Row by row on SQLite, statement by statement on PostgreSQL."""
        new, old = ("new_rows", "1"), ("old_rows", "-1")
        changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in self._read)
        more, less = self._row("NEW.", ""), self._row("OLD.", "-") + self._without_empty()
        return [
            *self._follow("INSERT", "NEW TABLE AS new_rows", more, self._statement(new)),
            *self._follow(
                "UPDATE",
                "OLD TABLE AS old_rows NEW TABLE AS new_rows",
                less + more,
                self._statement(old, new),
                when=f"WHEN {changed}",
            ),
            *self._follow("DELETE", "OLD TABLE AS old_rows", less, self._statement(old)),
        ]

    def fold(self) -> None:
        """Add the rows of past transactions to those of part 0. What others are writing now stays theirs."""
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(f"LOCK TABLE {self.table} IN SHARE UPDATE EXCLUSIVE MODE")  # one at a time
                cursor.execute(self._folding())
            nothing = " AND ".join(f"{column} = 0" for column in self.sums)
            cursor.execute(f"DELETE FROM {self.table} WHERE part = 0 AND {nothing}")  # noqa: S608  our own names

    @property
    def _read(self) -> tuple[str, ...]:
        """The columns of the summed table that count."""
        there = {field.column for field in self.of._meta.local_fields}
        return (*self.key, *(column for column in self.sums if column in there))

    @property
    def _columns(self) -> str:
        return ", ".join(self.key)

    @property
    def _insert(self) -> str:
        return f"INSERT INTO {self.table} ({self._columns}, part, {', '.join(self.sums)})"

    @property
    def _add(self) -> str:
        """What an insert does where the row is there."""
        key = ", ".join("COALESCE(campaign_id, 0)" if column == "campaign_id" else column for column in self.key)
        sums = ", ".join(f"{column} = {self.table}.{column} + excluded.{column}" for column in self.sums)
        return f"ON CONFLICT ({key}, part) DO UPDATE SET {sums}"

    def _key_of(self, vendor: str, of: str = "") -> list[str]:
        return [_MONTH[vendor].format(of) if column == "gift_on" else f"{of}{column}" for column in self.key]

    def _row(self, of: str, sign: str) -> str:
        """A statement of SQLite that adds a row to its month's, or takes it away."""
        sums = [f"{sign}{each.format(of)}" for each in self.sums.values()]
        return f"{self._insert} VALUES ({', '.join([*self._key_of('sqlite', of), '0', *sums])}) {self._add};"

    def _without_empty(self) -> str:
        """A statement of SQLite that deletes the row of OLD's month when nothing is left of it."""
        here = " AND ".join(
            f"{column} {'IS' if column == 'campaign_id' else '='} {value}"
            for column, value in zip(self.key, self._key_of("sqlite", "OLD."), strict=True)
        )
        return f" DELETE FROM {self.table} WHERE {next(iter(self.sums))} = 0 AND {here};"  # noqa: S608  our own names

    def _statement(self, *tables: tuple[str, str]) -> str:
        """What a statement of PostgreSQL changed, added to the rows of its transaction; nothing where nothing did."""
        read = ", ".join(self._read)
        both = " UNION ALL ".join(f"SELECT {sign} AS sign, {read} FROM {table}" for table, sign in tables)  # noqa: S608
        sums = [f"sum(sign * {each.format('')})" for each in self.sums.values()]
        some = " OR ".join(f"{each} <> 0" for each in sums)
        grouped = ", ".join(str(place) for place in range(1, len(self.key) + 1))
        chosen = ", ".join([*self._key_of("postgresql"), "txid_current()", *sums])
        rows = f"SELECT {chosen} FROM ({both}) AS changed GROUP BY {grouped} HAVING {some}"  # noqa: S608  our own names
        return f"{self._insert} {rows} {self._add}; RETURN NULL;"

    def _follow(self, event: str, rows: str, sqlite: str, body: str, when: str = "") -> list[DbObject]:
        name, of = f"{self.table}_{event.lower()}", self.of._meta.db_table
        create = f"CREATE TRIGGER {name}_row AFTER {event} ON {of} {when} BEGIN {sqlite} END"
        return [
            on_sqlite(f"{name}_row", create),
            trigger(name, of, f"AFTER {event}", sqlite="", body=body, each="STATEMENT", rows=rows),
        ]

    def _folding(self) -> str:
        sums = ", ".join(f"sum({column})" for column in self.sums)
        gone = f"WITH gone AS (DELETE FROM {self.table} WHERE part <> 0 RETURNING *)"  # noqa: S608  our own names
        rows = f"SELECT {self._columns}, 0, {sums} FROM gone GROUP BY {self._columns}"  # noqa: S608  our own names
        return f"{gone} {self._insert} {rows} {self._add}"
