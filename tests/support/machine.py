"""What this machine has for tests, apart from Python. Imports nothing of the product."""

import os
import shutil
from pathlib import Path

#: In continuous integration what cannot run is a failure.
IN_CI = os.environ.get("CI", "").lower() in ("1", "true")
#: By how much browsers of tests are slowed down, 1 being not at all. A slowed one also waits for each answer.
SLOWNESS = float(os.environ.get("SLOW_BROWSER") or 1)
NO_CHROMIUM = "Chromium is not here: install the package `chromium`, or name it in CHROMIUM."
CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

#: Memory that is used like a disk. Databases of tests outlive no run, so none has to wait for a disk.
MEMORY = Path("/dev/shm")
ROOM = 2 * 1024**3


def memory() -> Path | None:
    """The folder where databases of tests cost least; None, for the usual place of temporary files, without room."""
    room = shutil.disk_usage(MEMORY).free if os.access(MEMORY, os.W_OK) else 0
    return MEMORY if room >= ROOM else None


def chromium() -> str | None:
    """Where Chromium is: `CHROMIUM` from the environment, else the usual names on the path."""
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
