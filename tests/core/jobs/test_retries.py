"""Work that fails rests, longer each time, and is forgotten once nothing is left to do."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.utils import timezone

from core.jobs import retries
from core.models import FailedWork
from tests.core.jobs.poisoned import failing, fails

__all__ = ["failing"]

pytestmark = pytest.mark.usefixtures("organization")


def test_it_rests_and_longer_each_time(failing):
    _, drain, _ = failing
    first = FailedWork.objects.get()

    drain()
    again = FailedWork.objects.get()
    FailedWork.objects.update(next_at=timezone.now())
    with suppress(KeyError):
        drain()

    assert (first.attempts, again.attempts, again.next_at) == (1, 1, first.next_at)
    second = FailedWork.objects.get()
    assert second.attempts == 2
    assert second.next_at - second.failed_at > first.next_at - first.failed_at > timedelta(0)


def test_the_pause_grows_up_to_an_end():
    pauses = [retries.pause_after(attempts) for attempts in (1, 2, 3, 9, 1000)]

    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (retries.FIRST_PAUSE, retries.LONGEST_PAUSE)


def test_what_needs_nothing_any_more_is_forgotten(failing):
    kind, *_ = failing

    done = retries.work_off(kind=kind, keys=[], act=fails)

    assert (done, FailedWork.objects.count()) == ((0, None), 0)
