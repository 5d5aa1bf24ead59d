"""Compare stored receipts with what was issued: PDF bytes and printed text against the snapshots."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from receipts.models import Receipt
from receipts.verification import faults

CHUNK = 50


class Command(BaseCommand):
    help = "Verify every receipt: snapshot, stored bytes, and the text of the PDF. Exits 1 if any check fails."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, help="only receipts issued in this year")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = Receipt.objects.select_related("pdf").order_by("pk")
        if options["year"]:
            rows = rows.filter(year=options["year"])
        checked, broken = 0, []
        for receipt in rows.iterator(chunk_size=CHUNK):
            checked += 1
            if found := list(faults(receipt)):
                broken.append({"number": receipt.number, "faults": found})
        self._print(checked, broken, as_json=options["json"])
        if broken:
            raise SystemExit(1)

    def _print(self, checked: int, broken: list[dict[str, Any]], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"checked": checked, "sound": checked - len(broken), "broken": broken}))
            return
        for row in broken:
            self.stdout.write(f"{row['number']}: {'; '.join(row['faults'])}")
        self.stdout.write(f"{checked:,} checked, {len(broken):,} failed")
