"""Questions that titles raise: one for all rows beneath, and one answer."""

from decimal import Decimal

import pytest

from imports.contexts import Context
from imports.matching.known_records import KnownRecords
from imports.planning.headings import Heading
from imports.planning.planner import FilePlan, plan_file
from tests.imports.files import FUNDS, xlsx

PEOPLE = "Name,Email\nAna Pinto,ana@example.com\nTom Vance,tom@example.com\n,bo@example.com\n"
GIFTS = "Name,Date,Amount,Method,Fund\nAna Pinto,2024-01-05,50,,General\nTom Vance,2024-01-06,75,Check,General\n"
CONTACT = "is the heading of this list: choose whether these people may be contacted."


def read(data: bytes | str, name: str, **answers: str) -> FilePlan:
    """A file planned with answers by the beginning of their questions: `former="skip"`."""
    content = data.encode() if isinstance(data, str) else data
    asked = plan_file(name, content, KnownRecords(), Context(funds=FUNDS)).headings
    told = {one.question: answers[key] for one in asked for key in answers if one.question.startswith(f"“{key}")}
    assert len(told) == len(answers)
    return plan_file(name, content, KnownRecords(), Context(funds=FUNDS, headings=told))


def decisions(file: FilePlan) -> list[str]:
    return [row.decision for row in file.plan.rows]


def test_a_title_is_asked_once_for_all_rows_and_told_in_the_document():
    file = read(PEOPLE, "former members.csv")

    assert decisions(file) == ["review"] * 3
    assert file.headings == [Heading(f"“former members” {CONTACT}", 3, ("",))]
    (asked,) = file.as_json()["asked"]
    assert (asked["question"], asked["rows"], asked["sheets"]) == (f"“former members” {CONTACT}", 3, [""])
    assert asked["answers"][:2] == ["usual", "contact_no"]


def test_each_sheet_with_a_title_is_asked_and_the_others_go_on():
    rows = [["Name", "Email"], ["Ana Pinto", "ana@example.com"]]
    others = [["Name", "Email"], ["Tom Vance", "tom@example.com"]]
    book = xlsx({"Moved": rows, "Board": others, "Minors": [["Name", "Email"], ["Bo Lund", "bo@example.com"]]})

    file = read(book, "people.xlsx", Moved="mail_no")

    assert [(one.question.split("”")[0], one.sheets) for one in file.headings] == [
        ("“Moved", ("Moved",)),
        ("“Minors", ("Minors",)),
    ]
    assert [row.decision for row in file.plan.rows if row.decision != "ignore"] == ["accept", "accept", "review"]
    moved = next(row for row in file.plan.rows if row.party.written == "Ana Pinto")
    assert dict(moved.party.told.consents) == {"mail": False}


@pytest.mark.parametrize(
    ("answer", "consents"),
    [
        ("usual", {}),
        ("contact_no", {"email": False, "phone": False, "text": False, "mail": False}),
        ("email_no", {"email": False}),
        ("email_bad", {}),
        ("text_no", {"text": False}),
    ],
)
def test_one_answer_says_how_all_people_beneath_may_be_contacted(answer, consents):
    file = read(PEOPLE, "former members.csv", former=answer)

    assert decisions(file) == ["accept"] * 3  # one of them without a name, by the email
    assert [dict(row.party.told.consents) for row in file.plan.rows] == [consents] * 3
    assert bool(file.plan.rows[0].party.told.bad_emails) is (answer == "email_bad")


def test_rows_skipped_by_a_title_stay_in_the_file_with_the_reason():
    file = read(PEOPLE, "duplicates to delete.csv", duplicates="skip")

    assert (file.state, decisions(file)) == ("planned", ["ignore"] * 3)
    assert "Skipped, as you chose: “duplicates to delete”" in file.plan.rows[0].reason
    assert len(file.headings) == 1  # and may be answered otherwise


@pytest.mark.parametrize(
    ("answer", "kind", "amount"), [("gift", "gift", "50"), ("pledge", "pledge", "50"), ("refund", "refund", "-50")]
)
def test_one_answer_says_what_gifts_are(answer, kind, amount):
    file = read(GIFTS, "Eid pledge drive.csv", Eid=answer)

    row = file.plan.rows[0]
    assert (row.decision if answer != "refund" else "accept", row.kind, row.amount) == ("accept", kind, Decimal(amount))


def test_a_payment_that_a_pledge_would_not_have_is_asked_again():
    paid = read(GIFTS, "Eid pledge drive.csv", Eid="pledge").plan.rows[1]

    assert (paid.decision, paid.kind) == ("review", "pledge")
    assert paid.reason == "You chose pledges, but the row has a payment method: choose the type."


def test_what_else_a_row_asks_is_still_asked():
    odd = GIFTS.replace("50,,General", "50 or 60,,General")

    row = read(odd, "Eid pledge drive.csv", Eid="gift").plan.rows[0]

    assert row.decision in ("review", "reject")
    assert row.reason
    assert "pledges" not in row.reason


def test_a_heading_between_rows_is_asked_once_for_the_rows_beneath():
    lines = ["Name,Date,Amount,Fund", "Ana Pinto,2024-01-05,50,General", "Returned checks:,,,"]
    lines += ["Tom Vance,2024-01-06,75,General", "Bo Lund,2024-01-07,20,General", ""]

    file = read("\n".join(lines), "log.csv", Returned="skip")

    assert decisions(file) == ["accept", "ignore", "ignore", "ignore"]
    assert [one.rows for one in file.headings] == [2]


def test_a_title_with_quotation_marks_is_quoted_without_them():
    file = read(PEOPLE, "the “former” members.csv")

    assert [one.question for one in file.headings] == [f"“the 'former' members” {CONTACT}"]


def test_currencies_of_two_titles_are_chosen_once():
    rows = [["Amounts in GBP"], ["Name", "Date", "Amount", "Fund"], ["Ana Pinto", "2024-01-05", "50", "General"]]

    asked = plan_file("EUR gifts.xlsx", xlsx({"Gifts": rows}), KnownRecords(), Context(funds=FUNDS)).headings
    told = {asked[0].question: "EUR"}
    file = plan_file("EUR gifts.xlsx", xlsx({"Gifts": rows}), KnownRecords(), Context(funds=FUNDS, headings=told))

    assert [value for value, _ in asked[0].choices] == ["usual", "GBP", "EUR"]
    assert [(row.decision, row.currency) for row in file.plan.rows][-1] == ("accept", "EUR")
