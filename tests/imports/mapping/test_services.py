"""A file nobody knows: what its columns mean is said through HTTP, tried, kept, and known the next time."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from core.models import AuditEntry
from crm.models import Supporter
from donations.models import Gift, GiftReference, Movement
from imports import services
from imports.mapping import services as mappings
from imports.models import ImportBatch, SavedMapping
from imports.undoing.undo import undo
from tests.imports.files import xlsx
from tests.imports.snapshots import snapshot
from tests.imports.test_services import commit
from tests.support.builders import make_fund, make_user

pytestmark = pytest.mark.usefixtures("organization")
#: 1,250.50 + 20.00 = 1,270.50 came; the third did not.
ODD = b"""Wer;Wieviel;Wann;Nr;Wie steht's
Ulf Beispiel;1.250,50;03.04.2024;A-1;paid
Eva Beispiel;20,00;05.06.2024;A-2;paid
Ute Beispiel;99,00;05.06.2024;A-3;failed
"""
NEXT = (
    b"Nr;Wann;Wer;Wieviel;Wie steht's\nA-2;05.06.2024;Eva Beispiel;20,00;paid\nA-4;13.06.2024;Eva Beispiel;30,00;paid\n"
)
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


def test_the_first_rows_are_shown_as_they_would_be_understood_and_nothing_is_kept(client_as, fund):
    client = client_as("development")
    upload(client, ODD)

    page = say(client, {**SAID, "fund": fund.pk}, "show")

    tried = page.context["tried"]
    assert [(row.row, str(row.date), str(row.amount), row.method, name) for row, name in tried.rows] == [
        (2, "2024-04-03", "1250.50", "wire", "General"), (3, "2024-06-05", "20.00", "wire", "General")
    ]  # fmt: skip
    assert (tried.counts, tried.is_whole) == ({"accept": 2, "ignore": 1}, True)
    assert (SavedMapping.objects.count(), newest().format) == (0, "")


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


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"col_4": "amount"}, "col_4", "“Wieviel” is already mapped to this: only one column can be “Amount”."),
        ({"col_1": ""}, "lists", "Choose the amount column"),
        ({"col_0": ""}, "lists", "Choose the column with the donor's name."),
        ({"col_2": ""}, "lists", "Choose the column with the date of the gift."),
        ({"col_2": "", "col_4": "date"}, "col_4", "No value in this column is a date, such as “paid”."),
        ({"col_1": "date", "col_2": "amount"}, "col_1", "No value in this column is a date"),
        ({"col_3": "email"}, "col_3", "No value in this column is an email address"),
        ({"day_first": ""}, "day_first", "“Wann” could be month/day or day/month"),
        ({"fund": ""}, "fund", "No column has the fund"),
        ({"method": ""}, "method", "No column has the payment method"),
        ({"lists": "people"}, "col_1", "A list of people without gifts has no such column"),
        ({"lists": ""}, "lists", "Choose "),
        ({"name": "  "}, "name", "Enter "),
        ({"name": "taken"}, "name", "Another mapping has this name"),
        ({"col_0": "nonsense"}, "col_0", "Choose an option from the list."),
    ],
)
def test_what_contradicts_itself_is_said_beside_the_field(client_as, fund, changes, field, words):
    client = client_as("development")
    SavedMapping.objects.create(name="Taken", signature="x" * 64, source="taken")
    upload(client, ODD)

    found = errors(say(client, {**SAID, "fund": fund.pk, **changes}))

    assert words in " ".join(found[field])
    assert (SavedMapping.objects.count(), newest().format) == (1, "")


def test_amounts_that_can_be_read_both_ways_are_asked_about(client_as, fund):
    client = client_as("development")
    upload(client, b"Wer,Wieviel,Wann\nUlf Beispiel,1.250,2024-04-03\n")
    said = {"col_0": "name", "col_1": "amount", "col_2": "date", "name": "X", "lists": "gifts", "method": "cash"}

    found = errors(say(client, {**said, "fund": fund.pk}))
    say(client, {**said, "fund": fund.pk, "decimal": "comma"})

    assert "has two possible meanings" in found["decimal"][0]
    assert [row.plan["amount"] for row in newest().rows.all()] == ["1250.00"]


def test_a_file_without_titles_is_refused_with_what_to_do(client_as, fund):
    answer = upload(client_as("development"), b"1,2,3\n4,5,6\n7,8,9\n")

    assert answer.status_code == 422
    assert "add a title above each column" in answer.content.decode()
    assert ImportBatch.objects.count() == 0


def test_the_columns_of_a_committed_file_and_of_a_platforms_are_settled(client_as, fund):
    client = client_as("development")
    batch = explained(client, fund)
    client.post(f"/imports/{batch.pk}/commit/")

    assert client.get(f"/imports/{batch.pk}/columns/").status_code == 404
    with pytest.raises(mappings.NotOpen):
        mappings.explain(batch=batch, mapping=SavedMapping.objects.get().mapping, titles=[], by=None, at=timezone.now())


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


def test_names_that_spell_one_source_have_each_their_own(fund):
    SavedMapping.objects.create(name="Our list", signature="x" * 64, source=mappings.source_named("Our list"))

    assert [mappings.source_named(name) for name in ("Our  List!", "…", "Another")] == ["our-list-2", "list", "another"]


def test_hostile_titles_and_values_are_shown_as_text(client_as, fund):
    client = client_as("development")
    answer = upload(client, b"<script>x</script>,b,c\n<img src=x>,=cmd,z\n")

    page = client.get(answer["Location"]).content.decode()

    assert "<script>x" not in page
    assert "<img src=x>" not in page
    assert "&lt;img src=x&gt;" in page


def test_only_who_may_import_explains(client_as, fund):
    by = make_user("development")
    batch = services.upload(name="spenden.csv", content=ODD, by=by)

    assert client_as("events").get(f"/imports/{batch.pk}/columns/").status_code in (403, 404)


def test_a_question_of_currency_alone_is_answered_once_for_the_column(client_as, fund):
    client = client_as("development")
    upload(client, b"Date,Name,Amount,Fund\n" + b"".join(
        f"2024-03-{day:02},Eva Beispiel,{amount},General\n".encode()
        for day, amount in enumerate(["\u00a320", "20", "\u00a335", "\u00a31"], 1)
    ), "gifts.csv")  # fmt: skip
    asked = newest().rows.get(decision="review")
    page = client.get(f"/imports/{newest().pk}/columns/")
    form = page.context["form"]
    said = {f"col_{profile.index}": profile.guess for profile, _ in form.rows()}

    say(client, {**said, "name": "Pounds", "lists": "gifts", "method": "wire", "currency": "GBP"})

    assert "shows no currency" in asked.reason
    assert set(newest().rows.values_list("decision", "currency")) == {("accept", "GBP")}
