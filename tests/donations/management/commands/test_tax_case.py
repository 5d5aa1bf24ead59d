"""The command that decides cases from a file: each answers for itself."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from donations.management.commands import tax_case
from donations.management.commands.tax_case import read_cases

GOOD = {
    "org": {"legal_name": "Example Relief, Inc.", "formation_date": "2012-08-21", "status": "recognized"},
    "donor": {"type": "individual"},
    "gift_kind": "cash",
    "method": "stripe_card",
    "payments": [{"date": "2014-03-01", "amount": "100.00", "currency": "USD"}],
}


def decided(tmp_path, document, **options) -> tuple[list, str]:
    file = tmp_path / "cases.json"
    file.write_text(json.dumps(document))
    said, wrong = StringIO(), StringIO()
    call_command("tax_case", str(file), stdout=said, stderr=wrong, **options)
    return json.loads(said.getvalue()), wrong.getvalue()


def test_one_bad_case_does_not_stop_the_others(tmp_path):
    results, wrong = decided(tmp_path, {"cases": [{"id": "a", "facts": GOOD}, {"facts": {"payments": "many"}}, GOOD]})

    assert [result["id"] for result in results] == ["a", "2", "3"]
    assert results[0]["decision"]["payment_amount"] == results[2]["decision"]["payment_amount"] == "100.00"
    assert "“payments” must be a list" in results[1]["error"]
    assert wrong.startswith("Case 2: ")


def test_facts_stand_inside_or_alone(tmp_path):
    results, _ = decided(tmp_path, [{"facts": GOOD, "gift_kind": "cash"}])

    assert results[0]["error"] == "“gift_kind” must be inside “facts”, not beside them."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "is not valid JSON"),
        ("5", "does not contain a list of cases"),
        ("[1]", "does not contain a list of cases"),
    ],
)
def test_a_file_that_holds_no_cases_is_refused(tmp_path, text, sentence):
    file = tmp_path / "cases.json"
    file.write_text(text)

    with pytest.raises(CommandError, match=sentence):
        read_cases(str(file))
    with pytest.raises(CommandError, match="cannot be read"):
        read_cases(str(tmp_path / "none.json"))


HUGE = [
    ("count", GOOD | {"method": "payroll", "payments": [{"date": "biweekly 2014", "amount": "5.00", "count": 10**30}]}),
    ("count of digits", GOOD | {"payments": [{"date": "2014-03-01", "amount": "5.00", "count": int("9" * 4000)}]}),
    ("rate", GOOD | {"payments": [
        {"date": "2014-03-01", "amount": "9" * 15, "currency": "EUR", "spot_rate_usd": "9" * 15}]}),
    ("shares", GOOD | {"gift_kind": "publicly_traded_securities", "method": "stock_dtc", "payments": [], "property": {
        "issuer": "X", "shares": "9" * 15, "high": "9" * 15, "low": "1", "dtc_received": "2014-03-01"}}),
    ("moment", GOOD | {"payments": [{"amount": "5.00", "charged_at_utc": "9999-12-31T23:59:59Z"}]}),
    ("vehicle", GOOD | {"gift_kind": "vehicle", "method": None, "payments": [], "property": {
        "received": "9999-12-31", "gross_proceeds": "900.00"}}),
    ("ledger", GOOD | {"payments": [], "ledger": [{"date": "9999-12-31", "type": "gift", "amount": "5.00"}]}),
    ("tickets", {"event": {"tickets": 10**30, "price": "1.00", "fmv": "0.50"}}),
    ("half a ticket", {"event": {"tickets": 1.5, "price": "1.00", "fmv": "0.50"}}),
    ("negative tickets", {"event": {"tickets": -5, "price": "1.00", "fmv": "0.50"}}),
    ("years", {"fiscal_years": [10**30]}),
    ("a year of truth", {"fiscal_years": [True]}),
    ("repeated", {"line_1h": "1.00", "donors": {"A": f"{'9' * 12} x 1.00"}}),
    ("list of years", {"fiscal_years": 2014}),
    ("deep", {"donor": {"type": "individual", "name": {"a": [[[]]]}}, "org": {"status": "recognized"}}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "facts"), HUGE)
def test_a_case_of_impossible_size_is_its_own_error(tmp_path, name, facts):
    results, wrong = decided(
        tmp_path, [{"id": "a", "facts": GOOD}, {"id": name, "facts": facts}, {"id": "z", "facts": GOOD}]
    )

    assert ["decision" in result for result in results] == [True, False, True]
    assert 0 < len(results[1]["error"]) < 300
    assert wrong.startswith(f"Case {name}: ")


def test_an_error_nobody_foresaw_is_its_cases_own(tmp_path, monkeypatch):
    real = tax_case.decide

    def decide(facts):
        if facts.donor.name == "Zero":
            raise ZeroDivisionError("division by zero")
        return real(facts)

    monkeypatch.setattr(tax_case, "decide", decide)
    bad = GOOD | {"donor": {"type": "individual", "name": "Zero"}}

    results, _ = decided(tmp_path, [{"id": "a", "facts": GOOD}, {"id": "b", "facts": bad}, {"id": "c", "facts": GOOD}])

    assert [result["id"] for result in results if "decision" in result] == ["a", "c"]
    assert results[1]["error"] == "The case cannot be decided: ZeroDivisionError: division by zero."


def test_half_a_character_is_printed_as_json_writes_it(tmp_path):
    """Python's own streams refuse a lone surrogate; the command's output is read back as it was."""
    file, out = tmp_path / "cases.json", tmp_path / "out.json"
    file.write_text(
        json.dumps([{"id": "a\ud800", "facts": GOOD | {"donor": {"type": "business", "name": "A\ud800"}}}, GOOD])
    )

    with out.open("w", encoding="utf-8") as stream:
        call_command("tax_case", str(file), stdout=stream, stderr=StringIO())

    first, second = json.loads(out.read_text(encoding="utf-8"))
    assert (first["id"], first["decision"]["recipient"]) == ("a\ud800", "donor (A\ud800)")
    assert "decision" in second
