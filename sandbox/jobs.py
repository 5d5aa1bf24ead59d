"""What falls due by itself: sessions expire, fees arrive, money becomes available, payouts reach the bank."""

from threading import Event, Thread

from sandbox import checkout
from sandbox.objects import balance_transactions, payouts, sessions

STEP = 0.2  # seconds between looks at the clock


def run_due(world) -> int:
    """Do everything that is due by the stand-in's clock, oldest first; returns how many things were done."""
    done = 0
    with world.store.transaction():
        while rows := _due(world):
            for row in rows:
                _JOBS[row["kind"]](world, world.store.get(row["id"]))
            done += len(rows)
    return done


def pass_time(world, seconds: float) -> int:
    """Move the clock by ``seconds``, doing on the way each thing at its own moment; returns how many were done."""
    with world.store.transaction():
        start, target, done = world.clock.exact(), world.clock.offset + seconds, 0
        while (moment := _next(world)) is not None and moment <= start + seconds:
            world.advance(max(0.0, moment - world.clock.exact()))
            done += run_due(world)
        world.advance(max(0.0, target - world.clock.offset))
        return done + run_due(world)


def waiting(world) -> int:
    """How many things are due now."""
    return len(_due(world))


def _due(world):
    sql = "SELECT id, kind FROM objects WHERE due IS NOT NULL AND due <= ? ORDER BY due, seq"
    return world.store.run(sql, (world.clock.exact(),))


def _next(world) -> float | None:
    return world.store.run("SELECT min(due) AS moment FROM objects")[0]["moment"]


_JOBS = {
    "checkout.session": sessions.expire_session,
    "charge": checkout.settle,
    "balance_transaction": balance_transactions.make_available,
    "payout": payouts.arrive,
}


class Ticker(Thread):
    """Looks at the clock a few times a second until stopped."""

    def __init__(self, world):
        super().__init__(name="ticker", daemon=True)
        self.world, self._stop_now = world, Event()

    def run(self):
        while not self._stop_now.wait(STEP):
            run_due(self.world)

    def stop(self):
        self._stop_now.set()
        self.join(2)
