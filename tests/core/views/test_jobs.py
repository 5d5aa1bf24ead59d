"""How far long work is, over HTTP: for whoever asked, and for administrators."""

import csv
import threading
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from core import jobs
from core.jobs import running
from core.listing import pages
from core.models import AuditEntry, JobRun, StoredFile, WorkerBeat
from imports import jobs as import_jobs
from imports.models import ImportBatch
from receipts.issuing import jobs as receipt_jobs
from receipts.issuing import services
from receipts.models import Receipt
from tests.core.jobs import work
from tests.imports.books import small_log
from tests.support.builders import make_fund, make_gift, make_supporter

pytestmark = pytest.mark.usefixtures("organization")


def do_all() -> None:
    while running.run_next(worker="test", stopping=threading.Event()):
        pass


def ask(client, **values) -> JobRun:
    run = jobs.enqueue(work.note, label="Note something", by=client.user, text="one")
    JobRun.objects.filter(pk=run.pk).update(**values)
    run.refresh_from_db()
    return run


def test_whoever_asked_sees_how_far_it_is(client_as):
    client = client_as("finance")
    WorkerBeat.objects.create(name="w", at=timezone.now())
    run = ask(client, state="running", done=40, of=100, doing="Issuing receipts")

    page = client.get(run.get_absolute_url()).text
    part = client.get(run.get_absolute_url(), headers={"HX-Request": "true"}).text

    assert "40 of 100" in page
    assert 'hx-trigger="every 2s"' in page
    assert "<html" not in part
    assert "No worker is at work" not in page
    assert run.label in client.get("/").text  # the bar over every page


def test_nobody_elses_work_has_a_page(client_as):
    run = ask(client_as("finance"))
    other = client_as("development")

    assert other.get(run.get_absolute_url()).status_code == 404
    assert other.post(f"{run.get_absolute_url()}cancel/").status_code == 404
    assert run.label not in other.get("/jobs/mine/").text
    assert client_as("admin").get(run.get_absolute_url()).status_code == 200


def test_without_a_worker_the_page_says_why_nothing_happens(client_as):
    client = client_as("finance")
    WorkerBeat.objects.create(name="w", at=timezone.now() - timedelta(minutes=5))

    assert "No worker is running" in client.get(ask(client).get_absolute_url()).text
    assert "The background worker isn" in client_as("admin").get("/").text


def test_work_that_waits_is_cancelled_at_once(client_as):
    client = client_as("finance")
    run = ask(client)

    client.post(f"{run.get_absolute_url()}cancel/")
    do_all()

    run.refresh_from_db()
    assert run.state == JobRun.State.CANCELLED
    assert not AuditEntry.objects.filter(act="test.noted").exists()


def test_what_is_written_can_no_longer_be_cancelled(client_as):
    client = client_as("finance")
    run = ask(client, state="running", writing=True)

    page = client.post(f"{run.get_absolute_url()}cancel/", follow=True).text

    run.refresh_from_db()
    assert run.cancel_asked_at is None
    assert "can no longer be canceled." in page


def test_failed_work_is_tried_again(client_as):
    client = client_as("finance")
    run = ask(client, state="failed", error="It stopped.", attempts=4)
    assert "It stopped." in client.get(run.get_absolute_url()).text
    assert "Background jobs failed this week" not in client_as("admin").get("/").text

    client.post(f"{run.get_absolute_url()}again/")
    do_all()

    run.refresh_from_db()
    assert run.state == JobRun.State.DONE


def test_administrators_see_all_of_it(client_as):
    run = ask(client_as("finance"), state="failed", error="It stopped.", ended_at=timezone.now())
    admin = client_as("admin")

    assert run.label in admin.get("/jobs/?state=failed").text
    assert "Background jobs failed this week" in admin.get("/").text


def test_a_long_list_is_written_to_a_file_in_the_background(client_as, monkeypatch):
    monkeypatch.setattr(pages, "MOST_AT_ONCE", 2)
    for amount in ("10", "20", "30.50"):
        make_gift(Decimal(amount), supporter=make_supporter("=Formula Testperson"))
    client = client_as("finance")

    answer = client.post("/gifts/?export=csv", {"reason": "The audit"})
    do_all()

    run = JobRun.objects.get()
    assert (answer.status_code, answer.url) == (302, run.get_absolute_url())
    assert (run.state, run.result_text) == ("done", "3 rows exported. You can download the file for 24 hours.")
    rows = list(csv.reader(StringIO(client.get(run.result_url).content.decode("utf-8-sig"))))
    assert len(rows) == 4
    assert any("'=Formula Testperson" in cell for cell in rows[1])
    assert AuditEntry.objects.get(act="list.exported").reason == "The audit"
    assert client_as("development").get(run.result_url).status_code == 404


