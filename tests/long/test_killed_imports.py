"""An import whose process is killed at any moment: all of it stands in the books, or nothing."""

import os
import random
import subprocess
import time
from decimal import Decimal

import pytest
from django.db import connection

from core import extend
from crm.models import Supporter
from donations.models import Gift, Movement
from imports.models import ImportBatch
from tests.builders import make_organization
from tests.imports.books import small_log

pytestmark = pytest.mark.long
ALIASES = "fund_code,fund,alias\nGEN,General,General\nGEN,General,\nWELL,Wells,wells\n"
RUNS = 25


def test_a_killed_import_is_whole_or_absent(own_database, tmp_path):
    make_organization()
    (tmp_path / "funds.csv").write_text(ALIASES)
    extra = [
        ["2024-07-01", f"Zainab Newcomer{chr(97 + n % 26)}{chr(97 + n // 26)}", "30.00", "Cash"] for n in range(60)
    ]
    (tmp_path / "log.xlsx").write_bytes(small_log(extra=extra))
    command = own_database.manage(
        "import_file", str(tmp_path / "log.xlsx"), "--funds", str(tmp_path / "funds.csv"), "--commit"
    )
    environment = {**os.environ, **own_database.environment, "SOLIDARITY_VAR": str(tmp_path)}
    whole = _measure(command, environment)
    chosen = random.Random(7)
    seen = {True: 0, False: 0}

    for _ in range(RUNS):
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chosen.uniform(0.3, 1.1) * whole)
        process.kill()
        process.wait()
        connection.close()
        there = ImportBatch.objects.filter(state="applied").exists()
        seen[there] += 1
        if there:
            break
        assert (Gift.objects.count(), Supporter.objects.count()) == (0, 0)
    last = subprocess.run(command, env=environment, capture_output=True, text=True)
    connection.close()

    assert last.returncode == 0 or "committed before" in last.stderr, last.stderr
    assert ImportBatch.objects.filter(state="applied").count() == 1
    assert Movement.objects.raised().total() == Decimal("950") + 60 * 30
    assert [row for item in extend.entries(extend.Invariant) for row in item.broken()] == []


def _measure(command: list[str], environment: dict[str, str]) -> float:
    """How long the command takes when nobody kills it, planned only."""
    started = time.monotonic()
    subprocess.run([part for part in command if part != "--commit"], env=environment, capture_output=True)
    return time.monotonic() - started
