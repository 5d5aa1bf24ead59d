"""Databases for tests that commit: each gets a copy of the one prepared when the run started.

Flushing every table after such a test would be slow, and would open the frozen rows. A copy is neither: on SQLite a
file, on PostgreSQL `CREATE DATABASE … TEMPLATE`.
"""

import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from django.db import connection, connections, transaction
from django.db.models import AutoField, Model
from django.test.utils import setup_databases

from tests.support import prepared

_copies = count(1)
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class OwnDatabase:
    """One test's database. `environment` points another process (a worker to be killed, a server) at it."""

    name: str
    vendor: str

    @property
    def url(self) -> str:
        if self.vendor == "sqlite":
            return f"sqlite:///{self.name}"
        settings = connection.settings_dict
        return f"postgres://{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT']}/{self.name}"

    @property
    def environment(self) -> dict[str, str]:
        return {"DATABASE_URL": self.url}

    def manage(self, *arguments: str) -> list[str]:
        """The command line of a management command."""
        return [sys.executable, str(ROOT / "manage.py"), *arguments]

    def wait_for_the_dead(self) -> None:
        """Wait until PostgreSQL has noticed that killed processes are gone, and ended what they were at."""
        others = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        while self.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(others)
                if cursor.fetchone() is None:
                    return
            time.sleep(0.005)


def migrated(name: str) -> list[Any]:
    """Make the test database; gives what `teardown_databases` takes. The migrations run once for all processes."""
    from core.db import objects  # noqa: PLC0415  reads models, and `warm` begins before those are loaded

    if prepared.place(name):
        turned = _turned_to(name)
        if not objects.missing() and not objects.different():
            return [turned]
        connection.close()
        connection.settings_dict["NAME"] = turned[1]
    with prepared.recorded() as statements:
        before = setup_databases(verbosity=0, interactive=False)
    prepared.keep(name, statements)
    return before


def _turned_to(name: str) -> tuple[Any, str, bool]:
    """Work in the database that is there already, as Django turns to one it has made."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name  # the very entry of DATABASES, so other threads find it too
    return connection, before, True


def prepare() -> None:
    """Keep a copy of the freshly migrated test database, for `own_database` to copy from."""
    if connection.vendor == "sqlite":
        Path(_prepared()).unlink(missing_ok=True)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [_prepared()])
    else:
        _create(_prepared(), template=connection.settings_dict["NAME"])


def discard() -> None:
    """Remove what `prepare` kept."""
    if connection.vendor == "postgresql":
        _drop(_prepared())


@contextmanager
def own_copy(of: str = "") -> Iterator[OwnDatabase]:
    """Work in a copy of the prepared database, or of one that is `filled`; every thread started inside does."""
    with _copied(of or _prepared()) as name, _connected_to(name):
        yield OwnDatabase(name=name, vendor=connection.vendor)


@contextmanager
def filled(write: Callable[[], Any], of: str = "") -> Iterator[tuple[str, Any]]:
    """A database with what `write` writes, for many copies: its name, and what `write` gave. Nobody is connected to
    it. It begins as the prepared one, or as another that is `filled`."""
    with _copied(of or _prepared()) as name:
        with _connected_to(name):
            given = write()
        yield name, given


@contextmanager
def written_once() -> Iterator[None]:
    """Write what the tests of a module only read: they see it, each in a savepoint, as long as the block runs.

    Nothing is committed, so that all is as if each test had written it for itself.
    """
    block = transaction.atomic()
    block._from_testcase = True  # as in the transaction of a test, what must be the outermost block may begin inside
    with block:
        yield
        transaction.set_rollback(True)


@contextmanager
def _copied(database: str) -> Iterator[str]:
    """The name of a copy of a database, for as long as the block runs."""
    name = f"{connection.settings_dict['NAME']}_{next(_copies)}"
    if connection.vendor == "sqlite":
        shutil.copyfile(database, name)
    else:
        _create(name, template=database)
    try:
        yield name
    finally:
        _remove(name)


def race(times: int, act: Callable[[int], Any]) -> list[Any]:
    """Run `act(0)` … `act(times - 1)` at once, a thread and a connection each; what each returned or raised."""
    start = threading.Barrier(times)

    def run(number: int) -> Any:
        start.wait()
        try:
            return act(number)
        except Exception as error:  # noqa: BLE001  the test asks what each raised
            return error
        finally:
            connections.close_all()

    with _waiting_long(), ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


@contextmanager
def _waiting_long() -> Iterator[None]:
    """Let new connections to SQLite wait for its lock as long as two hundred writers on a busy machine take."""
    usual = connections.settings["default"]
    if connection.vendor == "sqlite":
        connections.settings["default"] = {**usual, "OPTIONS": {**usual["OPTIONS"], "timeout": 120}}
    try:
        yield
    finally:
        connections.settings["default"] = usual


def _prepared() -> str:
    return f"{connection.settings_dict['TEST']['NAME']}_prepared"


@contextmanager
def _connected_to(name: str) -> Iterator[None]:
    # New threads make their connection from `connections.settings`; this thread already has one, which steps aside.
    settings, usual = connections.settings["default"], connections["default"]
    usual.close()
    connections.settings["default"] = {**settings, "NAME": name}
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = settings
        connections["default"] = usual


def _remove(name: str) -> None:
    if connection.vendor == "sqlite":
        for path in (name, f"{name}-wal", f"{name}-shm"):
            Path(path).unlink(missing_ok=True)
    else:
        _drop(name)


def _create(name: str, *, template: str) -> None:
    connection.close()  # a template may have no sessions
    _execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def _drop(name: str) -> None:
    _execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _execute(sql: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql)


def count_from_one(models: Iterable[type[Model]]) -> None:
    """Let the keys of these tables, which must be empty, begin at 1 until the test's transaction ends.

    SQLite does so by itself; PostgreSQL goes on from the last test, and keys of one table would be none of another's.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for model in models:
            if isinstance(model._meta.pk, AutoField) and not model._base_manager.exists():
                cursor.execute(f'ALTER TABLE "{model._meta.db_table}" ALTER COLUMN "{model._meta.pk.column}" RESTART')
