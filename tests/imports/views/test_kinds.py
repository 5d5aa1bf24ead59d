"""Kinds of files are listed, renamed and forgotten."""

import pytest

from core.models import AuditEntry
from imports import services
from imports.models import ImportBatch, SavedMapping
from tests.imports.mapping.odd_files import errors, explained, fund

__all__ = ["fund"]

pytestmark = pytest.mark.usefixtures("organization")


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
