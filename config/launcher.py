"""`make demo`: the whole product on this machine, from an empty folder to an address for the browser.

Everything it writes is in `var/demo`. It starts the web server, the worker and the stand-in for Stripe, and stops them
when it is interrupted. `--reset` removes what it wrote.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import django
from django.core.management import call_command
from django.db import connections

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "demo"
HOST = "127.0.0.1"
FIRST_PORT = 8000
#: A process that stops is noticed at once, so this is for the slowest machine alone.
SECONDS_TO_START = 300
SECONDS_TO_STOP = 10


class CannotStart(Exception):
    """The demonstration cannot run here; the message says why."""


def main(arguments: list[str] | None = None) -> int:
    """Run until interrupted. 0 when stopped by Ctrl-C or SIGTERM, 1 when something failed."""
    options = _parser().parse_args(arguments)
    try:
        with _alone():
            if options.reset:
                return _reset()
            site, stand_in = _free_port(options.port), _free_port(0)
            environment = _environment(site, stand_in)
            os.environ.update(environment)
            _prepare()
            return _serve(site, stand_in)
    except CannotStart as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", flush=True)
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m config.launcher", description=__doc__)
    parser.add_argument("--port", type=int, default=FIRST_PORT, help="the first port to try (default 8000)")
    parser.add_argument("--reset", action="store_true", help="remove the demo data instead of starting the demo")
    return parser


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the folder, so that one demonstration runs in it at a time."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "running").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart("The demo is already running. Stop it with Ctrl-C in its terminal first.") from None
        yield


def _reset() -> int:
    shutil.rmtree(FOLDER)
    print("Demo data removed. Run `make demo` to start again.")
    return 0


def _free_port(first: int) -> int:
    """The first port from `first` on that nobody listens on; any free one for 0."""
    for port in [0] if first == 0 else range(first, first + 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return probe.getsockname()[1]
    raise CannotStart(f"No port from {first} to {first + 99} is free. Choose another one with --port.")


def _environment(site: int, stand_in: int) -> dict[str, str]:
    """Settings of the demonstration; those of a real installation are left aside."""
    for name in list(os.environ):
        if name in ("DATABASE_URL", "SECRET_KEY", "EMAIL_URL", "ALLOWED_HOSTS") or name.startswith("SOLIDARITY_"):
            del os.environ[name]
    key, webhook_secret = f"sk_test_standin_{secrets.token_hex(12)}", f"whsec_{secrets.token_hex(24)}"
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SOLIDARITY_DEMO": "1",
        "SOLIDARITY_RELAXED_SIGN_IN": "1",
        "SOLIDARITY_VAR": str(FOLDER),
        "SITE_URL": f"http://{HOST}:{site}",
        "STRIPE_API_BASE": f"http://{HOST}:{stand_in}",
        "CHECKOUT_ORIGINS": f"http://{HOST}:{stand_in}",
        "STRIPE_MODE": "test",
        "STRIPE_SECRET_KEY": key,
        "STRIPE_WEBHOOK_SECRETS": webhook_secret,
        "STANDIN_SECRET_KEY": key,
        "STANDIN_WEBHOOK_SECRET": webhook_secret,
        "STANDIN_CONTROL_TOKEN": secrets.token_hex(16),
    }


def _prepare() -> None:
    """Bring the database up to date and fill it when it is empty; what was interrupted at that starts anew."""
    _remove_unfinished()
    _refuse_another_schema()
    print("Preparing the database …", flush=True)
    if not _database().exists():
        _unfinished().touch()
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    (FOLDER / "schema").write_text(_schema())
    call_command("createcachetable", verbosity=0)
    call_command("seed_demo", if_empty=True)
    connections.close_all()
    _unfinished().unlink(missing_ok=True)


def _database() -> Path:
    return FOLDER / "solidarity.sqlite3"


def _unfinished() -> Path:
    """The file that is there while the first data is made."""
    return FOLDER / "unfinished"


def _remove_unfinished() -> None:
    """Remove what an interrupted first start left: nobody has worked with it yet."""
    if not _unfinished().exists():
        return
    for path in [path for path in FOLDER.iterdir() if path.name not in ("running", "unfinished")]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    _unfinished().unlink()


def _refuse_another_schema() -> None:
    """Raises `CannotStart` where other migrations made the demo database: they are squashed until the first release."""
    made_by = FOLDER / "schema"
    if _database().exists() and (not made_by.exists() or made_by.read_text() != _schema()):
        raise CannotStart(
            "The demo data was created by another version of Solidarity. "
            "Run `make demo-reset` to remove the data, then `make demo` again."
        )


def _schema() -> str:
    """A fingerprint of the migrations."""
    found = hashlib.sha256()
    for path in sorted(ROOT.glob("*/migrations/0*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()


def _commands(site: int, stand_in: int) -> dict[str, list[str]]:
    """The processes to run, first to last."""
    return {
        "stand-in": [
            *(sys.executable, "-m", "sandbox", "--port", str(stand_in)),
            *("--webhook-url", f"http://{HOST}:{site}/stripe/webhook/", "--state", str(FOLDER / "stand-in.sqlite")),
        ],
        "web": [
            *(sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"{HOST}:{site}"),
            *("--workers", "2", "--threads", "4", "--log-level", "warning", "--preload", "--no-control-socket"),
        ],
        "worker": [sys.executable, str(ROOT / "manage.py"), "worker"],
    }


def _serve(site: int, stand_in: int) -> int:
    """Start the processes, say where the site is, and wait for an end."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in _commands(site, stand_in).items():
            # A session of their own: Ctrl-C reaches this process alone, which then stops them in order.
            children[name] = subprocess.Popen(  # noqa: S603  our own commands
                command, cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL if name == "stand-in" else None
            )
        print("Starting …", flush=True)
        _wait_until_up(site, children)
        _announce(site)
        while True:
            _check(children)
            time.sleep(0.5)
    except KeyboardInterrupt:
        print("\nStopping …", flush=True)
        return 0
    finally:
        _stop(children)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _wait_until_up(site: int, children: dict[str, subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        _check(children)
        try:
            with urlopen(f"http://{HOST}:{site}/health/", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise CannotStart(f"The web server didn't answer within {SECONDS_TO_START // 60} minutes.")


def _check(children: dict[str, subprocess.Popen[bytes]]) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            raise CannotStart(
                f"The {name} process stopped unexpectedly (exit code {child.returncode}). See its output above."
            )


def _announce(site: int) -> None:
    from config.demo.organization import ACCOUNTS, PASSWORD  # noqa: PLC0415  reads models, so Django is set up first

    width = max(map(len, ACCOUNTS))
    print(f"\n  Solidarity is running at  http://{HOST}:{site}/\n\n  Sign in as one of these (password {PASSWORD}):\n")
    for role, (name, title) in ACCOUNTS.items():
        print(f"    {role}@example.org{' ' * (width - len(role))}   {name}, {title}")
    print(f"\n  A password is enough here. To try a passkey, open http://localhost:{site}/")
    print("\n  Press Ctrl-C to stop; your data is kept. Run `make demo-reset` to remove it.\n", flush=True)


def _stop(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Ask every process to end, last started first; end those that do not."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave one running
    for child in reversed(children.values()):
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + SECONDS_TO_STOP
    for child in children.values():
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


if __name__ == "__main__":
    sys.exit(main())
