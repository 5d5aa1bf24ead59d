"""The worker: does what waits in the tables, every two seconds, until it is stopped."""

from __future__ import annotations

import json
import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from core import extend

log = logging.getLogger(__name__)
PAUSE_SECONDS = 2.0


def run_drains() -> tuple[dict[str, int], dict[str, str]]:
    """Run every drain once, in order: how much each did, and what went wrong with the others.

    A drain that fails is logged and leaves the others running: receipts must not wait for a mail server.
    """
    done: dict[str, int] = {}
    failed: dict[str, str] = {}
    for drain in extend.entries(extend.Drain):
        try:
            done[drain.name] = drain.run()
        except Exception as error:  # noqa: BLE001  one app's fault, whatever it is, must not stop the others' work
            log.exception("The drain “%s” failed; it is tried again.", drain.name)
            failed[drain.name] = type(error).__name__
    return done, failed


class Command(BaseCommand):
    help = "Do what waits in the tables (sync, orders, receipts, mail), every two seconds, until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="run every drain once and end; exit 1 when one fails")
        parser.add_argument("--json", action="store_true", help="print one JSON document (with --once)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            return self._once(as_json=options["json"])
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        log.info("The worker is working.")
        while not stopped.is_set():
            close_old_connections()
            run_drains()
            stopped.wait(PAUSE_SECONDS)
        return None

    def _once(self, *, as_json: bool) -> None:
        done, failed = run_drains()
        if as_json:
            self.stdout.write(json.dumps({"done": done, "failed": failed}))
        else:
            for name, count in done.items():
                self.stdout.write(f"{name}: {count}")
            for name, kind in failed.items():
                self.stderr.write(f"{name}: failed with {kind}")
        if failed:
            raise SystemExit(1)
