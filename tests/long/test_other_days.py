"""Pages, figures and services at other moments: none of them, and none of their tests, may count on today."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: The last evening of a leap day and of a fiscal year, and a new year that has begun in UTC but not in Indiana; the
#: night in which clocks go forward, and the hour that comes twice.
MOMENTS = [
    "2028-02-29T23:30-05:00",
    "2027-06-30T23:59-04:00",
    "2028-01-01T03:30+00:00",
    "2027-03-14T06:59+00:00",
    "2027-11-07T05:30+00:00",
]
#: What reads the clock most.
PARTS = ["tests/core/test_time_zone.py", "tests/reports", "tests/events/views", "tests/receipts/views"]


@pytest.mark.long
@pytest.mark.sqlite
@pytest.mark.parametrize("moment", MOMENTS)
def test_everything_passes_at_another_moment(moment):
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-m", "not browser and not long and not commits", *PARTS]
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}

    done = subprocess.run(command, cwd=ROOT, env=own | {"TEST_CLOCK": moment}, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout[-4000:]
