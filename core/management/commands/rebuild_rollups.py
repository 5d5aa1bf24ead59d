"""Recalculate the totals stored beside the ledger."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from core import audit, extend


class Command(BaseCommand):
    help = "Recalculate the totals stored beside the ledger. Needed only if check_ledger says that they differ from it."

    def handle(self, *args: Any, **options: Any) -> None:
        for entry in extend.entries(extend.Rollup):
            entry.rebuild()
            self.stdout.write(f"Rebuilt: {entry.name}")
        audit.record(None, "rollups.rebuilt")
