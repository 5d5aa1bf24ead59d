"""Staff read the rules applied beside a receipt: no code, no section of our own notes, no abbreviation of a state."""

import ast
import re
from decimal import Decimal
from pathlib import Path

import donations.deductibility
from donations.deductibility import Donor, decide
from tests.donations.deductibility.builders import make_facts

OURS = re.compile(r"receipt rules|[A-Z]{2,}_[A-Z]|^\d\.\d")
CODED = {"code", "state", "receipt_kind", "deductibility_status"}


def calls() -> list[tuple[str, ast.Call]]:
    """Every line of reasoning as it is written, by file and line."""
    package = Path(donations.deductibility.__file__).parent
    return [
        (f"{path.relative_to(package)}:{node.lineno}", node)
        for path in sorted(package.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "because"
    ]


def is_coded(call: ast.Call) -> bool:
    """Whether it holds one of our codes or notes, or fills one in."""
    parts = [part for argument in call.args for part in ast.walk(argument)]
    texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    filled = [part.value for part in parts if isinstance(part, ast.FormattedValue)]
    return any(OURS.search(text) for text in texts) or any(getattr(value, "attr", "") in CODED for value in filled)


def test_every_line_of_reasoning_is_in_plain_words():
    assert len(calls()) > 60
    assert [where for where, call in calls() if is_coded(call)] == []


def test_a_states_notice_is_told_by_the_states_name():
    facts = make_facts("50.00", donor=Donor(type="individual", state="PA"), registered_in_state=True)

    decision = decide(facts)

    assert decision.payment_amount == Decimal("50.00")
    assert "The notice required by Pennsylvania is on this document (10 P.S. 162.13(c))" in decision.rules
