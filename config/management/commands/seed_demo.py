"""A believable organization to try the product on."""

from __future__ import annotations

import json
from datetime import date
from random import Random
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from config.demo import dinners, giving, organization, people, receipts
from core.clock import organization_today
from core.models import Organization


class Command(BaseCommand):
    help = "Fill an empty database with demo data: people, two years of gifts, dinners and receipts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--supporters", type=int, default=240, help="number of people (default 240)")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same organization")
        parser.add_argument("--if-empty", action="store_true", help="do nothing if an organization is already set up")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        if Organization.objects.exists():
            if options["if_empty"]:
                return self._print(options, {"state": "kept"})
            raise CommandError("This database already has an organization. The demo needs an empty database.")
        if not settings.DEMO:
            raise CommandError("Set SOLIDARITY_DEMO=1 first, since the demo has accounts with a published password.")
        return self._print(options, seed(supporters=options["supporters"], number=options["seed"]))

    def _print(self, options: dict[str, Any], result: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(result))
            return
        self.stdout.write(", ".join(f"{key} {value}" for key, value in result.items()))


def seed(*, supporters: int, number: int) -> dict[str, Any]:
    """Write the demonstration; gives the counts. Receipts follow what is committed, as they do in real life."""
    today = organization_today()
    counts = _people_and_gifts(supporters, number, today)
    return {**counts, "receipts": receipts.acknowledge(today=today)}


@transaction.atomic
def _people_and_gifts(supporters: int, number: int, today: date) -> dict[str, Any]:
    random = Random(number)  # noqa: S311  not a secret
    organization.set_up(today=today)
    crowd = people.create_people(count=supporters, random=random)
    gifts = giving.record_giving(people=crowd, today=today, random=random)
    held = dinners.hold_dinners(people=crowd, today=today, random=random)
    counts = {"supporters": supporters + len(crowd.organizations), "gifts": len(gifts), "events": len(held)}
    return {"state": "seeded", **counts}
