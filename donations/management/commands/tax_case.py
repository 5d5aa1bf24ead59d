"""Decide cases of a file by the tax rules: `manage.py tax_case FILE [--json]`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from donations.deductibility import BadFacts, Decision, decide, facts_from_case
from donations.deductibility.vocabulary import AROUND, CASE, KEYS

#: Digits of the longest whole number read as one.
LONGEST = 18
#: What facts of impossible size or shape cause in arithmetic, dates and look-ups.
UNREADABLE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


class Command(BaseCommand):
    help = (
        "Decide which document each tax case needs, with its amounts and the rules applied. Prints a JSON list of "
        '{"id", "decision"}, or {"id", "error"} for a case that cannot be decided. FILE contains one case, a list of '
        'cases or {"cases": [...]}; use - for standard input.'
    )
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--json", action="store_true", help="print compact JSON only")

    def handle(self, *, file: str, **options: Any) -> None:
        results = [answer(case, name=case.get("id", str(place))) for place, case in enumerate(read_cases(file), 1)]
        indent = None if options["json"] else 2
        self.stdout.write(printable(json.dumps(results, ensure_ascii=False, indent=indent)))
        for result in results:
            if "error" in result:
                self.stderr.write(printable(f"Case {result['id']}: {result['error']}"))


def read_cases(file: str) -> list[dict[str, Any]]:
    """The cases of a file. Raises `CommandError` with a sentence when it cannot be read or holds none."""
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8-sig")
        document = json.loads(text, parse_int=whole)
    except OSError as problem:
        raise CommandError(f"{file} cannot be read: {problem.strerror}.")
    except (UnicodeDecodeError, RecursionError):
        raise CommandError(f"{file} is not a JSON text file.")
    except json.JSONDecodeError as problem:
        raise CommandError(f"{file} is not valid JSON: {problem.msg} on line {problem.lineno}.")
    if isinstance(document, dict):
        document = document.get("cases", [document])
    if not isinstance(document, list) or not all(isinstance(case, dict) for case in document):
        raise CommandError(f"{file} does not contain a list of cases.")
    return document


def whole(text: str) -> int | str:
    """A whole number of a file; one longer than anything counted stays a text, which its own case refuses."""
    return int(text) if len(text) <= LONGEST else text


def printable(text: str) -> str:
    """Half of a character pair, which no terminal and no file can take, as JSON escapes it."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def answer(case: dict[str, Any], *, name: Any) -> dict[str, Any]:
    """The command's output for one case: its decision, or its error; other cases go on."""
    try:
        return {"id": name, "decision": decide_case(case).as_dict()}
    except BadFacts as problem:
        return {"id": name, "error": str(problem)}
    except UNREADABLE as problem:
        return {"id": name, "error": f"The case cannot be decided: {type(problem).__name__}: {problem}."}


def decide_case(case: dict[str, Any]) -> Decision:
    """The decision of one case; the facts are under `facts`, or are the case itself. Raises `BadFacts`."""
    if "facts" not in case:
        return decide(facts_from_case({key: value for key, value in case.items() if key not in AROUND}))
    if beside := sorted(set(case) & KEYS[CASE]):
        raise BadFacts(f"“{beside[0]}” must be inside “facts”, not beside them.")
    return decide(facts_from_case(case["facts"]))
