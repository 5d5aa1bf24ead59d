"""Uploading through HTTP: the preview, the commit, what is refused, and hostile content shown as text."""

import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from donations.models import Gift, Movement
from imports.models import ImportBatch, ImportRow
from tests.builders import make_fund
from tests.imports.books import small_log
from tests.imports.files import xlsx
from tests.lists import queries

pytestmark = pytest.mark.usefixtures("organization")


@pytest.fixture
def funds(organization):
    return [make_fund("GEN", name="General"), make_fund("WELL", name="Wells")]


def upload(client, content, name="log.xlsx"):
    return client.post("/imports/new/", {"file": SimpleUploadedFile(name, content)}, follow=True)


def test_a_log_is_uploaded_seen_and_committed(client_as, funds):
    client = client_as("development")

    preview = upload(client, small_log()).content.decode()
    batch = ImportBatch.objects.get()
    done = client.post(f"/imports/{batch.pk}/commit/", follow=True).content.decode()

    assert "$950.00" in preview
    assert "£100.00 GBP" in preview
    assert Movement.objects.raised().total() == Decimal("950")
    assert "No receipt was queued" in done


def test_every_problem_is_named_by_sheet_and_row(client_as, funds):
    client = client_as("development")
    upload(client, small_log())

    page = client.get(f"/imports/{ImportBatch.objects.get().pk}/", {"decision": "review"}).content.decode()

    assert "2024, row 10" in page
    assert "names a month but no day" in page


def test_a_row_can_be_answered_on_its_page(client_as, funds):
    client = client_as("development")
    upload(client, small_log())
    batch = ImportBatch.objects.get()
    client.post(f"/imports/{batch.pk}/commit/")
    row = next(row for row in batch.rows.all() if row.plan["name"] == "Tariq Monthly")
    address = f"/imports/{batch.pk}/rows/{row.pk}/"

    wrong = client.post(
        address, {"kind": "gift", "amount": "0", "date": "2999-01-01", "fund": funds[0].pk, "donor": ""}
    )
    client.post(address, {"kind": "gift", "amount": "40", "date": "2024-03-15", "fund": funds[0].pk, "donor": ""})

    assert wrong.status_code == 422
    assert Gift.objects.get(supporter__full_name="Tariq Monthly").amount == Decimal("40")


def test_a_row_can_be_left_out_for_good(client_as, funds):
    client = client_as("development")
    upload(client, small_log())
    batch = ImportBatch.objects.get()
    client.post(f"/imports/{batch.pk}/commit/")
    row = batch.rows.filter(state=ImportRow.State.WAITING).first()

    client.post(f"/imports/{batch.pk}/rows/{row.pk}/", {"leave_out": "1"})

    row.refresh_from_db()
    assert row.state == ImportRow.State.LEFT_OUT


def test_rates_are_asked_for_by_currency_and_day(client_as, funds):
    client = client_as("development")
    upload(client, small_log())
    batch = ImportBatch.objects.get()
    client.post(f"/imports/{batch.pk}/commit/")

    page = client.get(f"/imports/{batch.pk}/rates/").content.decode()
    empty = client.post(f"/imports/{batch.pk}/rates/", {"source": "H.10", "rate_0": ""})
    client.post(f"/imports/{batch.pk}/rates/", {"source": "H.10", "rate_0": "1.25"})

    assert "GBP on Mar 9, 2024" in page
    assert empty.status_code == 422
    assert Gift.objects.get(supporter__full_name="Omar Faraway").amount == Decimal("125")


def test_a_refused_file_is_a_sentence_beside_the_field(client_as):
    answer = upload(client_as("development"), b"<html><table><tr><td>1</td></tr></table></html>", "log.xlsx")

    assert answer.status_code == 422
    assert re.search(r'class="err".*?(Excel|upload)', answer.content.decode(), re.S)
    assert ImportBatch.objects.count() == 0


def test_names_that_are_code_are_shown_as_text(client_as, funds):
    client = client_as("development")
    bad = '<script>alert("x")</script>'
    content = xlsx({bad[:20].replace("/", ""): [["Date", "Name", "Amount", bad], ["2024-01-05", bad, "5.00", "=1+1"]]})

    page = upload(client, content).content.decode()

    assert "<script>alert" not in page


@pytest.mark.parametrize("role", ["admin", "events", "door", "board"])
def test_others_may_not_import(client_as, role):
    assert upload(client_as(role), small_log()).status_code == 403


def test_the_preview_asks_a_constant_number_of_queries(client_as, funds):
    client = client_as("development")
    upload(client, small_log())
    small = ImportBatch.objects.get()
    extra = [["2024-07-01", f"Zainab Newcomer{n}", "30.00", "Cash", "General", ""] for n in range(30)]
    upload(client, small_log(extra=extra), "more.xlsx")
    large = ImportBatch.objects.exclude(pk=small.pk).get()

    assert len(queries(client, f"/imports/{large.pk}/")) == len(queries(client, f"/imports/{small.pk}/"))
