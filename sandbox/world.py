"""What every part of the stand-in works on: settings, clock, state, and events that leave as webhooks."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event as Signal

from stripe._api_version import _ApiVersion

from sandbox.clock import Clock
from sandbox.config import Settings
from sandbox.ids import new_id
from sandbox.store import Store

API_VERSION = _ApiVersion.CURRENT


@dataclass
class Controls:
    """What the control plane changes while the process runs. ``mode`` is deliver, hold or drop."""

    webhook_url: str | None
    fee_delay: float
    mode: str = "deliver"
    copies: int = 1
    faults: list = field(default_factory=list)


@dataclass(frozen=True)
class Manner:
    """How one payment's webhooks behave: all of them ``delay`` seconds late, each sent ``copies`` times."""

    delay: float = 0
    copies: int = 1


class World:
    def __init__(self, settings: Settings):
        self.settings = settings
        self.store = Store(settings.state)
        self.clock = Clock(self.store.fact("clock_offset", 0.0))
        self.controls = Controls(settings.webhook_url, settings.fee_delay)
        self.wake = Signal()  # set when there may be something to deliver
        self._cause: dict | None = None

    @property
    def now(self) -> int:
        return self.clock.now()

    @contextmanager
    def caused_by(self, request_id: str | None, idempotency_key: str | None = None):
        """One transaction whose events name this API request as their cause."""
        with self.store.transaction():
            before, self._cause = self._cause, {"id": request_id, "idempotency_key": idempotency_key}
            try:
                yield
            finally:
                self._cause = before

    def emit(self, type: str, body: dict, previous: dict | None = None, manner: Manner | None = None) -> dict:
        """Record an event about ``body`` as it is now, and queue its webhook."""
        data = {"object": body} if previous is None else {"object": body, "previous_attributes": previous}
        event = {
            "id": new_id("evt"),
            "object": "event",
            "api_version": API_VERSION,
            "created": self.now,
            "data": data,
            "livemode": False,
            "pending_webhooks": 1,
            "request": self._cause or {"id": None, "idempotency_key": None},
            "type": type,
        }
        self.store.insert("event", event)
        self._queue(str(event["id"]), manner or Manner())
        return event

    def _queue(self, event_id: str, manner: Manner) -> None:
        state = {"deliver": "pending", "hold": "held", "drop": "dropped"}[self.controls.mode]
        for _ in range(manner.copies * self.controls.copies):
            self.store.run(
                "INSERT INTO deliveries (event, state, due) VALUES (?, ?, ?)",
                (event_id, state, self.clock.exact() + manner.delay),
            )
        self.wake.set()

    def advance(self, seconds: float) -> int:
        """Move the clock and remember it across restarts."""
        self.clock.advance(seconds)
        self.store.set_fact("clock_offset", self.clock.offset)
        self.wake.set()
        return self.now

    def reset(self) -> None:
        """As freshly started: no objects, real time, no faults."""
        with self.store.transaction():
            self.store.clear()
        self.clock.offset = 0.0
        self.controls = Controls(self.settings.webhook_url, self.settings.fee_delay)
