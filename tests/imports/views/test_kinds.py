"""Kinds of files are listed, renamed and forgotten."""

import pytest

from core.models import AuditEntry
from crm.services.supporters import update_supporter
from donations.ledger.drafts import Reference
from imports import services
from imports.models import ImportBatch, SavedMapping
from tests.imports.mapping.odd_files import errors, explained, fund
from tests.support.builders import make_gift, make_supporter

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


def test_a_kind_named_after_a_file_of_somebody_protected_later_is_shown_without_the_name(client_as, fund):
    client, person = client_as("development", "admin"), make_supporter("Parveen Zanzeer")
    batch = explained(client, fund)
    saved = SavedMapping.objects.get()
    client.post(f"/imports/kinds/{saved.pk}/", {"name": "Parveen Zanzeer gifts"})
    SavedMapping.objects.update(source="parveen-zanzeer-gifts")
    pages = ["/imports/kinds/", f"/imports/kinds/{saved.pk}/", f"/imports/kinds/{saved.pk}/forget/",
             f"/imports/{batch.pk}/", f"/imports/{batch.pk}/columns/", "/audit/", "/"]  # fmt: skip

    before = [page for page in pages if "anzeer" in client.get(page).text]
    update_supporter(supporter=person, values={"protected": True}, version=person.version, by=None)
    after = [page for page in pages if "anzeer" in client.get(page).text]

    assert (before[:2], after) == (pages[:2], [])


def test_references_that_name_somebody_protected_are_private_on_a_gift(client_as, organization):
    make_supporter("Parveen Zanzeer", protected=True)
    pairs = [("parveen-zanzeer-gifts", "17"), ("benevity", "Parveen Zanzeer 3"), ("club-list", "HARMLESS-18")]
    gift = make_gift(references=tuple(Reference(system, "row", value) for system, value in pairs))

    page = client_as("finance").get(f"/gifts/{gift.pk}/").text

    assert "anzeer" not in page
    assert "HARMLESS-18" in page
