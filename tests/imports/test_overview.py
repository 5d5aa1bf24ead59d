"""What the page of a file says to do next."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from imports.models import ImportBatch
from tests.imports.books import small_log
from tests.imports.files import xlsx
from tests.imports.views.uploads import funds, upload

__all__ = ["funds"]

pytestmark = pytest.mark.usefixtures("organization")


def test_after_the_commit_the_page_says_what_to_do_next(client_as, funds):
    client = client_as("development")
    upload(client, small_log())
    batch = ImportBatch.objects.get()

    page = client.post(f"/imports/{batch.pk}/commit/", follow=True).content.decode()

    assert "What to do next" in page
    assert "/acknowledgments/history/" in page
    assert f"/imports/{batch.pk}/rates/" in page


def test_a_file_of_which_no_row_can_be_written_offers_no_commit(client_as, funds):
    client = client_as("development")
    upload(client, xlsx({"S": [["Date", "Name", "Amount"], ["2024-01-05", "Somebody Here", "none"]]}))
    batch = ImportBatch.objects.get()

    page = client.get(f"/imports/{batch.pk}/").content.decode()

    assert "No row of this file can be imported" in page
    assert f"/imports/{batch.pk}/commit/" not in page


def test_a_file_that_was_imported_says_so_on_upload(client_as, funds):
    client = client_as("development")
    upload(client, small_log())
    batch = ImportBatch.objects.get()
    client.post(reverse("imports:commit", args=[batch.pk]))

    answer = client.post(reverse("imports:upload"), {"file": SimpleUploadedFile("copy.xlsx", small_log_again(batch))})

    page = answer.content.decode()
    assert (answer.status_code, ImportBatch.objects.count()) == (422, 1)
    assert "This file was already imported" in page
    assert reverse("imports:batch-detail", args=[batch.pk]) in page


def test_a_file_that_waits_to_be_imported_is_shown_again(client_as, funds):
    client = client_as("development")
    upload(client, small_log())
    batch = ImportBatch.objects.get()

    answer = client.post(reverse("imports:upload"), {"file": SimpleUploadedFile("copy.xlsx", small_log_again(batch))})

    assert (answer.status_code, answer.url) == (302, reverse("imports:batch-detail", args=[batch.pk]))
    assert ImportBatch.objects.count() == 1


def small_log_again(batch):
    """The bytes of a file once more: a workbook written anew differs by its time."""
    return bytes(batch.file.content)
