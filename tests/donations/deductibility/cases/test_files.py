"""Reading case files, and what is said of those that cannot be read."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from donations.deductibility import BadFacts, facts_from_case

ORG = {"legal_name": "Example Relief, Inc.", "formation_date": "2012-08-21", "status": "recognized"}


def case(**facts):
    payments = [{"date": "2014-03-01", "amount": "150.00", "currency": "USD"}]
    return {
        "org": ORG,
        "donor": {"type": "individual"},
        "gift_kind": "cash",
        "method": "stripe_card",
        "payments": payments,
    } | facts


def test_values_are_decimals_and_dates():
    facts = facts_from_case(case(benefits=[{"description": "dinner", "qty": 2, "fmv_each": "45.00"}]))

    assert (facts.payments[0].amount, facts.payments[0].date) == (Decimal("150.00"), date(2014, 3, 1))
    assert facts.benefits[0].value == Decimal("90.00")


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (case(payments=[{"amount": 150.0}]), "“amount” must be a decimal in quotation marks, not 150.0."),
        (case(payments=[{"amount": "NaN"}]), "“amount” is not an amount: 'NaN'."),
        (case(payments=[{"amount": "-5.00"}]), "“amount” is not a usable amount: '-5.00'."),
        (case(payments=[{"amount": "ten"}]), "“amount” is not an amount: 'ten'."),
        (case(payments=[{"amount": "12,50"}]), "“amount” is not an amount: '12,50'."),
        (case(payments=[{"amount": "1e3"}]), "“amount” is not an amount: '1e3'."),
        (case(payments=[{"date": "2014-03-01"}]), "A payment has no amount."),
        (case(benefits=[{"description": "dinner"}]), "The benefit “dinner” has no value (`fmv_each`)."),
        (case(refunds=[{"date": "2014-03-02"}]), "A refund has no amount."),
        (case(donor={}), "The case does not say what kind of donor it is: “donor.type” is missing."),
        (case(org={}), "The case does not say the organization's status: “org.status” is missing."),
        (case(payments="many"), "“payments” must be a list of objects."),
        (case(issued="2014-02-30"), "“issued” must be a date like 2014-05-01, not '2014-02-30'."),
        (case(benefits=[{"qty": -1, "fmv_each": "1.00"}]), "“qty” must be a whole number from 0 to 1,000,000, not -1."),
        (case(same_transaction="yes"), "“same_transaction” must be true or false, not 'yes'."),
        ([], "The facts of a case must be an object with named values."),
    ],
)
def test_what_cannot_be_used_is_named(facts, sentence):
    with pytest.raises(BadFacts) as problem:
        facts_from_case(facts)

    assert str(problem.value) == sentence


@pytest.mark.parametrize(
    ("payment", "given"),
    [
        ({"amount": "103.20", "donor_intended_gift": "100.00", "donor_covered_fee": "3.20"}, "103.20"),
        ({"amount": "100.00", "donor_intended_gift": "100.00", "donor_covered_fee": "3.20"}, "103.20"),
        ({"amount": "100.00", "processor_fee": "3.20", "net_payout": "96.80"}, "100.00"),
        ({"amount": "110.00", "platform_tip": "10.00"}, "100.00"),
        ({"amount": "110.00", "platform_tip": "10.00", "to_msp": "100.00"}, "100.00"),
    ],
)
def test_fees_are_part_of_a_gift_and_tips_are_not(payment, given):
    assert facts_from_case(case(payments=[payment])).payments[0].given == Decimal(given)


def run(path):
    out = StringIO()
    call_command("tax_case", str(path), "--json", stdout=out)
    return json.loads(out.getvalue())


def test_command_decides_one_case_or_many(tmp_path):
    one, many = tmp_path / "one.json", tmp_path / "many.json"
    one.write_text(json.dumps({"id": "A", "facts": case()}))
    many.write_text(json.dumps({"cases": [{"id": "A", "facts": case()}, {"id": "B", "facts": case()}]}))

    decided = run(one)

    assert [item["id"] for item in run(many)] == ["A", "B"]
    assert decided[0]["decision"]["deductible_amount"] == "150.00"
    assert any("$150.00" in line for line in decided[0]["decision"]["rules"])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "is not valid JSON"),
        ("5", "does not contain a list of cases"),
        ("[1]", "does not contain a list of cases"),
        (None, "cannot be read"),
    ],
)
def test_command_refuses_what_is_no_case_file(tmp_path, content, sentence):
    path = tmp_path / "cases.json"
    if content is not None:
        path.write_text(content)

    with pytest.raises(CommandError, match=sentence):
        run(path)


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        (case(payments=[{"amount": 1}]), "amount"),
        (case(benefitz=[]), "benefitz"),
        ({"form_5471": "100.00"}, "form_5471"),
        ({"revenue": "many", "cases": [{"due": "2014-05-15"}]}, "revenue"),
        ({"event": {}}, "tickets"),
        ([], "object"),
        (None, "object"),
    ],
)
def test_a_case_that_cannot_be_decided_has_an_error_of_its_own_and_the_others_go_on(tmp_path, facts, named):
    path = tmp_path / "cases.json"
    path.write_text(json.dumps([{"id": "A", "facts": case()}, {"id": "B", "facts": facts}, {"id": "C"} | case()]))
    out, said = StringIO(), StringIO()

    call_command("tax_case", str(path), stdout=out, stderr=said)

    first, bad, last = json.loads(out.getvalue())
    assert first["decision"] == last["decision"]
    assert list(bad) == ["id", "error"]
    assert named in bad["error"]
    assert said.getvalue() == f"Case B: {bad['error']}\n"


def test_a_fact_beside_the_facts_is_named(tmp_path):
    path = tmp_path / "case.json"
    path.write_text(json.dumps({"id": "A", "facts": case(), "benefits": [{"fmv_each": "45.00"}]}))
    out = StringIO()

    call_command("tax_case", str(path), stdout=out, stderr=StringIO())

    assert json.loads(out.getvalue())[0]["error"] == "“benefits” must be inside “facts”, not beside them."


def test_given_cases_are_decided_as_expected():
    path = Path(__file__).parents[5] / "shared" / "domain" / "receipt-cases.json"
    if not path.exists():
        pytest.skip("the worked cases of ../shared/domain are not here")
    keys = ("receipt_kind", "tax_year", "deductible_amount", "non_deductible_amount", "cwa_required")
    cases = json.loads(path.read_text())["cases"]

    decided = {item["id"]: item["decision"] for item in run(path)}

    assert {item["id"]: [item["expected"][key] for key in keys] for item in cases} == {
        name: [decision[key] for key in keys] for name, decision in decided.items()
    }
