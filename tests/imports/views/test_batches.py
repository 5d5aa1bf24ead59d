"""Uploading through HTTP: the preview, the commit, what is refused, and hostile content shown as text."""

import re
from collections import Counter
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from crm.models import Supporter
from donations.models import Gift, Movement
from imports import overview
from imports.models import ImportBatch, ImportRow
from imports.views.forms import likely_fund
from tests.imports.books import small_log
from tests.imports.files import xlsx
from tests.support.builders import make_fund, make_supporter
from tests.support.lists import queries
from tests.support.markup import one_line

pytestmark = pytest.mark.usefixtures("organization")
FUNDS = (("GEN", "General"), ("WELL", "Water wells"), ("AID", "Water and bread"))


@pytest.fixture
def funds(organization):
    return [make_fund("GEN", name="General"), make_fund("WELL", name="Wells")]


def upload(client, content, name="log.xlsx"):
    return client.post("/imports/new/", {"file": SimpleUploadedFile(name, content)}, follow=True)


def test_a_log_is_uploaded_seen_and_committed(client_as, funds):
    client = client_as("development")

    preview = upload(client, small_log()).content.decode()
    batch = ImportBatch.objects.get()
    done = client.post(f"/imports/{batch.pk}/commit/", follow=True).content.decode()

    assert "$950.00" in preview
    assert "£100.00 GBP" in preview
    assert Movement.objects.raised().total() == Decimal("950")
    assert "No receipts were queued" in done


def test_every_problem_is_named_by_sheet_and_row(client_as, funds):
    client = client_as("development")
    upload(client, small_log())

    page = client.get(f"/imports/{ImportBatch.objects.get().pk}/", {"decision": "review"}).content.decode()

    assert "2024, row 10" in page
    assert "names a month but no day" in page


def test_a_row_can_be_answered_on_its_page(client_as, funds):
    client = client_as("development")
    upload(client, small_log())
    batch = ImportBatch.objects.get()
    client.post(f"/imports/{batch.pk}/commit/")
    row = next(row for row in batch.rows.all() if row.plan["name"] == "Tariq Monthly")
    address = f"/imports/{batch.pk}/rows/{row.pk}/"

    wrong = client.post(
        address, {"kind": "gift", "amount": "0", "date": "2999-01-01", "fund": funds[0].pk, "donor": ""}
    )
    client.post(address, {"kind": "gift", "amount": "40", "date": "2024-03-15", "fund": funds[0].pk, "donor": ""})

    assert wrong.status_code == 422
    assert Gift.objects.get(supporter__full_name="Tariq Monthly").amount == Decimal("40")


def test_a_row_can_be_left_out_for_good(client_as, funds):
    client = client_as("development")
    upload(client, small_log())
    batch = ImportBatch.objects.get()
    client.post(f"/imports/{batch.pk}/commit/")
    row = batch.rows.filter(state=ImportRow.State.WAITING).first()

    client.post(f"/imports/{batch.pk}/rows/{row.pk}/", {"leave_out": "1"})

    row.refresh_from_db()
    assert row.state == ImportRow.State.LEFT_OUT


def test_rates_are_asked_for_by_currency_and_day(client_as, funds):
    client = client_as("development")
    upload(client, small_log())
    batch = ImportBatch.objects.get()
    client.post(f"/imports/{batch.pk}/commit/")

    page = client.get(f"/imports/{batch.pk}/rates/").content.decode()
    empty = client.post(f"/imports/{batch.pk}/rates/", {"source": "H.10", "rate_0": ""})
    client.post(f"/imports/{batch.pk}/rates/", {"source": "H.10", "rate_0": "1.25"})

    assert "GBP on Mar 9, 2024" in page
    assert empty.status_code == 422
    assert Gift.objects.get(supporter__full_name="Omar Faraway").amount == Decimal("125")


def test_a_refused_file_is_a_sentence_beside_the_field(client_as):
    answer = upload(client_as("development"), b"<html><table><tr><td>1</td></tr></table></html>", "log.xlsx")

    assert answer.status_code == 422
    assert re.search(r'class="err".*?(Excel|upload)', answer.content.decode(), re.S)
    assert ImportBatch.objects.count() == 0


def test_names_that_are_code_are_shown_as_text(client_as, funds):
    client = client_as("development")
    bad = '<script>alert("x")</script>'
    content = xlsx({bad[:20].replace("/", ""): [["Date", "Name", "Amount", bad], ["2024-01-05", bad, "5.00", "=1+1"]]})

    page = upload(client, content).content.decode()

    assert "<script>alert" not in page


