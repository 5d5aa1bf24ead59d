"""What `make test` runs: the suite on SQLite, then on PostgreSQL, then in a browser.

It says what this machine could not run and how to get it; in continuous integration (`CI=true`) that is a failure.
Arguments go to pytest: `python -m tests.run --long`, `python -m tests.run tests/crm -k search`.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests import postgres
from tests.support.machine import IN_CI, NO_CHROMIUM, chromium

ROOT = Path(__file__).resolve().parent.parent
NOTHING_COLLECTED = 5
#: Where tests wait for a server or a browser, one more process uses the time.
WAITING = 1
#: How many additions say how quick a machine is.
ADDITIONS = 10_000_000


def pytest(marks: str, arguments: list[str], environment: dict[str, str] | None = None, spare: int = 0) -> bool:
    """Run pytest on the tests with these marks, a process a core and `spare` more; whether it passed."""
    processes = os.environ.get("TEST_PROCESSES", str(cores() + spare))
    command = [sys.executable, "-m", "pytest", "-q", "-n", processes]
    command += ["--dist", "worksteal", "-m", marks, *arguments]
    some = bool(arguments) or not marks.endswith("not long")  # a part of the suite may hold no such test
    code = subprocess.run(command, cwd=ROOT, env={**_usual(), **(environment or {})}).returncode
    return code == 0 or (code == NOTHING_COLLECTED and some)


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def on_sqlite(marks: str, arguments: list[str]) -> bool:
    return pytest(marks, arguments)


def on_postgresql(marks: str, arguments: list[str]) -> bool:
    """Run in a private cluster. Raises `postgres.NoServer`."""
    with postgres.cluster() as url:
        return pytest(marks, arguments, {"DATABASE_URL": url}, spare=WAITING)


def in_browser(marks: str, arguments: list[str]) -> bool:
    return pytest(marks, arguments, spare=WAITING)


def _usual() -> dict[str, str]:
    """This environment, without what would point the tests at a real database or a real processor."""
    ours = ("DATABASE_URL", "SECRET_KEY", "DEBUG", "EMAIL_URL", "SITE_URL", "ALLOWED_HOSTS")
    return {
        name: value
        for name, value in os.environ.items()
        if name not in ours and not name.startswith(("STRIPE_", "SOLIDARITY_"))
    }


def steps(length: str) -> list[tuple[str, Callable[[str, list[str]], bool], str]]:
    return [
        ("on SQLite", on_sqlite, f"not browser and {length}"),
        ("on PostgreSQL", on_postgresql, f"not browser and {length}"),
        ("in a browser, on SQLite", in_browser, f"browser and {length}"),
    ]


def additions() -> float:
    """Seconds of processor time that this machine takes for plain additions: what its other times are compared by."""
    before, total = time.process_time(), 0
    for number in range(ADDITIONS):
        total += number
    return time.process_time() - before


def missing() -> dict[str, str]:
    """What cannot run here: the step and how to get what it lacks."""
    lacks = {}
    if postgres.programs() is None:
        lacks["on PostgreSQL"] = postgres.NO_PROGRAMS
    if chromium() is None:
        lacks["in a browser, on SQLite"] = NO_CHROMIUM
    return lacks


def main(arguments: list[str]) -> int:
    length = "long" if "--long" in arguments else "not long"
    rest = [argument for argument in arguments if argument != "--long"]
    lacks, verdicts, took = missing(), {}, {}
    for name, run, marks in steps(length):
        print(f"\n=== Tests {name}", flush=True)
        started = time.monotonic()
        if name in lacks:
            print(f"Not run. {lacks[name]}", flush=True)
            verdicts[name] = "NOT RUN"
            continue
        verdict = "passed" if run(marks, rest) else "FAILED"
        took[name] = time.monotonic() - started
        verdicts[name] = f"{verdict} in {took[name]:.0f} s"
    print("\n=== In short")
    for name, verdict in verdicts.items():
        print(f"{verdict:>16}  {name}{'. ' + lacks[name] if name in lacks else ''}")
    print(f"{sum(took.values()) / 60:.0f} minutes in all; {ADDITIONS // 10**6} million additions: {additions():.2f} s.")
    failed = any(verdict.startswith("FAILED") for verdict in verdicts.values())
    return 1 if failed or (IN_CI and lacks) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
