"""State in one SQLite database (a file, or memory): objects, deliveries, idempotency keys, the request log.

Every object is a row: its public JSON (``body``) exactly as the API answers it, what only the stand-in knows
(``private``), and the moment something falls due for it (``due``: a session's expiry, a charge's late fee).
One connection behind one re-entrant lock, so every request is serial; ``transaction`` nests by savepoints.
"""

import json
import sqlite3
from contextlib import contextmanager
from threading import RLock

_TABLES = """
CREATE TABLE IF NOT EXISTS objects (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, created INTEGER NOT NULL,
    body TEXT NOT NULL, private TEXT NOT NULL, due REAL);
CREATE INDEX IF NOT EXISTS objects_by_age ON objects (kind, created DESC, seq DESC);
CREATE INDEX IF NOT EXISTS objects_due ON objects (due) WHERE due IS NOT NULL;
CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL, state TEXT NOT NULL, due REAL NOT NULL,
    attempts TEXT NOT NULL DEFAULT '[]');
CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (state, due);
CREATE INDEX IF NOT EXISTS deliveries_of ON deliveries (event);
CREATE TABLE IF NOT EXISTS keys (
    key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL,
    headers TEXT NOT NULL, request TEXT NOT NULL, created INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS requests (
    id INTEGER PRIMARY KEY AUTOINCREMENT, request TEXT NOT NULL, at INTEGER NOT NULL, method TEXT NOT NULL,
    path TEXT NOT NULL, params TEXT NOT NULL, idempotency_key TEXT, status INTEGER NOT NULL, replayed INTEGER NOT NULL,
    fault TEXT);
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
KEEP = object()


class Store:
    """Raises ``KeyError`` for an identifier that does not exist."""

    def __init__(self, path: str | None = None):
        self.lock = RLock()
        self._depth = 0
        self._db = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;" + _TABLES)

    @contextmanager
    def transaction(self):
        """All or nothing; nested calls are savepoints, so an inner failure undoes the inner part alone."""
        with self.lock:
            name = f"level_{self._depth}"
            self._db.execute(f"SAVEPOINT {name}" if self._depth else "BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                self._db.execute(f"ROLLBACK TO {name}" if self._depth else "ROLLBACK")
                raise
            self._depth -= 1
            self._db.execute(f"RELEASE {name}" if self._depth else "COMMIT")

    def run(self, sql: str, values=()) -> list[sqlite3.Row]:
        with self.lock:
            return self._db.execute(sql, values).fetchall()

    def insert(self, kind: str, body: dict, private: dict | None = None, due: float | None = None) -> dict:
        self.run(
            "INSERT INTO objects (id, kind, created, body, private, due) VALUES (?, ?, ?, ?, ?, ?)",
            (body["id"], kind, body["created"], json.dumps(body), json.dumps(private or {}), due),
        )
        return body

    def save(self, body: dict, private: dict | None = None, due=KEEP) -> dict:
        """Write the object back; ``private`` is merged into what is known, ``due`` None clears the appointment."""
        changed = {**self.private(body["id"]), **(private or {})}
        self.run(
            "UPDATE objects SET body = ?, private = ? WHERE id = ?", (json.dumps(body), json.dumps(changed), body["id"])
        )
        if due is not KEEP:
            self.run("UPDATE objects SET due = ? WHERE id = ?", (due, body["id"]))
        return body

    def get(self, identifier: str, kind: str | None = None) -> dict:
        rows = self.run("SELECT kind, body FROM objects WHERE id = ?", (identifier,))
        if not rows or (kind and rows[0]["kind"] != kind):
            raise KeyError(identifier)
        return json.loads(rows[0]["body"])

    def private(self, identifier: str) -> dict:
        rows = self.run("SELECT private FROM objects WHERE id = ?", (identifier,))
        if not rows:
            raise KeyError(identifier)
        return json.loads(rows[0]["private"])

    def select(self, kind: str, where: str = "1", values=(), order: str = "seq", limit: int = -1) -> list[dict]:
        """Objects of a kind; ``where`` is SQL over ``body``, ``private``, ``created``, ``seq`` and ``due``."""
        sql = f"SELECT body FROM objects WHERE kind = ? AND ({where}) ORDER BY {order} LIMIT ?"  # noqa: S608
        return [json.loads(row["body"]) for row in self.run(sql, (kind, *values, limit))]

    def position(self, identifier: str, kind: str) -> tuple[int, int]:
        """Where an object stands in its list: created, then order of arrival."""
        rows = self.run("SELECT created, seq FROM objects WHERE id = ? AND kind = ?", (identifier, kind))
        if not rows:
            raise KeyError(identifier)
        return rows[0]["created"], rows[0]["seq"]

    def fact(self, name: str, default=None):
        rows = self.run("SELECT value FROM facts WHERE name = ?", (name,))
        return json.loads(rows[0]["value"]) if rows else default

    def set_fact(self, name: str, value) -> None:
        self.run("INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)", (name, json.dumps(value)))

    def clear(self) -> None:
        """Forget everything."""
        with self.transaction():
            for table in ("objects", "deliveries", "keys", "requests", "facts"):
                self.run(f"DELETE FROM {table}")  # noqa: S608

    def close(self) -> None:
        with self.lock:
            self._db.close()
