"""Every sentence that must always be true, asked of the whole database."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core import extend


class Command(BaseCommand):
    help = "Check every invariant of the ledger. Print the records that break one and exit with 1 if there are any."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        results = [{"invariant": item.name, "broken": list(item.broken())} for item in extend.entries(extend.Invariant)]
        broken = [result for result in results if result["broken"]]
        if options["json"]:
            self.stdout.write(json.dumps({"holds": not broken, "invariants": results}))
        else:
            self._print(results)
        if broken:
            raise SystemExit(1)

    def _print(self, results: list[dict[str, Any]]) -> None:
        for result in results:
            self.stdout.write(f"{'BROKEN' if result['broken'] else 'holds':>6}  {result['invariant']}")
            for row in result["broken"]:
                self.stdout.write(f"        {row}")
