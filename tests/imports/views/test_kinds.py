"""Kinds of files are listed, renamed and forgotten."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.models import AuditEntry
from imports import services
from imports.models import ImportBatch, SavedMapping
from tests.support.builders import make_fund

pytestmark = pytest.mark.usefixtures("organization")
#: 1,250.50 + 20.00 = 1,270.50 came; the third did not.
ODD = b"""Wer;Wieviel;Wann;Nr;Wie steht's
Ulf Beispiel;1.250,50;03.04.2024;A-1;paid
Eva Beispiel;20,00;05.06.2024;A-2;paid
Ute Beispiel;99,00;05.06.2024;A-3;failed
"""
SAID = {
    "col_0": "name", "col_1": "amount", "col_2": "date", "col_3": "external_id", "col_4": "status",
    "name": "Spendenliste", "lists": "gifts", "method": "wire", "day_first": "day",
}  # fmt: skip


@pytest.fixture
def fund(organization):
    return make_fund("GEN", name="General")


def upload(client, content, name="spenden.csv"):
    return client.post("/imports/new/", {"file": SimpleUploadedFile(name, content)})


def newest():
    return ImportBatch.objects.latest("pk")


def say(client, said, verb="save", **more):
    return client.post(f"/imports/{newest().pk}/columns/", {**said, verb: "1"}, **more)


def explained(client, fund, content=ODD):
    upload(client, content)
    say(client, {**SAID, "fund": fund.pk})
    return newest()


def errors(answer):
    assert answer.status_code == 422
    return answer.context["form"].errors


def test_a_kind_of_file_is_listed_renamed_and_forgotten(client_as, fund):
    client = client_as("development")
    batch = explained(client, fund)
    saved = SavedMapping.objects.get()
    other = SavedMapping.objects.create(name="Other", signature="x" * 64, source="other")

    listed = client.get("/imports/kinds/").content.decode()
    taken = client.post(f"/imports/kinds/{saved.pk}/", {"name": "Other"})
    client.post(f"/imports/kinds/{saved.pk}/", {"name": "Members of the club"})
    renamed = SavedMapping.objects.get(pk=saved.pk)
    client.post(f"/imports/kinds/{saved.pk}/forget/")

    assert "Spendenliste" in listed
    assert "Another mapping has this name" in " ".join(errors(taken)["name"])
    assert (renamed.name, renamed.source) == ("Members of the club", "spendenliste")
    assert list(SavedMapping.objects.all()) == [other]
    assert list(AuditEntry.objects.filter(act__startswith="mapping.").order_by("pk").values_list("act", flat=True)) == [
        "mapping.saved", "mapping.renamed", "mapping.removed"
    ]  # fmt: skip
    services.replan(batch=batch)
    assert ImportBatch.objects.get(pk=batch.pk).format == ""
