"""The stand-in's own clock: real time, moved forward on request."""

import time

DAY = 86_400


class Clock:
    """Seconds since 1970 plus an offset that only grows (until ``reset``)."""

    def __init__(self, offset: float = 0.0):
        self.offset = offset

    def now(self) -> int:
        """The stand-in's time in whole seconds, as Stripe writes moments."""
        return int(self.exact())

    def exact(self) -> float:
        return time.time() + self.offset

    def advance(self, seconds: float) -> None:
        """Move forward by ``seconds`` (never back: created times would run backwards)."""
        if seconds < 0:
            raise ValueError("The clock only moves forward.")
        self.offset += seconds


def midnight_after(moment: int, days: int) -> int:
    """Midnight UTC ``days`` calendar days after ``moment``: when Stripe makes money available or pays it out."""
    return (moment // DAY + days) * DAY
