import json
from datetime import date
from decimal import Decimal

import pytest

from crm.names.people import parse_names
from imports.contexts import Context, FundAliases
from imports.matching.known_records import KnownGift, KnownOrganization, KnownPerson, KnownRecords
from imports.planning.planner import document, plan_file
from imports.plans import Reference
from tests.imports.files import SAMPLES, planned, records, samples

TITLES = "S.No,Date,Name,Amount,How paid,For,Notes"


def lines(*rows: str) -> str:
    return "\n".join([TITLES, *rows])


def decisions(text: str, known: KnownRecords | None = None) -> list[tuple[int, str, str | None, str | None]]:
    return [(row.row, row.decision, row.gift, row.same_as) for row in records(planned(text, "list.csv", known=known))]


def known_gift(**facts) -> KnownRecords:
    vance = KnownPerson("7", parse_names("Tom Vance").people[0])
    gift = {
        "key": "g1",
        "kind": "gift",
        "date": date(2024, 3, 14),
        "amount": Decimal("50.00"),
        "currency": "USD",
        "supporter": "7",
    }
    return KnownRecords(people=[vance], gifts=[KnownGift(**{**gift, **facts})])


def test_a_line_pasted_twice_is_a_duplicate_of_the_first() -> None:
    line = "1,2024-03-14,Tom Vance,50,Check 9,wells,"

    assert decisions(lines(line, line)) == [(2, "accept", "new:2", None), (3, "duplicate", "new:2", None)]


def test_the_same_line_further_down_is_a_question() -> None:
    cash = "1,2024-03-14,Tom Vance,50,Cash,wells,"

    found = decisions(lines(cash, "2,2024-03-15,Gul Orakzai,5,Cash,wells,", cash))
    assert [decision for _, decision, _, _ in found] == ["accept", "accept", "review"]


def test_one_check_written_twice_in_other_words_is_a_question() -> None:
    found = decisions(
        lines("1,2024-03-14,Tom Vance,50,Check 9,wells,", '2,2024-03-20,"VANCE, TOM",50.00,chk #9,General,')
    )

    assert [decision for _, decision, _, _ in found] == ["accept", "review"]


def test_a_refund_carries_the_gift_it_takes_from() -> None:
    text = lines("1,2024-03-14,Tom Vance,50,Cash,wells,", "2,2024-03-20,Tom Vance,($20.00),Cash,wells,returned")

    assert [gift for _, _, gift, _ in decisions(text)] == ["new:2", "new:2"]
    assert planned(text).totals.cash_net_by_currency == {"USD": Decimal("30.00")}


@pytest.mark.parametrize(
    "gift",
    [
        "2024-03-14,Gul Orakzai,50,Cash,wells,",
        "2024-03-14,Tom Vance,10,Cash,wells,",
        "2024-03-25,Tom Vance,50,Cash,wells,",
    ],
)
def test_a_refund_without_its_gift_is_held(gift: str) -> None:
    found = decisions(lines(f"1,{gift}", "2,2024-03-20,Tom Vance,-20,Cash,wells,"))

    assert [decision for _, decision, _, _ in found] == ["accept", "review"]


def test_a_positive_amount_said_to_be_returned_is_held() -> None:
    assert [d for _, d, _, _ in decisions(lines("1,2024-03-14,Tom Vance,50,Cash,wells,returned"))] == ["review"]


def test_a_check_on_record_is_the_same_gift() -> None:
    known = known_gift(references=(Reference("check", "number", "9"),))

    assert decisions(lines("1,2024-03-20,Tom Vance,50,Check 9,wells,"), known) == [(2, "accept", "g1", None)]


@pytest.mark.parametrize("row", ["2024-03-20,Tom Vance,60,Check 9,wells,", "2024-12-20,Tom Vance,50,Check 9,wells,"])
def test_a_check_number_alone_proves_nothing(row: str) -> None:
    known = known_gift(references=(Reference("check", "number", "9"),))

    ((_, decision, gift, same_as),) = decisions(lines(f"1,{row}"), known)
    assert (decision, gift, same_as) == ("accept", "new:1", None)


