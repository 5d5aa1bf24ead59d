"""What is asked about a whole file on its page: its titles, once for all rows beneath."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from core.models import AuditEntry
from crm.models import Consent, Supporter
from imports.mapping import services as mappings
from imports.models import ImportBatch, ImportRow
from tests.imports.views.uploads import upload
from tests.support.builders import make_supporter, make_user

pytestmark = pytest.mark.usefixtures("organization")
MEMBERS = b"Name,Email\nAna Pinto,ana@example.com\nTom Vance,tom@example.com\n"


def planned(client, name="former members.csv", content=MEMBERS) -> ImportBatch:
    upload(client, content, name)
    return ImportBatch.objects.get()


def test_a_file_with_a_title_offers_its_question_and_one_answer_settles_all_rows(client_as):
    client = client_as("finance")
    batch = planned(client)

    page = client.get(f"/imports/{batch.pk}/").content.decode()
    asked = client.get(f"/imports/{batch.pk}/titles/").content.decode()
    answered = client.post(f"/imports/{batch.pk}/titles/", {"title_0": "contact_no"}, follow=True).content.decode()

    assert f'href="/imports/{batch.pk}/titles/"' in page
    assert "“former members” is the heading of this list" in asked
    assert "1 title is answered" in answered
    assert {row.decision for row in ImportRow.objects.all()} == {"accept"}
    assert AuditEntry.objects.filter(act="import.headings_answered").count() == 1
    client.post(f"/imports/{batch.pk}/commit/")
    ana = Supporter.objects.get(full_name="Ana Pinto")
    assert {one.channel for one in Consent.objects.filter(supporter=ana, given=False)} >= {"email", "mail", "phone"}


def test_an_answer_may_be_changed_and_taken_back(client_as):
    client = client_as("finance")
    batch = planned(client)
    page = f"/imports/{batch.pk}/titles/"

    counts = []
    for answer in ("skip", "usual", ""):
        client.post(page, {"title_0": answer})
        counts.append(sorted(ImportRow.objects.values_list("decision", flat=True)))

    assert counts == [["ignore"] * 2, ["accept"] * 2, ["review"] * 2]
    assert "selected" in client.get(page).content.decode()


def test_an_answer_sent_twice_changes_nothing(client_as):
    client = client_as("finance")
    batch = planned(client)

    for _ in range(2):
        client.post(f"/imports/{batch.pk}/titles/", {"title_0": "usual"})

    assert AuditEntry.objects.filter(act="import.headings_answered").count() == 1


def test_a_file_without_such_titles_has_no_page_of_them(client_as):
    client = client_as("finance")
    batch = planned(client, "members.csv")

    assert client.get(f"/imports/{batch.pk}/titles/").url == f"/imports/{batch.pk}/"
    assert "/titles/" not in client.get(f"/imports/{batch.pk}/").content.decode()


def test_an_answer_that_is_none_is_refused(client_as):
    client = client_as("finance")
    batch = planned(client)

    assert client.post(f"/imports/{batch.pk}/titles/", {"title_0": "anything"}).status_code == 422


def test_an_imported_file_takes_no_answers_about_titles(client_as):
    client = client_as("finance")
    batch = planned(client)
    client.post(f"/imports/{batch.pk}/commit/")

    with pytest.raises(mappings.NotOpen):
        mappings.answer_headings(batch=batch, told={"“x”": "usual"}, by=make_user("finance"))
    assert client.get(f"/imports/{batch.pk}/titles/").status_code == 404


def test_a_title_that_names_a_protected_person_is_shown_to_nobody(client_as):
    make_supporter("Parveen Zanzeer", protected=True)
    client = client_as("finance")
    batch = planned(client, "Parveen Zanzeer former members.csv")

    page = client.get(f"/imports/{batch.pk}/titles/").content.decode()
    client.post(f"/imports/{batch.pk}/titles/", {"title_0": "usual"})

    assert "Zanzeer" not in page
    assert {row.decision for row in ImportRow.objects.all()} == {"accept"}


def test_the_document_of_a_run_says_what_is_asked_of_a_file(tmp_path):
    path = tmp_path / "Minors.csv"
    path.write_bytes(MEMBERS)
    out = StringIO()

    call_command("import_file", str(path), "--json", stdout=out)

    (asked,) = json.loads(out.getvalue())["files"][0]["asked"]
    assert asked["question"] == (
        "“Minors” is the heading of this list: choose whether these people may be recorded and contacted."
    )
    assert asked["rows"] == 2
