"""Run one of several independent tasks so that its failure does not stop the others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class Attempt:
    """The result of a block under `attempted()`: the exception it raised, or None."""

    error: Exception | None = None


@contextmanager
def attempted(*, unless: tuple[type[Exception], ...] = ()) -> Iterator[Attempt]:
    """Keep what goes wrong inside: one gift, one notice, one app's drain must not stop the next.

        with attempted() as attempt:
            drain.run()
        if attempt.error:
            log.error("The drain failed.", exc_info=attempt.error)

    Whoever calls it says what becomes of the error. `unless` are errors that are no fault of this one thing's.
    """
    attempt = Attempt()
    try:
        yield attempt
    except unless:
        raise
    except Exception as error:  # noqa: BLE001  nobody can list what goes wrong in the work of other modules
        attempt.error = error
