"""Rows of files that name somebody protected: under a code on every page, and open while the name is revealed."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from crm.models import Household, NameReview, Supporter, TypedKey
from crm.names import forms as name_forms
from crm.services.name_reviews import answer_review
from crm.services.supporters import update_supporter
from imports import private_rows, services
from imports.models import ImportBatch, ImportRow
from imports.private_rows import PRIVATE
from tests.imports.books import HEAD
from tests.imports.files import xlsx
from tests.support.builders import TODAY, general_fund, make_supporter, make_user

pytestmark = pytest.mark.usefixtures("organization")
ROWS = [
    ["2024-07-02", "Parveen Zanzeer", "31.00", "Cash", "General", "A zanzeernote"],
    ["2024-07-03", "Omar Fileperson", "32.00", "Cash", "General", "Brother of Parveen  Zanzeer"],
    ["2024-07-04", "Omar Fileperson", "33.00", "Cash", "General", "Write to zanzeer@example.org"],
    ["2024-07-05", "Amina Testperson", "34.00", "Cash", "General", "A plain note"],
]
SECRETS = ("Zanzeer", "zanzeernote")


def make_hidden(**override) -> Supporter:
    return make_supporter("Parveen Zanzeer", emails=("zanzeer@example.org",), **{"protected": True, **override})


def uploaded(rows=ROWS) -> ImportBatch:
    general_fund()
    return services.upload(name="gifts.xlsx", content=xlsx({"Gifts": [HEAD, *rows]}), by=None)


def protect(person: Supporter, *, protected: bool) -> None:
    fresh = Supporter.objects.get(pk=person.pk)
    update_supporter(supporter=fresh, values={"protected": protected}, version=fresh.version, by=None)


def files_with(word: str) -> set[int]:
    """The files filed under a word."""
    found = TypedKey.objects.filter(
        object_type="imports.importbatch", form__in=name_forms.single_forms(name_forms.people(word)[0])
    )
    return set(found.values_list("object_id", flat=True))


def coded() -> list[bool]:
    return [bool(row.code) for row in ImportRow.objects.order_by("pk")]


def pages(client, batch: ImportBatch) -> str:
    rows = [f"/imports/{batch.pk}/rows/{key}/" for key in batch.rows.values_list("pk", flat=True)]
    every = [f"/imports/{batch.pk}/?show=all", f"/imports/{batch.pk}/people/", *rows]
    return " ".join(client.get(page).text for page in every)


def test_a_row_that_names_somebody_protected_in_any_cell_stands_under_a_code_of_its_own(client_as):
    hidden = make_hidden()
    batch = uploaded()

    text = pages(client_as("development"), batch)

    assert coded() == [True, True, True, False]
    assert [word for word in SECRETS if word.casefold() in text.casefold()] == []
    assert [word for word in (hidden.code, hidden.spoken_number) if word in text] == []
    assert "A plain note" in text
    assert all(row.code in text for row in batch.rows.exclude(code=""))


def test_protecting_and_unprotecting_decides_anew(client_as):
    person, client = make_hidden(protected=False), client_as("development")
    batch = uploaded()
    open_ones = pages(client, batch)
    protect(person, protected=True)
    hidden, codes = pages(client, batch), coded()
    protect(person, protected=False)

    assert codes == [True, True, True, False]
    assert [word in text for text in (open_ones, hidden, pages(client, batch)) for word in SECRETS] == [
        True, True, False, False, True, True,
    ]  # fmt: skip
    assert coded() == [False] * 4


def test_what_the_row_says_shows_while_the_name_is_revealed(client_as):
    hidden, client = make_hidden(), client_as("development")
    row = uploaded().rows.earliest("pk")
    page = f"/imports/{row.batch_id}/rows/{row.pk}/"
    before = client.get(page)
    client.post(f"/supporters/{hidden.pk}/reveal/", {"reason": "She called"})

    after = client.get(page)

    assert ["A zanzeernote" in answer.text for answer in (before, after)] == [False, True]
    assert "Reveal name" in before.text
    assert client_as("finance").post(page, {"leave_out": "1"}).status_code == 403


def test_those_who_may_reveal_are_asked_and_an_answer_shows_the_row_again(client_as):
    make_hidden()
    batch = uploaded()
    review = NameReview.objects.filter(object_type="imports.importrow").earliest("pk")

    answer_review(review=review, answer="other", by=make_user("development"), at=timezone.now())

    assert NameReview.objects.filter(object_type="imports.importrow").count() == 3
    assert coded() == [False, True, True, False]
    assert "A zanzeernote" in client_as("development").get(f"/imports/{batch.pk}/rows/{review.object_id}/").text


@pytest.mark.parametrize("asked", ["Zanzeer", "zanzeernote", "zanzeer@example.org"])
def test_no_search_finds_them(client_as, asked):
    make_hidden()
    batch, client = uploaded(), client_as("development")

    found = [
        client.get(page, {"q": asked, "show": "all"}).text
        for page in (f"/imports/{batch.pk}/", f"/imports/{batch.pk}/people/")
    ]

    assert [row.code in text for text in found for row in batch.rows.exclude(code="")] == [False] * 6


def test_no_household_bears_the_name_of_somebody_protected(client_as):
    make_hidden()
    batch = uploaded([["2024-07-02", "Omar Fileperson & Parveen Zanzeer", "31.00", "Cash", "General", ""]])

    services.commit(batch=batch, by=None, today=TODAY, at=timezone.now())

    assert [home for home in Household.objects.all() if "Zanzeer" in f"{home.shown_name} {home}"] == []


def test_the_document_of_a_run_names_neither_them_nor_whom_they_were_matched_with(tmp_path):
    hidden = make_hidden()
    path = tmp_path / "gifts.xlsx"
    path.write_bytes(xlsx({"Gifts": [HEAD, *ROWS]}))
    out = StringIO()

    call_command("import_file", str(path), json=True, stdout=out)

    told = json.loads(out.getvalue())["files"][0]
    assert [row["name"] for row in told["rows"]] == [PRIVATE, PRIVATE, PRIVATE, "Amina Testperson"]
    assert [
        word for word in (*SECRETS, f'supporter:{hidden.pk}"') if word.casefold() in out.getvalue().casefold()
    ] == []
    assert told["totals"]["cash_net_by_currency"] == {"USD": "130.00"}


def test_an_unexplained_file_shows_no_sample_of_such_a_row(client_as):
    make_hidden()
    odd = "Wer;Was\nParveen Zanzeer;zanzeernote\nUlf Beispiel;nichts\n"
    batch = services.upload(name="odd.csv", content=odd.encode(), by=None)

    page = client_as("development").get(f"/imports/{batch.pk}/columns/").text

    assert [word in page for word in (*SECRETS, "Ulf Beispiel", "nichts")] == [False, False, True, True]


def test_without_anybody_protected_rows_are_as_ever():
    uploaded()

    assert coded() == [False] * 4
    assert not NameReview.objects.exists()


def test_a_file_called_by_a_protected_person_goes_by_its_number(client_as):
    make_hidden()
    general_fund()
    client = client_as("development")
    content = xlsx({"Gifts": [HEAD, ROWS[3]]})

    batch = services.upload(name="Parveen_Zanzeer-gifts 2024.xlsx", content=content, by=None)

    assert (str(batch), batch.name) == (f"Import {batch.pk}", "Parveen_Zanzeer-gifts 2024.xlsx")
    pages = [client.get(address).content.decode() for address in ("/imports/", f"/imports/{batch.pk}/", "/")]
    assert [f"Import {batch.pk}" in page for page in pages] == [True] * 3
    assert not any("Zanzeer" in page for page in pages)


def test_the_name_of_a_file_follows_whom_it_names():
    person = make_hidden(protected=False)
    general_fund()
    content = xlsx({"Gifts": [HEAD, ROWS[3]]})
    batch = services.upload(name="Parveen Zanzeer.xlsx", content=content, by=None)
    services.commit(batch=batch, by=None, today=TODAY, at=timezone.now())
    names = [str(ImportBatch.objects.get())]
    for protected in (True, False):
        protect(person, protected=protected)
        names.append(str(ImportBatch.objects.get()))

    assert names == ["Parveen Zanzeer.xlsx", f"Import {batch.pk}", "Parveen Zanzeer.xlsx"]


def test_rows_are_looked_for_in_files_that_hold_the_name_alone():
    person = make_hidden(protected=False)
    mine, other = uploaded(), uploaded([["2024-07-05", "Amina Otherperson", "34.00", "Cash", "General", "A note"]])

    assert files_with("zanzeer") == {mine.pk}
    assert ImportRow.objects.filter(pk__in=private_rows.owned_by([person.pk]), batch=other).count() == 0
    assert len(private_rows.owned_by([person.pk])) == 3


def test_a_name_at_the_end_of_a_long_note_is_found():
    make_hidden()
    note = " ".join(["word"] * 600) + " and Parveen Zanzeer"

    batch = uploaded([["2024-07-05", "Amina Otherperson", "34.00", "Cash", "General", note]])

    assert batch.rows.get().code


def test_a_file_set_aside_is_found_by_its_name_alone():
    batch = uploaded()

    services.discard(batch=batch, by=None, at=timezone.now())

    assert files_with("zanzeer") == set()
