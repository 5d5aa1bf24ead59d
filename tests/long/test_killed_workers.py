"""Workers killed, stopped and started twice at any moment while they do jobs: each is done, and once in effect."""

import random
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from core import extend
from core.listing import pages
from core.models import AuditEntry, JobRun, Sequence, StoredFile
from donations.ledger.services import record_gifts
from donations.models import Gift
from imports import jobs as import_jobs
from imports.models import ImportBatch, ImportRow
from receipts.issuing import jobs as receipt_jobs
from receipts.models import Receipt, ReceiptLine
from tests.imports.books import HEAD, newcomers
from tests.imports.files import xlsx
from tests.support.builders import TODAY, draft_gift, make_fund, make_supporter
from tests.support.databases import OwnDatabase
from tests.support.warm import Running, Stable, stable

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("organization")]
SEED = 7
#: In each round a file is imported, receipts are issued and a list is written, all as jobs.
ROUNDS = ("Alpha", "Beta", "Gamma", "Delta")
NEWCOMERS, RECEIPTS, LISTED = 40, 60, 50
SECONDS = 0.5
State = JobRun.State


def test_every_job_is_done_once_in_effect(own_database, client_as, monkeypatch):
    general, listed = make_fund("GEN", name="General"), make_fund("LIST")
    donor, client = make_supporter(), client_as("finance")
    record_gifts(drafts=[draft_gift(supporter=donor, fund=listed) for _ in range(LISTED)], by=None, today=TODAY)
    file = client.post(f"/gifts/?fund={listed.pk}&export=csv", {"reason": "A test"}).getvalue()
    for owner, limit in ((import_jobs, "AT_ONCE"), (receipt_jobs, "AT_ONCE"), (pages, "MOST_AT_ONCE")):
        monkeypatch.setattr(owner, limit, 0)  # whoever asks asks for a job

    with stable(own_database) as processes:
        loop = Loop(own_database, processes, client, random.Random(SEED))
        for called in ROUNDS:
            drafts = [draft_gift(supporter=donor, fund=general) for _ in range(RECEIPTS)]
            ask_for_all(client, called, record_gifts(drafts=drafts, by=None, today=TODAY).gifts, listed.pk)
            loop.until_done()
        assert processes.start("worker", "--once").wait().code == 0  # draws what a killed one left undrawn

    print(", ".join(f"{count} {what}" for what, count in sorted(loop.figures.items())))
    assert loop.figures["killed"] > 3 * len(ROUNDS)
    assert set(JobRun.objects.exclude(slot__isnull=False).values_list("state", "error")) == {(State.DONE, "")}
    assert_imports()
    assert_receipts(expected=RECEIPTS * len(ROUNDS))
    assert [bytes(each.content) for each in StoredFile.objects.filter(purpose="export")] == [file] * len(ROUNDS)
    assert [row for item in extend.entries(extend.Invariant) for row in item.broken()] == []


def ask_for_all(client: Client, called: str, gifts: list[Gift], fund: int) -> None:
    """Ask for the three jobs of a round, as a person does."""
    sheet = [["GIFTS 2024"], HEAD, *rows_of(called)]
    client.post("/imports/new/", {"file": SimpleUploadedFile(f"{called}.xlsx", xlsx({"2024": sheet}))})
    batch = ImportBatch.objects.latest("pk")
    answers = [
        client.post(f"/imports/{batch.pk}/commit/"),
        client.post("/acknowledgments/issue/", {"gift": [gift.pk for gift in gifts]}),
        client.post(f"/gifts/?fund={fund}&export=csv", {"reason": "A test"}),
    ]
    going_on = {run.get_absolute_url() for run in JobRun.objects.going_on()}
    assert going_on == {answer.url for answer in answers}


@dataclass
class Loop:
    """Starts workers and ends them, until all that was asked for is done."""

    own: OwnDatabase
    processes: Stable
    client: Client
    chosen: random.Random
    figures: Counter[str] = field(default_factory=Counter)

    def until_done(self) -> None:
        patience = SECONDS
        while JobRun.objects.going_on().exists():
            workers = [self._start() for _ in range(self.chosen.choice((1, 1, 2)))]
            time.sleep(self.chosen.expovariate(1 / patience))
            self.chosen.shuffle(workers)
            for worker in workers:
                self._end(worker)
            self._go_on()
            patience *= 1.05  # what needs long at one stretch must come to its end too

    def _start(self) -> Running:
        """A worker; some kill themselves before a statement of theirs."""
        self.figures["started"] += 1
        return self.processes.start("worker", die_at=self.chosen.choice((None, None, self.chosen.randrange(1, 1500))))

    def _end(self, worker: Running) -> None:
        """Kill it, stop it, or stop it and lose patience; its lease ends at once."""
        how = self.chosen.choice(("kill", "kill", "stop", "both"))
        if how != "kill":
            worker.send(signal.SIGTERM)
            time.sleep(self.chosen.uniform(0, 0.5) if how == "both" else 0)
        ended = worker.wait() if how == "stop" else worker.kill()
        assert ended.code in (0, -signal.SIGKILL, -signal.SIGTERM)
        self.figures["stopped" if ended.code == 0 else "killed"] += 1
        mine = JobRun.objects.filter(state=State.RUNNING, worker__endswith=f":{worker.pid}")
        self.figures["jobs left in the middle"] += mine.update(lease_until=timezone.now())

    def _go_on(self) -> None:
        """What killed its workers too often is asked for again by the person it belongs to. Nothing else goes wrong."""
        assert not JobRun.objects.filter(error__startswith="It stopped with an error").exists()
        for run in JobRun.objects.filter(state=State.FAILED):
            assert run.error.startswith("The background worker stopped during this job"), run.error
            self.client.post(f"{run.get_absolute_url()}again/")
            self.figures["asked for again"] += 1


def rows_of(called: str) -> list[list[str]]:
    """The rows of a round's file: no two in all files have the same amount."""
    cents = ROUNDS.index(called) + 1
    return [
        [date, name, f"{number}.{cents:02}", *rest]
        for number, (date, name, _, *rest) in enumerate(newcomers(NEWCOMERS, called=called), start=20)
    ]


def assert_imports() -> None:
    """The gifts are those of the files, written once each."""
    written = Gift.objects.filter(origin=Gift.Origin.IMPORT).values_list("amount", flat=True)
    assert sorted(written) == sorted(Decimal(row[2]) for called in ROUNDS for row in rows_of(called))
    assert list(ImportBatch.objects.values_list("state", flat=True)) == [ImportBatch.State.APPLIED] * len(ROUNDS)
    assert not ImportRow.objects.filter(state=ImportRow.State.OPEN).exists()
    assert AuditEntry.objects.filter(act="import.committed").count() == len(ROUNDS)


def assert_receipts(*, expected: int) -> None:
    """Each gift has one receipt, numbered without gap or double, with one PDF; the audit log tells of each once."""
    receipts = list(Receipt.objects.order_by("seq").select_related("pdf"))
    assert [receipt.seq for receipt in receipts] == list(range(1, expected + 1))
    assert Sequence.objects.get(series=receipts[0].series).last == expected
    assert ReceiptLine.objects.values("gift").distinct().count() == ReceiptLine.objects.count() == expected
    assert all(receipt.pdf.is_whole() and bytes(receipt.pdf.content).startswith(b"%PDF") for receipt in receipts)
    assert StoredFile.objects.filter(purpose="receipt").count() == expected
    told = AuditEntry.objects.filter(act="receipts.issued").values_list("data__count", flat=True)
    assert sum(told) == expected
