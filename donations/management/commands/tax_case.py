"""Decide cases of a file by the tax rules: `manage.py tax_case FILE [--json]`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from donations.deductibility import BadFacts, Decision, decide, facts_from_case


class Command(BaseCommand):
    help = (
        "Decide tax cases: facts in, the document due, its amounts and the rules behind them out, as a JSON list of "
        '{"id", "decision"}. FILE holds one case, a list of cases or {"cases": [...]}; - reads standard input.'
    )
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--json", action="store_true", help="compact JSON, nothing else, on standard output")

    def handle(self, *, file: str, **options: Any) -> None:
        results, problems = [], []
        for place, case in enumerate(read_cases(file), start=1):
            name = case.get("id", str(place))
            try:
                results.append({"id": name, "decision": decide_case(case).as_dict()})
            except BadFacts as problem:
                problems.append(f"Case {name}: {problem}")
        indent = None if options["json"] else 2
        self.stdout.write(json.dumps(results, ensure_ascii=False, indent=indent))
        if problems:
            raise CommandError("\n".join(problems))


def read_cases(file: str) -> list[dict[str, Any]]:
    """The cases of a file. Raises `CommandError` with a sentence when it cannot be read or holds none."""
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8-sig")
        document = json.loads(text)
    except OSError as problem:
        raise CommandError(f"{file} cannot be read: {problem.strerror}.")
    except (UnicodeDecodeError, RecursionError):
        raise CommandError(f"{file} is not a text of JSON.")
    except json.JSONDecodeError as problem:
        raise CommandError(f"{file} is not JSON: {problem.msg} in line {problem.lineno}.")
    if isinstance(document, dict):
        document = document.get("cases", [document])
    if not isinstance(document, list) or not all(isinstance(case, dict) for case in document):
        raise CommandError(f"{file} holds no list of cases.")
    return document


def decide_case(case: dict[str, Any]) -> Decision:
    """The decision of one case; the facts stand under `facts` or are the case itself. Raises `BadFacts`."""
    return decide(facts_from_case(case.get("facts", {key: value for key, value in case.items() if key != "id"})))
