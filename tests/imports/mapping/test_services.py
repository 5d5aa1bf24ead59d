"""A file nobody knows: what its columns mean is said through HTTP, tried, kept, and known the next time."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.utils import timezone

from core.models import AuditEntry
from crm.models import Supporter
from donations.models import Gift, GiftReference, Movement
from imports.mapping import services as mappings
from imports.models import SavedMapping
from imports.undoing.undo import undo
from tests.imports.files import xlsx
from tests.imports.mapping.odd_files import ODD, SAID, explained, fund, newest, say, upload
from tests.imports.snapshots import snapshot
from tests.imports.test_services import commit

__all__ = ["fund"]

pytestmark = pytest.mark.usefixtures("organization")
NEXT = (
    b"Nr;Wann;Wer;Wieviel;Wie steht's\nA-2;05.06.2024;Eva Beispiel;20,00;paid\nA-4;13.06.2024;Eva Beispiel;30,00;paid\n"
)


def test_a_file_nobody_knows_is_kept_and_its_columns_are_guessed(client_as, fund):
    client = client_as("development")

    answer = upload(client, ODD)
    page = client.get(answer["Location"])

    assert answer["Location"] == f"/imports/{newest().pk}/columns/"
    assert [(column.title, column.guess) for column, _ in page.context["form"].rows()] == [
        ("Wer", "name"), ("Wieviel", "amount"), ("Wann", "date"), ("Nr", "external_id"), ("Wie steht's", "")
    ]  # fmt: skip
    assert "1.250,50" in page.content.decode()
    assert client.get(f"/imports/{newest().pk}/")["Location"] == f"/imports/{newest().pk}/columns/"
    assert client.post(f"/imports/{newest().pk}/commit/")["Location"] == f"/imports/{newest().pk}/columns/"


def test_of_a_long_file_only_the_beginning_is_tried(client_as, fund, monkeypatch):
    monkeypatch.setattr(mappings, "COUNTED", 2)
    client = client_as("development")
    upload(client, ODD)

    page = say(client, {**SAID, "fund": fund.pk}, "show")

    assert page.context["tried"].counts == {"accept": 2}
    assert "Of the first 2 rows:" in page.content.decode()


def test_what_is_said_is_kept_and_the_file_goes_the_ordinary_way(client_as, fund):
    client = client_as("development")

    batch = explained(client, fund)
    client.post(f"/imports/{batch.pk}/commit/")

    assert Movement.objects.raised().total() == Decimal("1270.50")
    assert set(Gift.objects.values_list("supporter__full_name", "gift_on", "method")) == {
        ("Ulf Beispiel", datetime(2024, 4, 3, tzinfo=UTC).date(), "wire"),
        ("Eva Beispiel", datetime(2024, 6, 5, tzinfo=UTC).date(), "wire"),
    }
    assert set(GiftReference.objects.filter(system="spendenliste").values_list("value", flat=True)) == {"A-1", "A-2"}
    assert AuditEntry.objects.get(act="mapping.saved").data["columns"] == 5


def test_the_next_file_with_the_same_titles_is_known_and_its_gifts_are_not_counted_twice(client_as, fund):
    client = client_as("development")
    first = explained(client, fund)
    client.post(f"/imports/{first.pk}/commit/")

    answer = upload(client, NEXT, "juni.csv")
    page = client.get(answer["Location"]).content.decode()
    client.post(f"/imports/{newest().pk}/commit/")

    assert answer["Location"] == f"/imports/{newest().pk}/"
    assert newest().format == first.format
    assert "Spendenliste" in page
    assert Movement.objects.raised().total() == Decimal("1300.50")  # 1,270.50 + 30.00; A-2 was told before


def test_the_command_knows_it_too(client_as, fund, tmp_path, capsys):
    explained(client_as("development"), fund)
    path = tmp_path / "juni.csv"
    path.write_bytes(NEXT)

    call_command("import_file", str(path), "--json")

    (told,) = json.loads(capsys.readouterr().out)["files"]
    assert (told["format"], told["totals"]["cash_net_by_currency"]) == (newest().format, {"USD": "50.00"})


def test_it_is_taken_back_like_any_other_file(client_as, fund):
    client = client_as("development")
    batch = explained(client, fund)
    before = snapshot()

    commit(batch)
    undo(batch=batch, by=batch.created_by, at=timezone.now())

    assert snapshot() == before


def test_a_workbook_of_people_with_titles_below_a_heading_is_explained(client_as, fund):
    rows = [
        ["Membres du club"],
        ["Qui", "Poste", "Ort", "Mobil"],
        ["Ines Vance", "ines@example.org", "Lyon", "0612345678"],
    ]
    client = client_as("development")
    upload(client, xlsx({"Liste": rows}), "club.xlsx")

    say(client, {"col_0": "name", "col_1": "email", "col_2": "city", "name": "Club", "lists": "people"})
    client.post(f"/imports/{newest().pk}/commit/")

    ines = Supporter.objects.get()
    assert (ines.full_name, ines.emails.get().address, ines.addresses.get().city) == (
        "Ines Vance",
        "ines@example.org",
        "Lyon",
    )
    assert Gift.objects.count() == 0


def test_a_file_whose_columns_were_misunderstood_is_explained_instead(client_as, fund):
    client = client_as("development")
    answer = upload(client, b"Name,Gift,Value,Date\nTom Vance,a lamp,10.00,2024-03-14\n", "list.csv")
    page = client.get(answer["Location"]).content.decode()
    assert newest().format == "generic"
    assert "If the columns were misread" in page

    said = {"col_0": "name", "col_1": "note", "col_2": "amount", "col_3": "date", "name": "Lamps", "lists": "gifts"}
    say(client, {**said, "fund": fund.pk, "method": "cash"})

    assert newest().format == SavedMapping.objects.get().mapping.slug
    assert [(row.decision, row.plan["amount"], row.plan["memo"]) for row in newest().rows.all()] == [
        ("accept", "10.00", "a lamp")
    ]


def test_saying_it_otherwise_changes_the_kind_and_keeps_its_source(client_as, fund):
    client = client_as("development")
    batch = explained(client, fund)

    page = client.get(f"/imports/{batch.pk}/columns/")
    say(client, {**SAID, "fund": fund.pk, "name": "Spenden", "method": "check", "col_4": ""})

    saved = SavedMapping.objects.get()
    assert page.context["form"].initial["method"] == "wire"
    assert (saved.name, saved.source, saved.method) == ("Spenden", "spendenliste", "check")
    assert saved.columns == {"wer": "name", "wieviel": "amount", "wann": "date", "nr": "external_id"}
    assert newest().rows.filter(decision="accept").count() == 3


def test_the_columns_of_a_committed_file_and_of_a_platforms_are_settled(client_as, fund):
    client = client_as("development")
    batch = explained(client, fund)
    client.post(f"/imports/{batch.pk}/commit/")

    assert client.get(f"/imports/{batch.pk}/columns/").status_code == 404
    with pytest.raises(mappings.NotOpen):
        mappings.explain(batch=batch, mapping=SavedMapping.objects.get().mapping, titles=[], by=None, at=timezone.now())


def test_names_that_spell_one_source_have_each_their_own(fund):
    SavedMapping.objects.create(name="Our list", signature="x" * 64, source=mappings.source_named("Our list"))

    assert [mappings.source_named(name) for name in ("Our  List!", "…", "Another")] == ["our-list-2", "list", "another"]
