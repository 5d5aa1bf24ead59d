"""The web server as documented, with its access log on: neither log holds what a link opens."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "kX3-aZ9_qwErTyUiOpAsDfGh"


@pytest.mark.sqlite
@pytest.mark.breaks_ledger
def test_neither_log_of_the_web_server_holds_a_link_or_a_name(own_database, tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "config.wsgi",
        "--bind",
        address,
        "--access-logfile",
        "-",
        "--no-control-socket",
    ]
    told = tmp_path / "log"
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("SOLIDARITY_", "DATABASE_"))}
    ours = {"SOLIDARITY_VAR": str(tmp_path), **own_database.environment}
    with told.open("w") as log:
        server = subprocess.Popen(  # noqa: S603
            command,
            cwd=ROOT,
            env={**keep, **ours},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(address)
        # Their tables gone, each of these is an error of the program as well.
        with closing(sqlite3.connect(own_database.name)) as database:
            database.execute("DROP TABLE events_invitation")
            database.execute("DROP TABLE events_order")
            database.commit()
        answers = [ask(f"http://{address}/{path}") for path in (f"rsvp/{TOKEN}/", f"e/order/{TOKEN}/?paid={TOKEN}")]
    finally:
        server.terminate()
        server.wait()

    text = told.read_text()
    assert answers == [500, 500]
    assert [f'"GET {path}" 500' in text for path in ("/rsvp/<token>/", "/e/order/<token>/")] == [True, True]
    assert "Internal Server Error: /rsvp/<token>/" in text
    assert "no such table" in text
    assert [word for word in (TOKEN, "Zanzeer") if word in text] == []


def ask(url: str) -> int:
    request = urllib.request.Request(
        url, headers={"Referer": f"http://127.0.0.1/rsvp/{TOKEN}/", "User-Agent": "Zanzeer"}
    )  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def wait_for(address: str) -> None:
    for _ in range(600):
        try:
            ask(f"http://{address}/health/")
        except OSError:  # not there yet
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(address)
