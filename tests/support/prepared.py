"""The migrated SQLite file every test process copies: made once for a state of the migrations, kept in the temporary
folder of this user.

Running the migrations takes longer than most files of tests. A changed migration, view or trigger, other code that runs
after migrations, or another Django makes a new file.
"""

import fcntl
import getpass
import hashlib
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings

from core import extend

KEPT_SECONDS = 14 * 24 * 3600


def place(name: str) -> bool:
    """Put the migrated file at `name`, when there is one. Another process that is making it is waited for."""
    kept = _kept()
    with _locked(kept):
        if kept.exists():
            shutil.copyfile(kept, name)
            kept.touch()
            return True
    return False


def keep(name: str) -> None:
    """Keep the freshly migrated database `name` for other processes and later runs."""
    kept = _kept()
    with _locked(kept):
        if kept.exists():
            return
        fresh = kept.with_suffix(".part")
        fresh.unlink(missing_ok=True)
        with sqlite3.connect(name) as connection:
            connection.execute("VACUUM INTO ?", [str(fresh)])
        connection.close()
        fresh.rename(kept)
        _forget_old(kept.parent)


def _kept() -> Path:
    folder = Path(tempfile.gettempdir()) / f"solidarity-tests-{getpass.getuser()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{_signature()}.sqlite3"


def _signature() -> str:
    """A hash of every migration, view and trigger there is, of the code that installs them, and of Django's version."""
    made_by = (django.VERSION, sqlite3.sqlite_version, settings.AUTH_USER_MODEL, settings.CACHES)
    digest = hashlib.sha256(repr(made_by).encode())
    for path in sorted(Path(apps.get_app_config("core").path, "db").glob("*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path).glob("migrations/*.py")):
            digest.update(path.name.encode() + path.read_bytes())
    for entry in extend.entries(extend.DbObject):
        digest.update(f"{entry.name} {entry.create['sqlite']}".encode())
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
