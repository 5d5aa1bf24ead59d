"""Warnings as staff read them: every code the rules raise has a sentence."""

import ast
from pathlib import Path

import donations.deductibility
from donations.deductibility.wording import warnings

SOURCES = Path(donations.deductibility.__file__).parent


def raised() -> set[str]:
    """The codes written in calls of `warn`."""
    calls = [
        node
        for path in SOURCES.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "warn"
    ]
    return {arg.value for call in calls for arg in call.args if isinstance(arg, ast.Constant)}


def test_every_warning_has_a_sentence():
    assert len(raised()) > 50
    assert raised() - set(warnings.SENTENCES) == set()


def test_a_sentence_is_one():
    assert [said for said in warnings.SENTENCES.values() if not (said[:1].isupper() and said.endswith("."))] == []


def test_a_code_without_a_sentence_is_read_as_its_words():
    assert warnings.sentence("ask_the_irs") == "Ask the IRS."
    assert warnings.sentence("send_by_jan_31") == "Send the statement by January 31."