@pytest.mark.parametrize("role", ["admin", "events", "door", "board"])
def test_others_may_not_import(client_as, role):
    assert upload(client_as(role), small_log()).status_code == 403


def test_the_preview_asks_a_constant_number_of_queries(client_as, funds):
    client = client_as("development")
    upload(client, small_log())
    small = ImportBatch.objects.get()
    extra = [["2024-07-01", f"Zainab Newcomer{n}", "30.00", "Cash", "General", ""] for n in range(30)]
    upload(client, small_log(extra=extra), "more.xlsx")
    large = ImportBatch.objects.exclude(pk=small.pk).get()

    assert len(queries(client, f"/imports/{large.pk}/")) == len(queries(client, f"/imports/{small.pk}/"))


def test_the_rows_that_need_a_person_come_first_with_counts_by_outcome(client_as, funds):
    client = client_as("development")
    upload(client, small_log())
    batch = ImportBatch.objects.get()

    page = one_line(client.get(f"/imports/{batch.pk}/").content)

    tabs = re.findall(
        r'<a href="\?show=([\w-]+)"(?:\s+aria-current="(page)")?[^>]*>.*?<span class="count">(\d+)', page, re.S
    )
    shown = {slug: int(count) for slug, _, count in tabs}
    decisions = Counter(batch.rows.values_list("decision", flat=True))
    assert [slug for slug, current, _ in tabs if current] == ["held"]
    assert shown == {
        "held": decisions["review"],
        "unusable": decisions["reject"],
        "import": decisions["accept"],
        "no-gift": decisions["ignore"],
        "all": batch.rows.count(),
    }
    assert "names a month but no day" in page
    assert "Sameena" not in page


def test_every_outcome_holds_each_row_once(client_as, funds):
    client = client_as("development")
    upload(client, small_log())
    batch = ImportBatch.objects.get()

    def rows_by_outcome():
        return sum(count for _, count in overview.outcomes(ImportBatch.objects.get(pk=batch.pk)))

    planned = rows_by_outcome()
    client.post(f"/imports/{batch.pk}/commit/")

    assert (planned, rows_by_outcome()) == (batch.rows.count(), batch.rows.count())


def test_a_row_that_may_repeat_a_gift_in_the_books_is_held_before_the_commit(client_as, funds):
    client = client_as("development")
    upload(client, small_log())
    client.post(f"/imports/{ImportBatch.objects.get().pk}/commit/")
    upload(client, small_log(extra=[["2024-07-01", "Zainab Newcomer", "30.00", "Cash", "General", ""]]), "again.xlsx")
    again = ImportBatch.objects.latest("pk")

    found = {outcome.slug: count for outcome, count in overview.outcomes(again)}

    repeated = [row for row in again.rows.filter(decision="accept") if row.plan["same_as"]]
    assert found["held"] == again.rows.filter(decision="review").count() + len(repeated)
    assert found["import"] == again.rows.filter(decision="accept").count() - len(repeated)


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


def test_fund_names_that_differ_in_case_are_asked_about_once(client_as, organization):
    client, fund = client_as("development"), make_fund("WATER", name="Water wells")
    rows = [
        ["2024-01-05", f"Donor {word}", "5.00", text] for word, text in zip("AB", ("Relief", "RELIEF "), strict=True)
    ]
    upload(client, xlsx({"Gifts": [["Date", "Name", "Amount", "Fund"], *rows]}))
    batch = ImportBatch.objects.get()

    page = client.get(f"/imports/{batch.pk}/funds/").content.decode()
    empty = client.post(f"/imports/{batch.pk}/funds/", {"fund_0": ""})
    client.post(f"/imports/{batch.pk}/funds/", {"fund_0": "", "rest": fund.pk})

    assert page.count('name="fund_') == 1
    assert empty.status_code == 422
    assert {row.plan["fund"] for row in batch.rows.all()} == {"WATER"}


def test_a_fund_is_suggested_only_when_one_fits(organization):
    general, wells, more = (make_fund(code, name=name) for code, name in FUNDS)

    found = [likely_fund(name, [general, wells, more]) for name in ("gen fund", "wells", "water", "", "of the fund")]

    assert found == [general, wells, None, None, None]


