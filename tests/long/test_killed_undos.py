"""An undo whose process is killed at any moment: the import stands whole in the books, or not at all."""

import os
import random
import subprocess
import time

import pytest
from django.db import connection
from django.utils import timezone

from core import extend
from crm.models import Supporter
from donations.models import Gift
from imports import services
from imports.models import ImportBatch
from tests.builders import TODAY, make_fund, make_organization
from tests.imports.books import small_log
from tests.imports.snapshots import snapshot

pytestmark = pytest.mark.long
RUNS = 25


def test_a_killed_undo_is_whole_or_absent(own_database, tmp_path):
    make_organization()
    make_fund("GEN", name="General")
    make_fund("WELL", name="Wells")
    extra = [
        ["2024-07-01", f"Zainab Newcomer{chr(97 + n % 26)}{chr(97 + n // 26)}", "30.00", "Cash"] for n in range(60)
    ]
    batch = services.upload(name="log.xlsx", content=small_log(extra=extra), by=None)
    before = snapshot()
    services.commit(batch=batch, by=None, today=TODAY, at=timezone.now())
    there = (Gift.objects.count(), Supporter.objects.count())
    command = own_database.manage("undo_import", str(batch.pk))
    environment = {**os.environ, **own_database.environment, "SOLIDARITY_VAR": str(tmp_path)}
    started = time.monotonic()
    subprocess.run([*command, "--dry-run"], env=environment, capture_output=True)
    whole, chosen = time.monotonic() - started, random.Random(7)

    for _ in range(RUNS):
        connection.close()
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chosen.uniform(0.3, 1.2) * whole)
        process.kill()
        process.wait()
        if ImportBatch.objects.get().state == ImportBatch.State.UNDONE:
            break
        assert (Gift.objects.count(), Supporter.objects.count()) == there
    connection.close()
    last = subprocess.run(command, env=environment, capture_output=True, text=True)

    assert last.returncode == 0, last.stderr
    assert ImportBatch.objects.get().state == ImportBatch.State.UNDONE
    assert snapshot() == before
    assert [row for item in extend.entries(extend.Invariant) for row in item.broken()] == []
