"""The worker: does the jobs that were asked for and what waits in the tables, until it is stopped."""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections, connections
from django.utils import timezone

from core import extend
from core.clock import office_time
from core.db.changes import Changes
from core.jobs import running, schedule
from core.jobs.attempts import attempted
from core.models import WorkerBeat
from core.organization import readiness

log = logging.getLogger(__name__)
PAUSE_SECONDS = 2.0
#: How often a worker says that it is at work.
BEAT_SECONDS = 10.0
#: How often a worker looks for work while nothing is written: some becomes due by the clock.
LOOK_SECONDS = 10.0
#: How long a connection is used: opening one costs more than an idle round.
CONNECTED_SECONDS = 60.0
#: What the log says once signals stop the worker in an orderly way.
READY = "The worker is running."


def run_drains(drains: Sequence[extend.Drain] | None = None) -> tuple[dict[str, int], dict[str, str]]:
    """Run every drain once (or those given), in order: how much each did, and what went wrong with the others.

    A drain that fails is logged and leaves the others running: receipts must not wait for a mail server.
    """
    done: dict[str, int] = {}
    failed: dict[str, str] = {}
    for drain in extend.entries(extend.Drain) if drains is None else drains:
        with attempted() as attempt, office_time():  # one app's fault must not stop the others' work
            done[drain.name] = drain.run()
        if attempt.error:
            log.error("Task “%s” failed and will be retried.", drain.name, exc_info=attempt.error)
            failed[drain.name] = type(attempt.error).__name__
    return done, failed


def round_of(drains: Sequence[extend.Drain], changes: Changes) -> bool:
    """Run drains unless nothing was written since they found nothing to do; returns whether more is left."""
    if not changes.may_be_new():
        return False
    done, failed = run_drains(drains)
    if failed or any(done.values()):
        changes.again()  # one may have left work to another that comes earlier
    return leaves_more(drains, done)


def leaves_more(drains: Sequence[extend.Drain], done: dict[str, int]) -> bool:
    """Whether one of these drains did as much as one round may, so that there is probably more."""
    return any(each.full is not None and done.get(each.name, 0) >= each.full for each in drains)


def name_of_this_worker() -> str:
    """The same for as long as this process lives, and no other's."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}"


def beat(name: str) -> None:
    """Say that this worker is at work."""
    WorkerBeat.objects.update_or_create(name=name, defaults={"at": timezone.now()})


def work_off_jobs(*, worker: str, stopping: threading.Event) -> int:
    """Ask for what is due by the clock, then do every job that waits; how many were done."""
    schedule.ask_due(at=timezone.now())
    done = 0
    while not stopping.is_set() and running.run_next(worker=worker, stopping=stopping):
        done += 1
    return done


class Command(BaseCommand):
    help = "Run background jobs and pending tasks (sync, orders, receipts, mail) until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="run every task once and stop; exit with 1 if one fails"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON document (with --once)")

    def handle(self, *args: Any, **options: Any) -> None:
        readiness.refuse(pages=False)
        if options["once"]:
            return self._once(as_json=options["json"])
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        log.info(READY)
        self._work(name_of_this_worker(), stopped)
        return None

    def _work(self, name: str, stopped: threading.Event) -> None:
        """Beat, jobs and every drain that waits for somebody's server on threads of their own, so that neither a long
        job nor a slow processor holds up receipts, orders and letters."""
        drains = extend.entries(extend.Drain)
        loops: list[Callable[..., None]] = [self._do_jobs, self._beat]
        loops += [partial(self._drain, [each]) for each in drains if each.asks_outside]
        beside = [threading.Thread(target=loop, args=(name, stopped)) for loop in loops]
        for thread in beside:
            thread.start()
        self._drain([each for each in drains if not each.asks_outside], name, stopped)
        for thread in beside:
            thread.join()

    def _drain(self, drains: list[extend.Drain], _name: str, stopped: threading.Event) -> None:
        changes = Changes(LOOK_SECONDS)
        self._repeat(lambda: round_of(drains, changes), PAUSE_SECONDS, stopped)

    def _do_jobs(self, name: str, stopped: threading.Event) -> None:
        changes = Changes(LOOK_SECONDS)

        def act() -> None:
            if changes.may_be_new() and work_off_jobs(worker=name, stopping=stopped):
                changes.again()

        self._repeat(act, PAUSE_SECONDS, stopped)

    def _beat(self, name: str, stopped: threading.Event) -> None:
        self._repeat(lambda: beat(name), BEAT_SECONDS, stopped)

    def _repeat(self, act: Callable[[], bool | None], pause: float, stopped: threading.Event) -> None:
        """Act again and again with pauses, and without one when it says that more is left."""
        more, renewed = None, float("-inf")
        while not stopped.is_set():
            with attempted() as attempt:  # the database may be away for a while; the next round tries again
                if time.monotonic() - renewed > CONNECTED_SECONDS:
                    close_old_connections()
                    renewed = time.monotonic()
                more = act()
            if attempt.error:
                more, renewed = None, float("-inf")
                log.error("The worker had an error and continues.", exc_info=attempt.error)
            if not more:
                stopped.wait(pause)
        connections.close_all()

    def _once(self, *, as_json: bool) -> None:
        jobs = work_off_jobs(worker=name_of_this_worker(), stopping=threading.Event())
        done, failed = run_drains()
        done = {"jobs": jobs, **done}
        if as_json:
            self.stdout.write(json.dumps({"done": done, "failed": failed}))
        else:
            for name, count in done.items():
                self.stdout.write(f"{name}: {count}")
            for name, kind in failed.items():
                self.stderr.write(f"{name}: failed with {kind}")
        if failed:
            raise SystemExit(1)
