"""The name of a file may be somebody's who is protected one day: it stands in the file's own row and nowhere else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.utils import timezone

from core.models import JobRun, Suppression
from crm.models import Consent, EmailAddress, Supporter
from crm.services.supporters import update_supporter
from donations.models import Refund
from imports import jobs as work
from imports import services
from imports.mapping.services import workbook_of
from imports.models import ImportBatch, SavedMapping
from tests.imports.books import small_log
from tests.support.builders import TODAY, general_fund, make_supporter
from tests.test_architecture import our_models

pytestmark = pytest.mark.usefixtures("organization")
NAME = "Parveen Zanzeer"
LIST = (
    "First name,Last name,Email,Email status\nOmar,Listperson,omar@example.org,unsubscribed\n"
    "Ulla,Bounceperson,ulla@example.org,bounced\nKnown,Recordperson,known@example.org,\n"
)
GIFTS = "Date,Name,Amount,Check #,Fund,Notes"
ROWS = ["2024-01-05,Ana Pinto,20,101,GEN,", "2024-01-06,Gul Orakzai,30,,GEN,", "2024-01-09,Gul Orakzai,-30,,GEN,"]
ODD = "Wer;Wieviel;Wann\nUlf Beispiel;12.00;03.04.2024\n"
#: Where the name of a file stands, as shown or not.
OWN = {"core.StoredFile.name", "imports.ImportBatch.name", "imports.ImportBatch.shown_name"}


def upload(content: bytes, ending: str) -> ImportBatch:
    batch = services.upload(name=f"{NAME}{ending}", content=content, by=None)
    services.map_funds(batch=batch, funds=dict.fromkeys(services.unmapped_funds(batch), general_fund()), by=None)
    batch.refresh_from_db()
    return batch


def commit(batch: ImportBatch) -> None:
    services.commit(batch=batch, by=None, today=TODAY, at=timezone.now())


def lines(*rows: str) -> bytes:
    return "\n".join([GIFTS, *rows, ""]).encode()


def bring_everything() -> None:
    """Files that leave their mark wherever a file can: people, consents, refunds, and a later version of one."""
    make_supporter("Known Recordperson")
    commit(upload(LIST.encode(), ".csv"))
    commit(upload(small_log(), ".xlsx"))
    commit(upload(lines(*ROWS), " gifts.csv"))
    commit(upload(lines(*ROWS[1:], "2024-02-01,Tom Vance,5,,GEN,"), " gifts (2).csv"))


def holding(word: str) -> set[str]:
    """The columns, of all tables, that hold a word."""
    found = set()
    for model in (model for model in our_models() if model._meta.managed):
        for field in model._meta.local_fields:
            if isinstance(field, (models.CharField, models.TextField, models.JSONField)):
                values = model._base_manager.values_list(field.attname, flat=True)
                found |= {f"{model._meta.label}.{field.name}" for value in values if word in str(value)}
    return found


def test_no_stored_text_repeats_the_name_of_a_file():
    bring_everything()

    assert holding("Zanzeer") == OWN
    first = ImportBatch.objects.order_by("pk")[0]
    assert {f"Import {first.pk}"} == set(Suppression.objects.values_list("source", flat=True))
    assert [Consent.objects.filter(source__contains="Import").exists(), EmailAddress.objects.exists()] == [True, True]
    assert Refund.objects.exclude(reason="").exists()
    assert any("imported earlier" in text for batch in ImportBatch.objects.all() for text in batch.warnings)


def test_a_large_file_is_imported_in_the_background_under_its_number(client_as, monkeypatch):
    monkeypatch.setattr(work, "AT_ONCE", 0)
    batch = upload(lines(*ROWS), ".csv")

    client_as("development").post(f"/imports/{batch.pk}/commit/")

    assert f"Import {batch.pk}" in set(JobRun.objects.values_list("label", flat=True))
    assert holding("Zanzeer") - {"core.SentForm.messages"} == OWN


@pytest.mark.parametrize("committed", [True, False])
def test_a_file_that_comes_again_is_called_by_its_number_once_its_name_is_protected(client_as, committed):
    person = make_supporter(NAME)
    batch = upload(lines(*ROWS), ".csv")
    if committed:
        commit(batch)
    fresh = Supporter.objects.get(pk=person.pk)
    update_supporter(supporter=fresh, values={"protected": True}, version=fresh.version, by=None)

    page = client_as("development").post(
        "/imports/new/", {"file": SimpleUploadedFile("x.csv", lines(*ROWS))}, follow=True
    )

    assert f"as Import {batch.pk}." in page.text
    assert "Zanzeer" not in page.text


def test_a_saved_mapping_is_not_called_as_its_file_by_itself(client_as):
    batch = services.upload(name=f"{NAME}.csv", content=ODD.encode(), by=None)

    form = client_as("development").get(f"/imports/{batch.pk}/columns/").context["form"]

    assert form.initial["name"] == "List"
    assert (workbook_of(batch).name, SavedMapping.objects.count()) == (f"{NAME}.csv", 0)


def test_search_finds_an_import_by_its_number(client_as):
    batch = upload(lines(*ROWS), ".csv")

    page = client_as("development").get("/search/", {"q": f"import {batch.pk}"})

    assert f'href="/imports/{batch.pk}/"' in page.text
