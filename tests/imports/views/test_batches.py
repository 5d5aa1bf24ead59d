"""Uploading through HTTP: the preview, the commit, what is refused, and hostile content shown as text."""

import re
from decimal import Decimal

import pytest

from donations.models import Movement
from imports import overview
from imports.models import ImportBatch, ImportRow
from tests.imports.books import small_log
from tests.imports.files import xlsx
from tests.imports.views.uploads import funds, upload

__all__ = ["funds"]

pytestmark = pytest.mark.usefixtures("organization")


def test_a_log_is_uploaded_seen_and_committed(client_as, funds):
    client = client_as("development")

    preview = upload(client, small_log()).content.decode()
    batch = ImportBatch.objects.get()
    done = client.post(f"/imports/{batch.pk}/commit/", follow=True).content.decode()

    assert "$950.00" in preview
    assert "£100.00 GBP" in preview
    assert "not converted without a rate" in preview
    assert Movement.objects.raised().total() == Decimal("950")
    assert "No receipts were queued" in done


def test_a_file_in_our_own_currency_says_nothing_of_rates(client_as, funds):
    content = xlsx({"2024": [["Date", "Name", "Amount"], ["2024-01-05", "Amina Example", "5.00"]]})

    page = upload(client_as("development"), content).text

    assert "cash, less refunds" in page
    assert "without a rate" not in page


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


def test_a_row_that_may_repeat_a_gift_in_the_books_is_held_before_the_commit(client_as, funds):
    client = client_as("development")
    upload(client, small_log())
    client.post(f"/imports/{ImportBatch.objects.get().pk}/commit/")
    upload(client, small_log(extra=[["2024-07-01", "Zainab Newcomer", "30.00", "Cash", "General", ""]]), "again.xlsx")
    again = ImportBatch.objects.latest("pk")

    found = {outcome.slug: count for outcome, count in overview.outcomes(again)}

    repeated = [row for row in again.rows.filter(decision="accept") if row.plan["same_as"]]
    assert found["held"] == again.rows.filter(decision="review").count() + len(repeated)
    abroad = again.rows.filter(decision="accept", currency="GBP").count()
    assert found["import"] == again.rows.filter(decision="accept").count() - len(repeated) - abroad


def test_the_button_promises_what_is_recorded_at_once(client_as, funds):
    """A row in another currency waits for its rate: it is no part of the promise."""
    client = client_as("development")
    page = upload(client, small_log())
    batch = ImportBatch.objects.get()
    promised = int(re.search(r"Import\s+([\d,]+)\s+row", page.content.decode()).group(1))

    client.post(f"/imports/{batch.pk}/commit/")

    became = {ImportRow.State.APPLIED, ImportRow.State.KNOWN}
    assert batch.rows.filter(state__in=became).count() == promised
    assert batch.rows.filter(state="waiting", currency="GBP").exists()
