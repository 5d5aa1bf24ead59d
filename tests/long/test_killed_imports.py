"""An import whose process is killed at any moment: all of it stands in the books, or nothing."""

import random
import time
from decimal import Decimal
from pathlib import Path

import pytest

from core import extend
from core.models import AuditEntry, StoredFile
from donations.models import Movement
from imports.models import ImportBatch
from tests.imports.books import newcomers, small_log
from tests.imports.snapshots import snapshot
from tests.support.builders import make_organization
from tests.support.databases import own_copy
from tests.support.warm import stable

pytestmark = pytest.mark.long
ALIASES = "fund_code,fund,alias\nGEN,General,General\nGEN,General,\nWELL,Wells,wells\n"
NEW = 60
#: It dies so often before a statement, and then at most so often at a moment of the clock.
BY_STATEMENT, BY_CLOCK = 25, 10
#: The exit code for a file that was imported already.
COMMITTED_BEFORE = 1


def test_a_killed_import_is_whole_or_absent(own_database, tmp_path):
    make_organization()
    before, command, chosen, kills = books(), written(tmp_path), random.Random(7), BY_STATEMENT
    statements, seconds = measured(command)

    with stable(own_database) as processes:
        for number in sorted(chosen.sample(range(2, statements), BY_STATEMENT)):
            assert processes.start(*command, die_at=number).wait().code == -9
            own_database.wait_for_the_dead()
            assert books() == before, number
        for moment in sorted(chosen.uniform(0, seconds) for _ in range(BY_CLOCK)):
            process = processes.start(*command)
            time.sleep(moment)
            kills += process.kill().code == -9
            own_database.wait_for_the_dead()
            if ImportBatch.objects.exists():
                break
            assert books() == before
        there = ImportBatch.objects.exists()
        last = processes.start(*command).wait()

    print(f"killed {kills} times")
    assert last.code == (COMMITTED_BEFORE if there else 0)
    assert ImportBatch.objects.get().state == ImportBatch.State.APPLIED
    assert StoredFile.objects.count() == 1
    assert Movement.objects.raised().total() == Decimal("950") + NEW * 30
    assert [row for item in extend.entries(extend.Invariant) for row in item.broken()] == []


def written(folder: Path) -> list[str]:
    """The command that imports a log, and its files."""
    (folder / "funds.csv").write_text(ALIASES)
    (folder / "log.xlsx").write_bytes(small_log(extra=newcomers(NEW)))
    return ["import_file", str(folder / "log.xlsx"), "--funds", str(folder / "funds.csv"), "--commit"]


def measured(command: list[str]) -> tuple[int, float]:
    """How many statements and seconds it takes when nobody kills it, in a database of its own."""
    with own_copy() as other, stable(other) as processes:
        make_organization()
        began = time.monotonic()
        ended = processes.start(*command).wait()
        assert ended.code == 0
        return ended.statements, time.monotonic() - began


def books() -> tuple:
    """Everything an import may write."""
    return snapshot(), *(model.objects.count() for model in (AuditEntry, StoredFile, ImportBatch))
