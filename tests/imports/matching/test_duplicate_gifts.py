"""Which gift on record a row tells of, and which gift a refund takes from."""

from datetime import date
from decimal import Decimal

import pytest

from crm.names.people import parse_names
from imports.matching.duplicate_gifts import find_refunded
from imports.matching.known_records import KnownGift, KnownPerson, KnownRecords
from imports.plans import ACCEPT, GIFT, REFUND, REVIEW, PlannedRow

from tests.imports.files import planned, records, xlsx  # isort: skip

ANN = "supporter:1"


def gift(key: str, amount: str, on: date = date(2024, 1, 5), **fields) -> KnownGift:
    return KnownGift(key, GIFT, on, Decimal(amount), "USD", supporter=ANN, **fields)


def refund(amount: str, on: date = date(2024, 2, 1), row: int = 9, **fields) -> PlannedRow:
    values = {"kind": REFUND, "date": on, "amount": Decimal(amount), "currency": "USD", "decision": ACCEPT}
    return PlannedRow("", row, **values, supporter=ANN, **fields)


def attached(made: PlannedRow, *gifts: KnownGift) -> PlannedRow:
    find_refunded([made], KnownRecords(gifts=list(gifts)))
    return made


def test_a_refund_takes_from_the_one_gift_of_its_amount():
    row = attached(refund("-20"), gift("gift:1", "20"), gift("gift:2", "50"))

    assert (row.gift, row.note) == ("gift:1", "Refund of this donor's gift of 2024-01-05.")


def test_two_gifts_of_the_amount_are_asked_about():
    row = attached(refund("-20"), gift("gift:1", "20"), gift("gift:2", "20", date(2024, 1, 6)))

    assert (row.gift, row.decision) == (None, REVIEW)
    assert "more than one gift of that amount" in row.reason


def test_a_refund_before_the_gift_or_of_another_fund_is_not_of_it():
    assert attached(refund("-20", date(2024, 1, 4)), gift("gift:1", "20")).gift is None
    assert attached(refund("-20", fund="LIB"), gift("gift:1", "20", fund="GEN")).gift is None


def test_a_gift_is_refunded_once():
    first, second = refund("-20"), refund("-20", row=10)

    find_refunded([first, second], KnownRecords(gifts=[gift("gift:1", "20")]))

    assert (first.gift, second.gift, second.decision) == ("gift:1", None, REVIEW)


def listed(line: str, *gifts: KnownGift) -> PlannedRow:
    known = KnownRecords(people=[KnownPerson(ANN, parse_names("Sakina Tirmizi").people[0])], gifts=list(gifts))
    (row,) = records(planned(f"Date,Name,Amount,How paid\n{line}", "list.csv", known=known))
    return row


def test_the_same_amount_of_the_same_donor_within_days_may_be_the_same_gift():
    assert listed("2024-01-06,Sakina Tirmizi,20,Cash", gift("gift:1", "20")).same_as == "gift:1"
    assert listed("2024-01-06,Sakina Tirmizi,21,Cash", gift("gift:1", "20")).same_as is None
    assert listed("2024-09-06,Sakina Tirmizi,20,Cash", gift("gift:1", "20")).same_as is None


DAYS = [date(2024, 1, day) for day in (9, 10, 12, 13)]


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("name", ["Sakina Tirmizi", "Sakeena Tirmizy", "S. Tirmizi"])
def test_of_several_equal_gifts_the_one_of_the_day_or_the_nearest_may_be_repeated(name: str, order: int):
    gifts = [gift(f"gift:{day.day}", "15", day) for day in DAYS][::order]

    for told, nearest in (("09", 9), ("10", 10), ("12", 12), ("13", 13), ("07", 9), ("15", 13)):
        assert listed(f"2024-01-{told},{name},15,", *gifts).same_as == f"gift:{nearest}"


@pytest.mark.parametrize("order", [1, -1])
def test_a_row_of_another_day_leaves_a_gift_to_the_row_of_its_day(order: int):
    known = KnownRecords(
        people=[KnownPerson(ANN, parse_names("Sakina Tirmizi").people[0])],
        gifts=[gift("gift:12", "15", date(2024, 1, 12)), gift("gift:14", "15", date(2024, 1, 14))],
    )
    lines = ["2024-01-11,Sakina Tirmizi,15", "2024-01-12,Sakina Tirmizi,15"][::order]
    found = records(planned("\n".join(["Date,Name,Amount", *lines]), "list.csv", known=known))

    assert {row.date.day: row.same_as for row in found} == {11: "gift:14", 12: "gift:12"}


HEAD = ["Donor", "Date", "Amount", "Fund"]
YEAR = [["Ana Pinto", "2024-03-08", 50, "General"], ["Tom Vance", "2024-03-09", 75, "General"]]


@pytest.mark.parametrize("name", ["2023 (copy)", "March", "Thank-yous"])
def test_a_sheet_that_repeats_another_is_asked_once_and_counts_no_gift_twice(name: str) -> None:
    other = [["Bo Lund", "2024-03-10", 20, "General"]]
    plan = planned(xlsx({"2024": [HEAD, *YEAR], name: [HEAD, *YEAR, *other]}))

    assert [(row.sheet, row.decision) for row in records(plan)] == [
        ("2024", "accept"), ("2024", "accept"), (name, "review"), (name, "review"), (name, "accept"),
    ]  # fmt: skip
    question = f"“{name}” repeats rows of “2024”: choose whether these are the same gifts."
    assert {row.reason for row in records(plan) if row.decision == "review"} == {question}
    assert plan.totals.cash_net_by_currency == {"USD": Decimal(145)}  # 50 + 75 + 20


@pytest.mark.parametrize(("answer", "total"), [("skip", 145), ("usual", 270)])
def test_one_answer_settles_a_sheet_that_repeats_another(answer: str, total: int) -> None:
    other = [["Bo Lund", "2024-03-10", 20, "General"]]
    question = "“Copy” repeats rows of “2024”: choose whether these are the same gifts."

    plan = planned(xlsx({"2024": [HEAD, *YEAR], "Copy": [HEAD, *YEAR, *other]}), headings={question: answer})

    assert plan.totals.cash_net_by_currency == {"USD": Decimal(total)}


def test_gifts_of_one_day_to_two_funds_or_by_two_checks_are_two() -> None:
    head = [*HEAD, "Check #"]
    first, second = ["Ana Pinto", "2024-03-08", 50, "General", 11], ["Ana Pinto", "2024-03-08", 50, "wells", 12]

    plan = planned(xlsx({"Operating": [head, first], "Projects": [head, second]}))

    assert [row.decision for row in records(plan)] == ["accept", "accept"]
