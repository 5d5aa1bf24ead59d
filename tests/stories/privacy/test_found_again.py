"""What was typed before somebody was protected is as hidden as what is typed after: one question, in both orders."""

from collections.abc import Iterator

import pytest

from core.models import StoredFile
from crm.models import Supporter
from crm.protection import privacy
from crm.protection.typed_rows import recheck_all
from crm.services.supporters import update_supporter
from donations.models import GiftIntent
from imports import private_rows
from imports.models import ImportBatch, ImportRow
from tests.support import databases
from tests.support.builders import make_organization, make_supporter

pytestmark = pytest.mark.usefixtures("typed_before", "database")
WRITTEN = [
    "Parveen Zanzeer", "Parveen Begum Zanzeer", "Zanzeer", "P. Zanzeer", "Khan", "Parveen Khan", "Q. Khan",
    "Muhammad Quorn", "Elizabeth Quorn-Zanzeer", "Ali Khan", "The Zanzeer Family",
]  # fmt: skip
TYPED = [
    *WRITTEN,
    "Zanzeer, Parveen", "Ms. P. Zanzeer", "Parveen B. Zanzeer", "ZANZEER PARVEEN", "Parveen  Aliya Zanzeer",
    "Parveem Zanzeer", "Perveen Zanzir", "Dr. Parveen Zanzeer Jr.", "پروین زنزیر", "Mr. and Mrs. Zanzeer",
    "Omar & Parveen Zanzeer", "Quorn Khan", "Liz Quorn", "Liz Quorn Zanzeer", "Parveen K.", "Parveen Zanbeer",
    "Muhammad Ali Quorn", "A. Khan", "Omar Zanzeer", "Guest 4",
]  # fmt: skip
MEMO = "On behalf of {}, with thanks"
BOOKS = {"small": 0, "large": 50_000}
#: Each name among few people or among many by turns; the other way round in the long run.
AMONG = [
    pytest.param(name, book, id=f"{name}-{book}", marks=[] if (place + turn) % 2 else pytest.mark.long)
    for turn, book in enumerate(BOOKS)
    for place, name in enumerate(WRITTEN)
]


@pytest.fixture(scope="module")
def typed_before(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """What was typed while nobody was protected, the same for every test: whoever is protected comes afterward."""
    with django_db_blocker.unblock(), databases.written_once():
        make_organization()
        type_everywhere("before")
        yield


def protect(person: Supporter) -> None:
    fresh = Supporter.objects.get(pk=person.pk)
    update_supporter(supporter=fresh, values={"protected": True}, version=fresh.version, by=None)


def rows_of(batch: ImportBatch) -> list[ImportRow]:
    """A row whose giver, and one whose memo, is each of the names."""
    told = [{"name": name, "raw": {"Donor": name}} for name in TYPED]
    told += [{"name": "Amina Otherperson", "memo": MEMO.format(name)} for name in TYPED]
    return [ImportRow(batch=batch, row=place, decision="accept", plan=plan) for place, plan in enumerate(told)]


def bring_file(name: str, *, rows: bool) -> None:
    file = StoredFile.objects.first() or StoredFile.store(
        content=b"x", name="x", purpose=StoredFile.Purpose.UPLOAD, media_type="text/csv", owner=None
    )
    batch = ImportBatch.objects.create(file=file, name=f"{name}.csv", sha256=file.sha256, format="generic")
    made = rows_of(batch) if rows else []
    found = private_rows.decide(made)
    private_rows.name_file(batch)
    private_rows.file_sounds(batch, made)
    private_rows.ask(ImportRow.objects.bulk_create(made), found)


def type_everywhere(time: str) -> None:
    bring_file(f"gifts {time}", rows=True)
    for name in TYPED:
        bring_file(name, rows=False)
    GiftIntent.objects.bulk_create(
        [GiftIntent(nonce=f"{time} {name}", livemode=False, email="", amount=5, full_name=name) for name in TYPED]
    )


def shown() -> list[tuple[str, bool]]:
    """What was typed, and whether it is hidden, in the order of typing."""
    rows = [(f"row {name_of(row)}", bool(row.code)) for row in ImportRow.objects.order_by("pk")]
    files = [(f"file {one.name}", one.shown_name != one.name) for one in ImportBatch.objects.order_by("pk")]
    typed = [(f"intent {one.full_name}", one.hidden) for one in GiftIntent.objects.order_by("pk")]
    return [*rows, *(file for file in files if "gifts" not in file[0]), *typed]


def name_of(row: ImportRow) -> str:
    return row.plan.get("memo") or row.plan["name"]


def halves(found: list[tuple[str, bool]]) -> tuple[dict[str, bool], dict[str, bool]]:
    first: dict[str, bool] = {}
    second: dict[str, bool] = {}
    for name, hidden in found:
        (second if name in first else first)[name] = hidden
    return first, second


def test_the_nightly_look_finds_what_was_typed_at_the_moment_of_protecting():
    person = make_supporter("Parveen Begum Zanzeer")
    person.protected = True
    person.save()
    recheck_all.func()
    type_everywhere("after")

    before, after = halves(shown())

    assert before == after
    assert after["row Parveen Zanzeer"]


@pytest.mark.sqlite  # what names mean; `test_the_nightly_look_…` asks both databases about all that was typed
@pytest.mark.parametrize(("written", "book"), AMONG)
def test_what_was_typed_before_is_hidden_as_what_is_typed_after(written, book):
    person = make_supporter(written)
    Supporter.objects.filter(pk=make_supporter("Amina Otherperson").pk).update(number=BOOKS[book] or 2)
    protect(person)
    type_everywhere("after")

    before, after = halves(shown())

    assert {name: hidden for name, hidden in before.items() if hidden != after[name]} == {}
    assert {name for name in after if after[name]}.isdisjoint({"row Guest 4", "file Guest 4.csv", "intent Guest 4"})
    if privacy.is_about_protected(written) is privacy.About.HIDDEN:
        assert {after[f"row {written}"], after[f"file {written}.csv"], after[f"intent {written}"]} == {True}