def test_the_same_amount_from_the_same_person_within_days_may_be_the_same_gift() -> None:
    near = decisions(lines("1,2024-03-21,Tom Vance,50,Cash,wells,"), known_gift())
    far = decisions(lines("1,2024-03-22,Tom Vance,50,Cash,wells,"), known_gift())

    assert near == [(2, "accept", "new:1", "g1")]
    assert far == [(2, "accept", "new:1", None)]


def test_one_gift_on_record_answers_for_one_row_only() -> None:
    text = lines("1,2024-03-14,Tom Vance,50,Cash,wells,a", "2,2024-03-15,Tom Vance,50,Cash,wells,b")

    assert [same_as for _, _, _, same_as in decisions(text, known_gift())] == ["g1", None]


def test_organizations_are_found_on_record_by_any_spelling() -> None:
    known = KnownRecords(organizations=[KnownOrganization("o1", "Harbor Lights Bakery LLC")])
    plan = planned(lines('1,2024-03-14,"HARBOR LIGHTS BAKERY, L.L.C.",50,Cash,wells,'), "list.csv", known=known)

    assert [row.organization for row in records(plan)] == ["o1"]
    assert plan.organizations["o1"].is_new is False


def test_files_planned_together_see_each_other_and_count_a_gift_once() -> None:
    known, context = KnownRecords(), Context()
    log = lines("1,2024-03-14,Tom Vance,50,Check 9,wells,", "2,2024-03-15,Gul Orakzai,5,Cash,wells,").encode()
    deposits = (
        b"Deposit Date,Check #,Name on Check,Amount\n2024-03-20,9,VANCE TOM,50.00\n2024-03-20,10,VANCE TOM,7.00\n"
    )
    files = []
    for name, data in (("log.csv", log), ("deposits.csv", deposits)):
        files.append(plan_file(name, data, known, context))
        known.remember(files[-1].plan)
    told = document(files)

    first, second = (file.plan.rows for file in files)
    assert second[0].gift == first[0].gift
    assert second[0].supporter == second[1].supporter == first[0].supporter
    assert files[1].plan.totals.cash_net_by_currency == {"USD": Decimal("57.00")}
    # 50 once, 5 and 7
    assert told["totals"]["cash_net_by_currency"] == {"USD": "62.00"}
    assert json.loads(json.dumps(told)) == told


def test_refused_files_leave_nothing() -> None:
    file = plan_file("x.csv", b"", KnownRecords(), Context())

    assert (file.state, file.plan.rows, file.as_json()["totals"]["decisions"]) == ("refused", [], {})


def test_fund_names_are_mapped_and_unknown_ones_said() -> None:
    plan = planned(
        lines(
            "1,2024-03-14,Tom Vance,50,Cash,WELLS,",
            "2,2024-03-15,Tom Vance,5,Cash,Roof,",
            "3,2024-03-16,Tom Vance,6,Cash,,",
        )
    )

    assert [row.fund for row in records(plan)] == ["WELL", None, "GEN"]
    assert plan.warnings == ["These fund names are not matched with a fund yet: “Roof” (1)."]


def test_a_longer_text_that_names_one_fund_means_it() -> None:
    funds = FundAliases.from_csv("fund_code,fund,alias\nDIN,Spring Dinner,Dinner\nWELL,Well Drilling,wells\n")

    assert [funds.code_for(text) for text in ("Table sponsor, Spring Dinner", "dinner", "something", "", None)] == [
        "DIN", "DIN", None, None, None
    ]  # fmt: skip


@samples
def test_the_sample_log_is_read_as_its_truth_says() -> None:
    truth = json.loads((SAMPLES / "truth" / "truth_ledger.json").read_text(encoding="utf-8"))
    path = next((SAMPLES / "files").glob("*Donor Log*.xlsx"))
    funds = FundAliases.from_csv((SAMPLES / "truth" / "fund_aliases.csv").read_text(encoding="utf-8-sig"))
    file = plan_file(path.name, path.read_bytes(), KnownRecords(), Context(funds=funds))

    totals, wanted = file.plan.totals.as_json(), truth["files"][path.name]["money"]
    assert {name: totals[name] for name in wanted if name in totals} == {
        name: wanted[name] for name in wanted if name in totals
    }
