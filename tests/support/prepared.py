"""The migrated database every test process begins with: made once for a state of the migrations, kept as a file in the
temporary folder of this user. On SQLite it is copied; on PostgreSQL the statements that made it are sent again, which
makes the same database (one read from a dump describes its constraints in other words).

Running the migrations takes longer than most files of tests. A changed migration, view or trigger, other code that runs
after migrations, or another Django makes a new file.
"""

import fcntl
import getpass
import hashlib
import json
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
import psycopg
from django.apps import apps
from django.conf import settings
from django.db import connection

from core import extend
from tests import postgres

KEPT_SECONDS = 14 * 24 * 3600
#: How statements begin that only divide a transaction. Sent again, each statement is one of its own.
OF_TRANSACTIONS = ("SAVEPOINT ", "RELEASE SAVEPOINT ", "SET CONSTRAINTS ")


def place(name: str) -> bool:
    """Put the migrated database at `name`, when one is kept. Another process that is keeping one is waited for."""
    kept = _kept()
    with _locked(kept):
        if not kept.exists():
            return False
        kept.touch()
        if connection.vendor == "sqlite":
            shutil.copyfile(kept, name)
            return True
        statements = json.loads(kept.read_text())
    return send(statements, name)


def keep(name: str, statements: list[str]) -> None:
    """Keep the freshly migrated database `name`, made by `statements`, for other processes and later runs."""
    kept = _kept()
    with _locked(kept):
        if kept.exists():
            return
        fresh = kept.with_suffix(".part")
        fresh.unlink(missing_ok=True)
        if connection.vendor == "postgresql":
            fresh.write_text(json.dumps(statements))
        else:
            with sqlite3.connect(name) as session:
                session.execute("VACUUM INTO ?", [str(fresh)])
            session.close()
        fresh.rename(kept)
        _forget_old(kept.parent)


@contextmanager
def recorded() -> Iterator[list[str]]:
    """The statements that are sent to PostgreSQL inside the block, in order, with their values in them."""
    statements: list[str] = []

    def note(execute: Any, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if connection.vendor == "postgresql" and not str(sql).startswith(OF_TRANSACTIONS):
            cursor = context["cursor"].cursor
            statements.extend(cursor.mogrify(sql, values) for values in (params if many else [params]))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield statements


def send(statements: list[str], name: str) -> bool:
    """Make the PostgreSQL database `name` by these statements; whether the server took them all."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
    server = connection.settings_dict
    place = {"host": server["HOST"], "port": server["PORT"], "user": server["USER"], "password": server["PASSWORD"]}
    try:
        with psycopg.connect(dbname=name, autocommit=True, **place) as session:
            for statement in statements:
                session.execute(statement)
    except psycopg.Error:
        return False  # it is migrated instead
    return True


def _kept() -> Path:
    folder = Path(tempfile.gettempdir()) / f"solidarity-tests-{getpass.getuser()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{_signature()}.{connection.vendor}"


def _signature() -> str:
    """A hash of every migration, view and trigger there is, of the code that installs them, and of the versions of
    Django and the database."""
    version = sqlite3.sqlite_version if connection.vendor == "sqlite" else str(postgres.programs())
    made_by = (django.VERSION, version, settings.AUTH_USER_MODEL, settings.CACHES)
    digest = hashlib.sha256(repr(made_by).encode())
    for path in sorted(Path(apps.get_app_config("core").path, "db").glob("*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path).glob("migrations/*.py")):
            digest.update(path.name.encode() + path.read_bytes())
    for entry in extend.entries(extend.DbObject):
        digest.update(f"{entry.name} {entry.create[connection.vendor]}".encode())
    return digest.hexdigest()[:32]


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """One process at a time, for as long as the block runs."""
    with path.with_suffix(".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _forget_old(folder: Path) -> None:
    for path in folder.iterdir():
        if path.stat().st_mtime < time.time() - KEPT_SECONDS:
            path.unlink(missing_ok=True)
