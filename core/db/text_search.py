"""Search columns by any part of their text, with trigram indexes.

SQLite has a separate table (FTS5), filled by triggers; PostgreSQL has an index (pg_trgm). `holds` uses either. Texts of
fewer than three letters have no trigram: put a space before a short word to search words that begin with it, in a
column whose words are stored between spaces.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection
from django.db.models import BigIntegerField, Func, Q, Value

from core.extend import DbObject

#: The fewest letters the index supports.
PIECE = 3


@dataclass(frozen=True)
class TextIndex:
    """The index of one column of the model with this label, whose primary key is `id`.

    On PostgreSQL it is case-sensitive: store the text folded, or set `folded` to False and the index folds it.
    """

    label: str
    column: str
    folded: bool = True

    @property
    def table(self) -> str:
        return apps.get_model(self.label)._meta.db_table

    @property
    def name(self) -> str:
        return f"{self.table}_{self.column}_parts"

    def holds(self, text: str) -> Q:
        """Rows of the model whose column contains a text, in any case; for texts of one or two letters the index is not
        used."""
        if connection.vendor != "sqlite" or len(text) < PIECE:
            return Q(**{f"{self.column}__{'contains' if self.folded else 'icontains'}": text})
        quoted = '"' + text.replace('"', '""') + '"'
        return Q(pk__in=_Rows(Value(quoted), table=self.name))

    def objects(self) -> Iterator[DbObject]:
        """The database objects: SQLite's table with its triggers, PostgreSQL's index."""
        yield DbObject(
            name=self.name,
            create={"sqlite": self._table(), "postgresql": self._index()},
            fill={"sqlite": f"INSERT INTO {self.name} ({self.name}) VALUES ('rebuild')"},
            drop={
                "sqlite": f"DROP TABLE IF EXISTS {self.name}",
                "postgresql": f"DROP INDEX IF EXISTS {self.name}",
            },
            order=20,
        )
        gone = (
            f"INSERT INTO {self.name} ({self.name}, rowid, {self.column}) VALUES ('delete', OLD.id, OLD.{self.column});"
        )
        come = f"INSERT INTO {self.name} (rowid, {self.column}) VALUES (NEW.id, NEW.{self.column});"
        yield self._trigger("insert", "INSERT", come)
        yield self._trigger("delete", "DELETE", gone)
        yield self._trigger("update", f"UPDATE OF {self.column}", f"{gone} {come}")

    def _table(self) -> str:
        return (
            f"CREATE VIRTUAL TABLE {self.name} USING fts5"
            f"({self.column}, content='{self.table}', content_rowid='id', tokenize='trigram', columnsize=0)"
        )

    def _index(self) -> str:
        column = self.column if self.folded else f"(upper({self.column}::text))"
        return (
            "CREATE EXTENSION IF NOT EXISTS pg_trgm;"
            f" CREATE INDEX {self.name} ON {self.table} USING gin ({column} gin_trgm_ops)"
        )

    def _trigger(self, verb: str, event: str, statements: str) -> DbObject:
        name = f"{self.name}_{verb}"
        sql = f"CREATE TRIGGER {name} AFTER {event} ON {self.table} BEGIN {statements} END"
        drop = f"DROP TRIGGER IF EXISTS {name}"
        return DbObject(
            name=name,
            create={"sqlite": sql, "postgresql": ""},
            drop={"sqlite": drop, "postgresql": ""},
            order=30,
        )


class _Rows(Func):
    """The keys of rows in which SQLite's table finds a text."""

    template = "(SELECT rowid FROM %(table)s WHERE %(table)s MATCH %(expressions)s)"
    output_field = BigIntegerField()
