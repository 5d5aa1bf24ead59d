"""A private PostgreSQL: made in a temporary folder, used by one command, stopped and removed after it.

`python -m tests.postgres COMMAND…` runs a command with `DATABASE_URL` pointing at it. PostgreSQL refuses to run as
root, so root hands it to the user `postgres` or `nobody`.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.support.machine import memory

# Nothing here outlives the run, so nothing has to reach the disk.
FAST = (
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=256MB"),
    *("autovacuum=off", "jit=off"),  # the same plans in every run
    *("max_connections=300", "log_min_messages=fatal"),
    # Processes that write in the background or wait for replicas wake many times a second, for nothing.
    *("bgwriter_lru_maxpages=0", "wal_writer_delay=10s", "checkpoint_timeout=1h"),
    *("wal_level=minimal", "max_wal_senders=0", "max_logical_replication_workers=0"),
)
START_SECONDS = 60
NO_PROGRAMS = "PostgreSQL's server programs are not here: install the package `postgresql`."


class NoServer(Exception):
    """The server's programs are not on this machine, or it did not start."""


def programs() -> Path | None:
    """The folder of `initdb` and `postgres`, newest version first; None where there is none."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name))
    on_path = [Path(found).resolve().parent for found in [shutil.which("postgres")] if found]
    return next((folder for folder in [*folders, *on_path] if (folder / "initdb").exists()), None)


@contextmanager
def cluster(*, superuser: str = "solidarity", kept: Path | None = None) -> Iterator[str]:
    """A running server; gives the `DATABASE_URL` of its superuser. Raises `NoServer`.

    What it holds goes with it, or stays in the folder `kept` and is there the next time.
    """
    found = programs()
    if found is None:
        raise NoServer(NO_PROGRAMS)
    # A database of a test's own is a thousand small files: made in memory they cost a tenth.
    folder = kept or Path(tempfile.mkdtemp(prefix="solidarity-postgres-", dir=memory()))
    try:
        password, port, owner = secrets.token_hex(16), _free_port(), _owner()
        if kept and (kept / "password").exists():
            password = (kept / "password").read_text()
        else:
            folder.mkdir(exist_ok=True)
            _create(found, folder, superuser, password, owner)
        server = subprocess.Popen(_command(found, folder, port), start_new_session=True, **owner)
        try:
            url = f"postgres://{superuser}:{password}@127.0.0.1:{port}/postgres"
            _wait_for(server, url)
            yield url
        finally:
            server.send_signal(signal.SIGINT)  # fast shutdown
            server.wait(START_SECONDS)
    finally:
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)


def _owner() -> dict[str, Any]:
    """Who runs the server, as arguments of `subprocess`."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise NoServer("PostgreSQL does not run as root, and there is no user `postgres` or `nobody` to run it.")


def _create(found: Path, folder: Path, superuser: str, password: str, owner: dict[str, Any]) -> None:
    (folder / "password").write_text(password)
    if owner:
        for path in (folder, folder / "password"):
            os.chown(path, owner["user"], owner["group"])
    made = subprocess.run(
        [
            found / "initdb",
            *("--pgdata", folder / "data", "--username", superuser, "--pwfile", folder / "password"),
            *("--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
        ],
        capture_output=True,
        text=True,
        cwd=folder,
        **owner,
    )
    if made.returncode:
        raise NoServer(f"PostgreSQL could not make a database cluster: {made.stderr.strip()}")


def _command(found: Path, folder: Path, port: int) -> list[str]:
    options = (f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", *FAST)
    return [str(found / "postgres"), "-D", str(folder / "data"), *(part for item in options for part in ("-c", item))]


def _wait_for(server: subprocess.Popen, url: str) -> None:
    """Until it lets us in: it listens before that, and would refuse the first test."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    server.kill()
    raise NoServer("PostgreSQL did not start.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main(command: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with cluster() as url:
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}).returncode
    except NoServer as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
