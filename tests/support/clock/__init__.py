"""The whole suite at another moment, to find tests that pass only at some hours: `TEST_CLOCK=2027-01-01T04:30Z`."""

import importlib
import os
import time
from datetime import datetime
from pathlib import Path

FOLDER = Path(__file__).parent


def move_the_clock() -> None:
    """Travel to `TEST_CLOCK`, an ISO moment with its offset, and have every process that tests start do so too.

    The clock goes on from there. Without the variable nothing happens. A browser keeps the real clock.
    """
    asked = os.environ.get("TEST_CLOCK")
    if not asked or os.environ.get("TEST_CLOCK_SHIFT"):
        return
    os.environ["TEST_CLOCK_SHIFT"] = str(datetime.fromisoformat(asked).timestamp() - time.time())
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(FOLDER), os.environ.get("PYTHONPATH", "")]))
    importlib.import_module("tests.support.clock.sitecustomize")
