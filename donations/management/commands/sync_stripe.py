"""Catch up with Stripe: missed notifications, balance transactions without a time limit, and payouts."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from donations import gateways
from donations.gateways.base import GatewayError
from donations.processor import backfill

USUAL_DAYS = 3


class Command(BaseCommand):
    help = "Fetch everything from Stripe since a date: notifications, balance transactions, payouts. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--since", type=_moment, help=f"YYYY-MM-DD (default: {USUAL_DAYS} days ago)")
        parser.add_argument("--dry-run", action="store_true", help="count what would be checked, but change nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        if gateways.current() is None:
            raise CommandError("Online giving is off: no Stripe key is set.")
        now = timezone.now()
        since = options["since"] or now - timedelta(days=USUAL_DAYS)
        try:
            done = backfill.catch_up(since=since, at=now, dry_run=options["dry_run"])
        except GatewayError as error:
            raise CommandError(f"Stripe could not be reached: {error}") from error
        counts = {"since": since.isoformat(), "dry_run": options["dry_run"], **done._asdict()}
        if options["json"]:
            self.stdout.write(json.dumps(counts))
        else:
            for name, count in counts.items():
                count = "; ".join(count) or "none" if name == "problems" else count
                self.stdout.write(f"{name}: {count}")
        if done.failed or done.problems:
            raise SystemExit(1)


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
