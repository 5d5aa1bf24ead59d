"""An undo whose process is killed at any moment: the import stands whole in the books, or not at all."""

import random
import time

import pytest
from django.utils import timezone

from core import extend
from core.models import AuditEntry
from imports import services
from imports.models import ImportBatch
from tests.imports.books import newcomers, small_log
from tests.imports.snapshots import snapshot
from tests.support.builders import TODAY, make_fund, make_organization
from tests.support.databases import own_copy
from tests.support.warm import stable

pytestmark = pytest.mark.long
#: It dies so often before a statement, and then at most so often at a moment of the clock.
BY_STATEMENT, BY_CLOCK = 25, 10


def test_a_killed_undo_is_whole_or_absent(own_database):
    empty, batch = imported()
    command, chosen, kills = ["undo_import", str(batch.pk)], random.Random(7), BY_STATEMENT
    statements, seconds = measured()
    there = books()

    with stable(own_database) as processes:
        for number in sorted(chosen.sample(range(2, statements), BY_STATEMENT)):
            assert processes.start(*command, die_at=number).wait().code == -9
            own_database.wait_for_the_dead()
            assert books() == there, number
        for moment in sorted(chosen.uniform(0, seconds) for _ in range(BY_CLOCK)):
            process = processes.start(*command)
            time.sleep(moment)
            kills += process.kill().code == -9
            own_database.wait_for_the_dead()
            if not is_applied():
                break
            assert books() == there
        last = processes.start(*command).wait()

    print(f"killed {kills} times")
    assert last.code == 0
    assert ImportBatch.objects.get().state == ImportBatch.State.UNDONE
    assert AuditEntry.objects.filter(act="import.undone").count() == 1
    assert snapshot() == empty
    assert [row for item in extend.entries(extend.Invariant) for row in item.broken()] == []


def imported() -> tuple[dict, ImportBatch]:
    """The books before an import, and the import."""
    make_organization()
    make_fund("GEN", name="General")
    make_fund("WELL", name="Wells")
    batch = services.upload(name="log.xlsx", content=small_log(extra=newcomers(60)), by=None)
    before = snapshot()
    services.commit(batch=batch, by=None, today=TODAY, at=timezone.now())
    return before, batch


def measured() -> tuple[int, float]:
    """How many statements and seconds it takes when nobody kills it, in a database of its own."""
    with own_copy() as other, stable(other) as processes:
        _, batch = imported()
        began = time.monotonic()
        ended = processes.start("undo_import", str(batch.pk)).wait()
        assert ended.code == 0
        return ended.statements, time.monotonic() - began


def is_applied() -> bool:
    return ImportBatch.objects.get().state == ImportBatch.State.APPLIED


def books() -> tuple:
    """Everything an undo may write."""
    return snapshot(), *ImportBatch.objects.values_list("state", flat=True), AuditEntry.objects.count()
