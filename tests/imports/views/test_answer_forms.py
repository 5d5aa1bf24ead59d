"""Answers to one row, and to fund names and rates."""

from decimal import Decimal

import pytest

from donations.models import Gift, Movement
from imports import overview
from imports.models import ImportBatch, ImportRow
from tests.imports.books import small_log
from tests.imports.files import xlsx
from tests.imports.views.uploads import funds, upload
from tests.support.builders import make_fund, make_supporter

__all__ = ["funds"]

pytestmark = pytest.mark.usefixtures("organization")


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


def test_rates_sent_twice_or_changed_write_one_gift(client_as, funds):
    client = client_as("development")
    upload(client, small_log())
    batch = ImportBatch.objects.get()
    client.post(f"/imports/{batch.pk}/commit/")

    for rate in ("1.25", "1.25", "1.30"):
        client.post(f"/imports/{batch.pk}/rates/", {"source": "H.10", "rate_0": rate})

    assert [gift.amount for gift in Gift.objects.filter(supporter__full_name="Omar Faraway")] == [Decimal("125")]


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


def test_a_row_whose_fund_nobody_matched_comes_with_none_chosen(client_as, funds):
    client = client_as("development")
    upload(client, small_log())
    batch = ImportBatch.objects.get()
    client.post(f"/imports/{batch.pk}/commit/")
    row = next(row for row in batch.rows.all() if row.plan["name"] == "Tariq Monthly")
    ImportRow.objects.filter(pk=row.pk).update(plan={**row.plan, "fund": None})
    address = f"/imports/{batch.pk}/rows/{row.pk}/"

    page = client.get(address)
    refused = client.post(address, {"kind": "gift", "amount": "40", "date": "2024-03-15", "donor": ""})

    field = page.context["form"]["fund"]
    assert (field.value(), next(iter(field.field.choices))[1], field.field.required) == (None, "Choose a fund", True)
    assert "Choose the fund this gift is for." in refused.text
