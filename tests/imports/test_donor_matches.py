"""Who a file is about: new, or matched with whom, as each user may see."""

import pytest

from crm.models import Supporter
from imports.models import ImportBatch
from tests.imports.books import small_log
from tests.imports.views.uploads import funds, upload
from tests.support.builders import make_supporter

__all__ = ["funds"]

pytestmark = pytest.mark.usefixtures("organization")


def test_the_page_of_givers_says_who_is_new_and_who_was_matched(client_as, funds):
    client = client_as("development")
    upload(client, small_log())
    first = ImportBatch.objects.get()
    new = client.get(f"/imports/{first.pk}/people/", {"group": "new"}).content.decode()
    client.post(f"/imports/{first.pk}/commit/")
    upload(client, small_log(extra=[["2024-07-01", "Zainab Newcomer", "30.00", "Cash", "General", ""]]), "again.xlsx")
    again = ImportBatch.objects.latest("pk")
    matched = client.get(f"/imports/{again.pk}/people/", {"group": "matched"}).content.decode()

    kashif = Supporter.objects.get(full_name="Kashif Otherperson")
    assert "Kashif Otherperson" in new
    assert f'href="/supporters/{kashif.pk}/"' in matched
    assert "Zainab Newcomer" not in matched


def test_a_preview_never_says_which_protected_record_a_row_was_matched_with(client_as, funds):
    hidden = make_supporter("Omar Faraway", protected=True)
    client = client_as("development")
    upload(client, small_log())

    page = client.get(f"/imports/{ImportBatch.objects.get().pk}/people/").content.decode()

    assert [word for word in ("Faraway", hidden.code, f"/supporters/{hidden.pk}/") if word in page] == []