def test_a_row_left_out_by_mistake_can_still_be_recorded(client_as, funds):
    client = client_as("development")
    upload(client, small_log())
    batch = ImportBatch.objects.get()
    client.post(f"/imports/{batch.pk}/commit/")
    row = next(row for row in batch.rows.all() if row.plan["name"] == "Tariq Monthly")
    address = f"/imports/{batch.pk}/rows/{row.pk}/"
    client.post(address, {"leave_out": "1"})
    answer = {"kind": "gift", "amount": "40", "date": "2024-03-15", "fund": funds[0].pk, "donor": ""}

    for _ in range(2):
        client.post(address, answer)

    assert Gift.objects.filter(supporter__full_name="Tariq Monthly").count() == 1


def test_the_answer_names_its_donor_by_any_part_of_the_name(client_as, funds):
    client, donor = client_as("development"), make_supporter("Bushra Uncommonname")
    upload(client, small_log())
    batch = ImportBatch.objects.get()
    client.post(f"/imports/{batch.pk}/commit/")
    row = next(row for row in batch.rows.all() if row.plan["name"] == "Tariq Monthly")
    answer = {"kind": "gift", "amount": "40", "date": "2024-03-15", "fund": funds[0].pk}

    wrong = client.post(f"/imports/{batch.pk}/rows/{row.pk}/", {**answer, "donor": "Nobody Ofthisname"})
    client.post(f"/imports/{batch.pk}/rows/{row.pk}/", {**answer, "donor": "uncommon"})

    assert wrong.status_code == 422
    assert Gift.objects.get(amount=40).supporter == donor


def test_after_the_commit_the_page_says_what_to_do_next(client_as, funds):
    client = client_as("development")
    upload(client, small_log())
    batch = ImportBatch.objects.get()

    page = client.post(f"/imports/{batch.pk}/commit/", follow=True).content.decode()

    assert "What to do next" in page
    assert "/acknowledgments/history/" in page
    assert f"/imports/{batch.pk}/rates/" in page


def test_a_file_of_which_no_row_can_be_written_offers_no_commit(client_as, funds):
    client = client_as("development")
    upload(client, xlsx({"S": [["Date", "Name", "Amount"], ["2024-01-05", "Somebody Here", "none"]]}))
    batch = ImportBatch.objects.get()

    page = client.get(f"/imports/{batch.pk}/").content.decode()

    assert "No row of this file can be imported" in page
    assert f"/imports/{batch.pk}/commit/" not in page


def test_a_file_that_was_imported_says_so_on_upload(client_as, funds):
    client = client_as("development")
    upload(client, small_log())
    batch = ImportBatch.objects.get()
    client.post(reverse("imports:commit", args=[batch.pk]))

    answer = client.post(reverse("imports:upload"), {"file": SimpleUploadedFile("copy.xlsx", small_log_again(batch))})

    page = answer.content.decode()
    assert (answer.status_code, ImportBatch.objects.count()) == (422, 1)
    assert "This file was already imported" in page
    assert reverse("imports:batch-detail", args=[batch.pk]) in page


def test_a_file_that_waits_to_be_imported_is_shown_again(client_as, funds):
    client = client_as("development")
    upload(client, small_log())
    batch = ImportBatch.objects.get()

    answer = client.post(reverse("imports:upload"), {"file": SimpleUploadedFile("copy.xlsx", small_log_again(batch))})

    assert (answer.status_code, answer.url) == (302, reverse("imports:batch-detail", args=[batch.pk]))
    assert ImportBatch.objects.count() == 1


def small_log_again(batch):
    """The bytes of a file once more: a workbook written anew differs by its time."""
    return bytes(batch.file.content)


def test_a_fund_may_be_called_by_anything_that_looks_like_a_value(client_as, organization):
    fund, client = make_fund("GEN", name="General"), client_as("development")
    names = ["2024", "NaN", "1e999", "true", "null", "0.10"]
    lines = [
        "Date,Name,Amount,Fund",
        *(f"2024-03-0{n},Person {n} Example,0.10,{name}" for n, name in enumerate(names, 1)),
    ]
    upload(client, "\n".join(lines).encode(), "list.csv")
    batch = ImportBatch.objects.get()

    asked = overview.fund_names(batch)
    page = client.get(f"/imports/{batch.pk}/funds/").content.decode()
    client.post(f"/imports/{batch.pk}/funds/", {**{f"fund_{n}": fund.pk for n in range(len(asked))}, "rest": fund.pk})
    client.post(f"/imports/{batch.pk}/commit/")

    assert sorted(name.spellings[0] for name in asked) == sorted(names)
    assert {tuple(name.sums) for name in asked} == {("$0.10",)}
    assert all(name in page for name in names)
    assert Movement.objects.raised().total() == Decimal("0.60")