def test_a_list_written_twice_is_one_file(client_as, monkeypatch):
    monkeypatch.setattr(pages, "MOST_AT_ONCE", 0)
    make_gift()
    client_as("finance").post("/gifts/?export=csv", {"reason": "The audit"})
    do_all()
    first = JobRun.objects.get()
    JobRun.objects.update(state="running", result=None, lease_until=timezone.now())  # it died before it could say so

    do_all()

    again = JobRun.objects.get()
    assert (again.state, again.result_text) == ("done", "Your file is ready. You can download the file for 24 hours.")
    assert again.result_url == first.result_url == StoredFile.objects.get().get_absolute_url()


def test_a_role_taken_away_meanwhile_gets_no_file(client_as, monkeypatch):
    monkeypatch.setattr(pages, "MOST_AT_ONCE", 0)
    make_gift()
    client = client_as("finance")
    client.post("/gifts/?export=xlsx", {"reason": "The audit"})

    client.user.grants.all().delete()
    do_all()

    assert JobRun.objects.get().error.startswith("Your roles have changed")
    assert not StoredFile.objects.exists()


def test_many_receipts_are_issued_in_the_background(client_as, monkeypatch):
    monkeypatch.setattr(receipt_jobs, "AT_ONCE", 2)
    gifts = [make_gift() for _ in range(5)]
    client = client_as("finance")

    answer = client.post("/acknowledgments/issue/", {"gift": [gift.pk for gift in gifts]})
    run = JobRun.objects.get()
    before = Receipt.objects.count()
    do_all()
    run.refresh_from_db()

    assert (answer.url, before, Receipt.objects.count()) == (run.get_absolute_url(), 0, 5)
    assert run.result_text.startswith("5 receipts issued, ")


def test_issuing_twice_issues_once(client_as):
    gifts = [make_gift() for _ in range(3)]
    user = client_as("finance").user
    again = {"gifts": [gift.pk for gift in gifts], "asker": user.pk, "issued_on": "2026-11-28"}

    first, second = (receipt_jobs.issue.func(**again) for _ in range(2))

    assert first["text"].startswith("3 receipts issued")
    assert second["text"] == "0 receipts issued. 3 gifts already had a receipt."
    assert Receipt.objects.count() == 3


@pytest.mark.commits
def test_what_a_killed_run_issued_is_told_by_the_next_try_and_once(client_as):
    gifts, by = [make_gift() for _ in range(6)], client_as("finance").user
    again = {"gifts": [gift.pk for gift in gifts], "asker": by.pk, "issued_on": "2026-11-28"}
    alone = services.issue_receipts(gifts=gifts[:1], by=by, issued_on=date(2026, 11, 28)).new
    killed = services.Issued()
    services.issue_part(gifts=gifts[1:4], by=by, issued_on=date(2026, 11, 28), done=killed)  # and no entry

    texts = [receipt_jobs.issue.func(**again)["text"] for _ in range(2)]

    issued = AuditEntry.objects.filter(act="receipts.issued").values_list("object_id", "data__count")
    assert list(issued) == [(killed.new[0].pk, 5)]
    assert (
        texts[0]
        == f"5 receipts issued, {killed.new[0]} to {Receipt.objects.latest('seq')}. 1 gift already had a receipt."
    )
    assert texts[1] == "0 receipts issued. 6 gifts already had a receipt."
    assert AuditEntry.objects.filter(act="receipt.issued").get().object_id == alone[0].pk


def test_a_large_file_is_committed_in_the_background(client_as, monkeypatch):
    monkeypatch.setattr(import_jobs, "AT_ONCE", 0)
    client = client_as("finance")
    for code in ("GEN", "WELL"):
        make_fund(code, name={"GEN": "General", "WELL": "Wells"}[code])
    client.post("/imports/new/", {"file": SimpleUploadedFile("log.xlsx", small_log())})
    batch = ImportBatch.objects.get()
    answer = client.post(f"/imports/{batch.pk}/commit/")
    do_all()

    run = JobRun.objects.get()
    batch.refresh_from_db()
    assert answer.url == run.get_absolute_url()
    assert (run.state, batch.state) == ("done", "applied")
    assert "imported" in run.result_text
