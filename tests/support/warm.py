"""Management commands in processes that begin at once, to be killed.

A test that kills a process a hundred times would spend its time loading modules: here each is forked from one that has
loaded everything. Killed from outside, a process dies at some moment of the clock; with `die_at` it kills itself right
before that statement to the database, wherever a busy machine would have put it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any, NamedTuple

import django
from django.core.management import CommandError, call_command
from django.db.backends.signals import connection_created
from django.urls import get_resolver

from tests.support.databases import ROOT, OwnDatabase

READY = "ready\n"


class Ended(NamedTuple):
    """How a process ended: its code as `subprocess` gives it, and how many statements it sent; None when killed."""

    code: int
    statements: int | None


@dataclass(frozen=True)
class Running:
    """A command that was begun."""

    pid: int
    stable: Stable

    def kill(self) -> Ended:
        self.send(signal.SIGKILL)
        return self.wait()

    def send(self, number: int) -> None:
        """Send a signal; to one that ended already nothing happens."""
        os.kill(self.pid, number)

    def is_over(self) -> bool:
        return self.stable.ask({"is_over": self.pid})

    def wait(self) -> Ended:
        return Ended(*self.stable.ask({"wait": self.pid}))


@dataclass(frozen=True)
class Stable:
    """Where processes come from."""

    parent: subprocess.Popen[str]

    def start(self, *arguments: str, die_at: int | None = None) -> Running:
        """Begin a management command."""
        return Running(self.ask({"start": arguments, "die_at": die_at}), self)

    def ask(self, question: dict[str, Any]) -> Any:
        assert self.parent.stdin
        assert self.parent.stdout
        self.parent.stdin.write(json.dumps(question) + "\n")
        self.parent.stdin.flush()
        return json.loads(self.parent.stdout.readline())


@contextmanager
def stable(own: OwnDatabase, **environment: str) -> Iterator[Stable]:
    """Processes that work in a test's own database. Those still there when the block ends are killed."""
    parent = subprocess.Popen(
        [sys.executable, "-m", "tests.support.warm"],
        cwd=ROOT,
        env={**os.environ, **own.environment, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with parent:  # closing its input ends it
        assert parent.stdout
        assert parent.stdout.readline() == READY
        yield Stable(parent)


class Parent:
    """The loaded process: forks, and says how its children ended."""

    def __init__(self) -> None:
        self.children: dict[int, int] = {}
        self.ended: dict[int, Ended] = {}

    def answer(self, question: dict[str, Any]) -> Any:
        if "start" in question:
            return self._start(question["start"], question["die_at"])
        if "wait" in question:
            self._reap(question["wait"], 0)
            return self.ended[question["wait"]]
        self._reap(question["is_over"], os.WNOHANG)
        return question["is_over"] in self.ended

    def end(self) -> None:
        for pid in list(self.children):
            os.kill(pid, signal.SIGKILL)
            self._reap(pid, 0)

    def _start(self, arguments: list[str], die_at: int | None) -> int:
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            be(arguments, die_at, writing)
        os.close(writing)
        self.children[pid] = reading
        return pid

    def _reap(self, pid: int, how: int) -> None:
        if pid in self.ended:
            return
        done, status = os.waitpid(pid, how)
        if done:
            with os.fdopen(self.children.pop(pid)) as told:
                statements = told.read()
            self.ended[pid] = Ended(os.waitstatus_to_exitcode(status), int(statements) if statements else None)


def be(arguments: list[str], die_at: int | None, told: int) -> None:
    """Be the command, in the forked process, and never come back."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    numbers, code = count(1), 1
    watch = _counted(numbers, die_at)
    connection_created.connect(lambda connection, **rest: connection.execute_wrappers.append(watch), weak=False)
    try:
        call_command(*arguments)
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    except CommandError as error:
        code = error.returncode
    except BaseException:  # noqa: BLE001  nothing may come back from here
        traceback.print_exc()
    finally:
        os.write(told, str(next(numbers) - 1).encode())
        os._exit(code)


def _counted(numbers: count[int], die_at: int | None) -> Callable[..., Any]:
    """What every statement passes through."""

    def execute(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if next(numbers) == die_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    return execute


def main() -> None:
    """Load everything, then answer a question a line until there are no more."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    len(get_resolver().url_patterns)  # loads every page
    parent = Parent()
    print(READY, end="", flush=True)
    try:
        for line in sys.stdin:
            print(json.dumps(parent.answer(json.loads(line))), flush=True)
    finally:
        parent.end()


if __name__ == "__main__":
    main()
