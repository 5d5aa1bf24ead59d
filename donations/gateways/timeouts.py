"""How long a processor is waited for: at most seconds inside a request, and not at all while it is known to be slow.

A worker or a command waits as long as the network lets it. Inside a request the whole of it has one budget, however
many questions are asked; when that has run out a few times, everybody (every process: the count is in the database)
stops asking for a while, so that a slow processor never holds up a page.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from core.http import rate_limits

Answer = TypeVar("Answer")
#: So many time-outs within this many seconds, and nobody asks from inside a request for `REST` seconds; from then on
#: one more is enough for the next rest.
TIMEOUTS, WITHIN, REST = 3, 600, 60
#: Requests of one process that may wait for the processor at the same moment.
AT_ONCE = 4
_RESTS = "processor:rests"


class Budget:
    """The seconds that are left for questions; what a page does itself takes nothing of them."""

    def __init__(self, seconds: float) -> None:
        self.left = seconds


_budget: ContextVar[Budget | None] = ContextVar("processor_budget", default=None)
_places = threading.BoundedSemaphore(AT_ONCE)
_pool = ThreadPoolExecutor(max_workers=AT_ONCE * 4, thread_name_prefix="processor")


class OutOfPatience(Exception):
    """The processor was not waited for any longer, or not asked at all."""


@contextmanager
def at_most(seconds: float | None) -> Iterator[None]:
    """Let everything the processor is asked inside take so many seconds together; None for as long as it takes."""
    token = _budget.set(None if seconds is None else Budget(seconds))
    try:
        yield
    finally:
        _budget.reset(token)


def is_hurried() -> bool:
    """Whether somebody waits for the answer."""
    return _budget.get() is not None


def rests() -> bool:
    """Whether nobody asks from inside a request just now, as the processor was slow."""
    return cache.get(_RESTS) is not None


def patiently(ask: Callable[[], Answer]) -> Answer:
    """What `ask` answers, in the time there is. It must touch nothing but the network. Raises `OutOfPatience`.

    A question is asked by a thread of its own: the network library counts each of its waits alone, and an answer that
    trickles in would take as long as it likes.
    """
    budget = _budget.get()
    if budget is None:
        return ask()
    if budget.left <= 0 or rests():
        raise OutOfPatience("Stripe is slow right now.")
    if not _places.acquire(blocking=False):
        raise OutOfPatience("Too many requests to Stripe are open right now.")
    began = time.monotonic()
    asked: Future[Answer] = _pool.submit(ask)
    try:
        return asked.result(timeout=budget.left)
    except TooSlow:
        asked.cancel()
        with suppress(DatabaseError):  # then it is counted another time
            note_timeout()
        raise OutOfPatience("Stripe did not answer in time.") from None
    finally:
        budget.left -= time.monotonic() - began
        _places.release()


def note_timeout() -> None:
    """Count a question that took too long; after `TIMEOUTS` of them the processor has its rest."""
    now = timezone.now()
    counted: dict[str, Any] = {"what": "processor", "who": "timeouts", "limit": TIMEOUTS, "seconds": WITHIN, "at": now}
    rate_limits.use_attempt(**counted)
    if rate_limits.used(**counted):
        cache.set(_RESTS, 1, REST)


class PatienceMiddleware:
    """One budget for each request: the setting PROCESSOR_SECONDS, for visitors and for people who signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user: Any = getattr(request, "user", None)
        visitors, staff = settings.PROCESSOR_SECONDS
        with at_most(staff if user is not None and user.is_authenticated else visitors):
            return self.get_response(request)
