"""Limit how long a request waits for a payment processor.

Workers and commands wait as long as the HTTP client allows. A request has one time budget for all its calls. After
several requests ran out of it, no request calls the processor for a while (counted in the database, so across all
processes), so that a slow processor never blocks the site.
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

from core.http.rate_limits import TEN_MINUTES, Limit

Answer = TypeVar("Answer")
#: When it is reached, requests make no calls for `REST` seconds; after that a single timeout starts the next pause.
TIMEOUTS = Limit(
    what="processor",
    most=3,
    seconds=TEN_MINUTES,
    per="organization",
    why="Requests to Stripe that took too long: for the next minute, pages answer without asking Stripe.",
)
REST = 60
#: How many requests of one process may wait for the processor at the same time.
AT_ONCE = 4
_RESTS = "processor:rests"


class Budget:
    """The seconds a request may still wait for the processor. The page's own work is not deducted."""

    def __init__(self, seconds: float) -> None:
        self.left = seconds


_budget: ContextVar[Budget | None] = ContextVar("processor_budget", default=None)
_places = threading.BoundedSemaphore(AT_ONCE)
_pool = ThreadPoolExecutor(max_workers=AT_ONCE * 4, thread_name_prefix="processor")


class ProcessorTimeout(Exception):
    """The processor did not answer in the time budget, or was not asked because it was slow before."""


@contextmanager
def time_budget(seconds: float | None) -> Iterator[None]:
    """Limit all calls to the processor in the block to `seconds` in total; None for no limit."""
    token = _budget.set(None if seconds is None else Budget(seconds))
    try:
        yield
    finally:
        _budget.reset(token)


def has_budget() -> bool:
    """Whether calls are limited by a time budget, as they are inside a request."""
    return _budget.get() is not None


def is_paused() -> bool:
    """Whether calls from requests are paused, because several timed out lately."""
    return cache.get(_RESTS) is not None


def within_budget(ask: Callable[[], Answer]) -> Answer:
    """Run `ask` in a thread and wait for it no longer than the budget. Raises `ProcessorTimeout`. `ask` must not use
    the database.

    A thread is needed because the HTTP client's timeout counts each read alone, and a slow trickle of bytes never
    reaches it.
    """
    budget = _budget.get()
    if budget is None:
        return ask()
    if budget.left <= 0 or is_paused():
        raise ProcessorTimeout("Stripe is slow right now.")
    with _place(budget):
        asked: Future[Answer] = _pool.submit(ask)
        try:
            return asked.result(timeout=budget.left)
        except TooSlow:
            asked.cancel()
            with suppress(DatabaseError):  # then it is counted another time
                note_timeout()
            raise ProcessorTimeout("Stripe did not answer in time.") from None


@contextmanager
def _place(budget: Budget) -> Iterator[None]:
    """Wait for a free slot; the wait counts against the budget. At an event many guests pay at once, and a slot is free
    again in less than a second."""
    began = time.monotonic()
    if not _places.acquire(timeout=budget.left):
        budget.left = 0
        raise ProcessorTimeout("Too many requests to Stripe are open right now.")
    try:
        budget.left -= time.monotonic() - began
        began = time.monotonic()
        yield
    finally:
        budget.left -= time.monotonic() - began
        _places.release()


def note_timeout() -> None:
    """Count a timeout; after `TIMEOUTS` within `WITHIN` seconds, calls from requests pause for `REST` seconds."""
    now = timezone.now()
    TIMEOUTS.use_attempt(who="timeouts", at=now)
    if TIMEOUTS.is_reached(who="timeouts", at=now):
        cache.set(_RESTS, 1, REST)


class ProcessorTimeoutMiddleware:
    """Sets a time budget for each request: the setting PROCESSOR_SECONDS."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user: Any = getattr(request, "user", None)
        visitors, staff = settings.PROCESSOR_SECONDS
        with time_budget(staff if user is not None and user.is_authenticated else visitors):
            return self.get_response(request)
