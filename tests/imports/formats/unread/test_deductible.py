"""What columns nobody reads say against an ordinary receipt is asked, and answered on the row's page."""

import pytest

from tests.imports.files import planned, records
from tests.imports.mapping.test_services import newest, upload
from tests.support.builders import make_fund

HEAD = "Date,Donor,Amount"
ROWS = ("2024-03-01,Ada Quentlin,15.00", "2024-03-02,Bert Ortmann,25.00", "2024-03-03,Cleo Dunmarsh,35.00")


def gifts(title: str, *said: str) -> list[str]:
    lines = [f"{row},{text}" for row, text in zip(ROWS, said, strict=False)]
    return [row.decision for row in records(planned("\n".join([f"{HEAD},{title}", *lines, ""])))]


@pytest.mark.parametrize(
    "title",
    ["Deductible", "Tax deductible?", "tax_deductible", "Tax-deductible (Y/N)", "Receiptable", "Receipt OK",
     "Charitable", "Tax receipt?", "Eligible for receipt", "May receipt", "Receipt eligible"],
)  # fmt: skip
def test_a_gift_that_may_have_no_receipt_is_asked(title):
    assert gifts(title, "Yes", "No", "Partial") == ["accept", "review", "review"]


@pytest.mark.parametrize("title", ["Deductible", "Receiptable"])
def test_a_blank_in_a_column_of_marks_is_asked(title):
    assert gifts(title, "x", "", "x") == ["accept", "review", "accept"]
    assert gifts(title, "", "", "") == ["accept"] * 3


@pytest.mark.parametrize(
    "title", ["No receipt", "Nondeductible", "Non-deductible", "Not tax deductible", "Benefits", "Quid pro quo",
              "Premium", "Goods or services"],
)  # fmt: skip
def test_a_title_that_says_it_the_other_way_round_is_read_so(title):
    assert gifts(title, "No", "Yes", "tote bag") == ["accept", "review", "review"]
    assert gifts(title, "", "none", "n/a") == ["accept"] * 3


@pytest.mark.parametrize(("title", "said"), [("Item", "Lamp"), ("Product", "Mug"), ("Lot #", "4"), ("Shirt size", "M"),
                                             ("Occasion", "Bake sale"), ("What for", "Raffle")])  # fmt: skip
def test_a_column_of_what_was_sold_is_asked(title, said):
    assert gifts(title, said, "") == ["review", "accept"]


@pytest.mark.parametrize(
    ("title", "said"),
    [("Receipt", "No"), ("Receipt sent", "No"), ("Tax receipt #", "1042"), ("Tax receipt sent", "no"), ("Item", "4"),
     ("Send receipt", "No"), ("Anonymous", "No"), ("Product", "Donation"), ("Source", "Thrift store")],
)  # fmt: skip
def test_what_became_of_a_receipt_is_not_asked(title, said):
    assert gifts(title, said, "") == ["accept", "accept"]


def test_a_column_someone_added_to_a_platforms_file_is_asked_too():
    titles = (
        "nationbuilder_donation_id,first_name,last_name,amount,payment_type_name,succeeded_at,failed_at,tracking_code"
    )
    rows = [f"{number},Ada,Quentlin,15.00,Cash,2024-03-0{number},,General" for number in (1, 2)]
    plan = planned("\n".join([f"{titles},Deductible", f"{rows[0]},Yes", f"{rows[1]},No", ""]))

    assert [row.decision for row in records(plan)] == ["accept", "review"]
    assert "“Deductible” says “No”" in records(plan)[1].reason


def test_the_row_is_answered_on_its_page(client_as, organization):
    client, fund = client_as("development"), make_fund("GEN", name="General")
    upload(client, f"{HEAD},Fund,Deductible\n{ROWS[0]},General,No\n{ROWS[1]},General,Yes\n".encode(), "list.csv")
    client.post(f"/imports/{newest().pk}/funds/", {"fund_0": fund.pk, "rest": fund.pk})
    row = newest().rows.get(decision="review")
    page = f"/imports/{newest().pk}/rows/{row.pk}/"

    assert "choose what was given, or leave the row out" in client.get(page).content.decode()
    said = {"name": "Ada Quentlin", "body": "person", "kind": "ticket", "amount": "15.00", "date": "2024-03-01"}
    client.post(page, {**said, "fund": fund.pk})

    row = newest().rows.get(row=row.row)
    assert (row.decision, row.kind) == ("accept", "ticket")
