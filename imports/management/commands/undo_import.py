"""Undo one import, or show with `--dry-run` what would be removed and what must stay. See docs/commands.md."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.display import counted
from imports.models import ImportBatch
from imports.undoing.undo import NotCommitted, RecordsChanged, undo
from imports.undoing.undo_plan import UndoPlan, plan_undo


class Command(BaseCommand):
    help = "Undo an import, leaving any records that other records depend on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("batch", type=int, metavar="BATCH", help="the import's number, as in its page's address")
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would be undone without changing anything"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        batch = ImportBatch.objects.filter(pk=options["batch"]).first()
        if batch is None:
            raise CommandError(f"There is no import {options['batch']}.")
        committed = batch.state in (ImportBatch.State.APPLIED, ImportBatch.State.UNDONE)
        try:
            if not committed:
                raise NotCommitted(batch)
            done = plan_undo(batch) if options["dry_run"] else undo(batch=batch, by=None, at=timezone.now())
        except NotCommitted:
            raise CommandError(f"Import {batch.pk} has not been imported: there is nothing to undo.") from None
        except RecordsChanged:
            raise CommandError(
                "Someone else changed the same records just now, so nothing was undone. Try again."
            ) from None
        state = "planned" if options["dry_run"] else "nothing" if done.changes_nothing else "undone"
        if options["json"]:
            told = {"batch": batch.pk, "name": batch.shown_name, "state": state, **done.as_json()}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        else:
            self._show(batch, done, state)

    def _show(self, batch: ImportBatch, done: UndoPlan, state: str) -> None:
        words = {"planned": "would go", "undone": "gone", "nothing": "nothing to undo"}
        self.stdout.write(f"{batch.shown_name}: {words[state]}")
        for noun, count in done.counts():
            self.stdout.write(f"  {count:,} {noun}")
        if done.back:
            self.stdout.write(f"  {counted(len(done.back), 'change', 'changes')} put back")
        for stay in done.stays:
            self.stdout.write(f"  stays: {stay.noun} {stay.name}: {', '.join(stay.why)}. {' '.join(stay.todo)}")
