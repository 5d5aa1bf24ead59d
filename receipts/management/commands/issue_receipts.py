"""Issue an acknowledgment for each gift whose receipt is not yet issued."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.clock import organization_today
from core.models import Organization
from receipts.issuing import queue, services
from receipts.printing import drawing


class Command(BaseCommand):
    help = (
        "Issue a receipt for every gift whose receipt is not yet issued. Imported history is left out until staff add "
        "it to receipts to issue."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, help="only gifts of this calendar year, by date of gift")
        parser.add_argument("--dry-run", action="store_true", help="show what would be issued without issuing")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        if not Organization.objects.exists():
            raise CommandError("Set up the organization first: receipts need its name and a signer.")
        gifts = queue.awaiting()
        if options["year"]:
            gifts = gifts.filter(gift_on__year=options["year"])
        result = self._preview(gifts) if options["dry_run"] else self._issue(gifts)
        if options["json"]:
            self.stdout.write(json.dumps(result))
        else:
            self._print(result)

    def _preview(self, gifts: Any) -> dict[str, Any]:
        found = services.preview(gifts=gifts, issued_on=organization_today())
        return {
            "dry_run": True,
            "issued": [
                {"gift": each.gift.spoken_number, "kind": each.kind.slug, "amount": str(each.gift.net_amount)}
                for each in found
                if not each.problems and each.kind
            ],
            "held": [
                {"gift": each.gift.spoken_number, "problems": list(each.problems)} for each in found if each.problems
            ],
        }

    def _issue(self, gifts: Any) -> dict[str, Any]:
        done = services.issue_receipts(gifts=list(gifts), by=None, issued_on=organization_today())
        while drawing.render_pending():
            pass
        return {
            "dry_run": False,
            "issued": [
                {
                    "number": receipt.number,
                    "gift": receipt.snapshot["gift"]["number"],
                    "kind": receipt.kind,
                    "amount": str(receipt.amount),
                }
                for receipt in done.new
            ],
            "held": [{"gift": held.gift.spoken_number, "problems": list(held.problems)} for held in done.not_issued],
        }

    def _print(self, result: dict[str, Any]) -> None:
        for row in result["issued"]:
            self.stdout.write(f"{row.get('number', 'would issue')}  {row['gift']}  {row['amount']}  {row['kind']}")
        for row in result["held"]:
            self.stdout.write(f"held  {row['gift']}  {' '.join(row['problems'])}")
        verb = "would be issued" if result["dry_run"] else "issued"
        self.stdout.write(f"{len(result['issued']):,} {verb}, {len(result['held']):,} held")
