"""The command that decides cases from a file: each answers for itself."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

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
