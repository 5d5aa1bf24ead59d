"""Signed webhooks: sent in parallel, retried with growing pauses, each attempt signed afresh."""

import http.client
import json
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread
from urllib.parse import urlsplit

from stripe import WebhookSignature

from sandbox.clock import DAY

PATIENCE = 10  # seconds to wait for an answer
RETRY_AFTER = (1, 5, 30, 120, 600, 3600, 3 * 3600, 6 * 3600, 12 * 3600)  # then every 12 hours
GIVE_UP_AFTER = 3 * DAY
SENDERS = 4
PAUSE = 0.5  # seconds between looks at what has become due


def post(url: str, payload: str, signature: str | None) -> int | str:
    """Post one webhook; the status that came back, or the failure in a word. Redirects are not followed."""
    parts = urlsplit(url)
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Stand-in/1.0"}
    if signature is not None:
        headers["Stripe-Signature"] = signature
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=PATIENCE)
    try:
        connection.request("POST", parts.path + (f"?{parts.query}" if parts.query else ""), payload.encode(), headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except (OSError, http.client.HTTPException) as failure:
        return type(failure).__name__
    finally:
        connection.close()


def payload_of(world, event_id: str) -> str:
    """The event as it is sent: indented JSON, the bytes that are signed."""
    return json.dumps(world.store.get(event_id, "event"), indent=2)


def sign(world, payload: str, at: int | None = None) -> str:
    """``Stripe-Signature`` by the real clock: receivers compare it with theirs, not with the stand-in's."""
    moment = int(time.time()) if at is None else at
    return WebhookSignature.generate_signature_header(payload, world.settings.webhook_secret, moment)


def send_now(world, event_ids: list[str], copies: int = 1) -> list[dict]:
    """Deliver these events one after another in this order, waiting for each answer; their queue entries are done."""
    results = []
    for event_id in event_ids:
        payload = payload_of(world, event_id)
        for _ in range(copies):
            results.append({"event": event_id, "answer": post(_url(world), payload, sign(world, payload))})
        if 200 <= _number(results[-1]["answer"]) < 300:
            world.store.run("UPDATE deliveries SET state = 'delivered' WHERE event = ?", (event_id,))
    return results


def queue_of(world) -> list[dict]:
    """Every delivery with its attempts, oldest first."""
    rows = world.store.run(
        "SELECT d.id, d.event, d.state, d.due, d.attempts, json_extract(o.body, '$.type') AS type"
        " FROM deliveries d JOIN objects o ON o.id = d.event ORDER BY d.id"
    )
    return [dict(row) | {"attempts": json.loads(row["attempts"])} for row in rows]


def busy(world) -> int:
    """Deliveries that are due or on their way."""
    if not world.controls.webhook_url:
        return 0
    sql = "SELECT count(*) AS n FROM deliveries WHERE state = 'sending' OR (state = 'pending' AND due <= ?)"
    return world.store.run(sql, (world.clock.exact(),))[0]["n"]


def _url(world) -> str:
    if not world.controls.webhook_url:
        raise ValueError("No webhook URL is set.")
    return world.controls.webhook_url


def _number(answer) -> int:
    return answer if isinstance(answer, int) else 0


class Sender(Thread):
    """Takes what is due and hands it to a few parallel senders; stops when told."""

    def __init__(self, world):
        super().__init__(name="webhooks", daemon=True)
        self.world, self._stop_now = world, Event()
        self._pool = ThreadPoolExecutor(SENDERS, thread_name_prefix="webhook")
        world.store.run("UPDATE deliveries SET state = 'pending' WHERE state = 'sending'")  # cut off by a restart

    def run(self):
        while not self._stop_now.is_set():
            self.world.wake.wait(PAUSE)
            self.world.wake.clear()
            for delivery in self._claim():
                self._pool.submit(self._deliver, delivery["id"], delivery["event"], delivery["attempts"])

    def stop(self):
        self._stop_now.set()
        self.world.wake.set()
        self.join(2)
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _claim(self):
        if not self.world.controls.webhook_url:
            return []
        with self.world.store.transaction():
            sql = "SELECT id, event, attempts FROM deliveries WHERE state = 'pending' AND due <= ? ORDER BY due, id"
            rows = self.world.store.run(sql, (self.world.clock.exact(),))
            for row in rows:
                self.world.store.run("UPDATE deliveries SET state = 'sending' WHERE id = ?", (row["id"],))
        return rows

    def _deliver(self, delivery_id: int, event_id: str, attempts: str):
        world = self.world
        try:
            payload = payload_of(world, event_id)
        except KeyError:
            return  # forgotten by a reset
        answer = post(world.controls.webhook_url, payload, sign(world, payload))
        tried = [*json.loads(attempts), {"at": world.now, "answer": answer}]
        self._note(delivery_id, tried, 200 <= _number(answer) < 300)

    def _note(self, delivery_id: int, tried: list[dict], arrived: bool):
        now = self.world.clock.exact()
        pause = RETRY_AFTER[min(len(tried), len(RETRY_AFTER)) - 1]
        gave_up = now + pause > tried[0]["at"] + GIVE_UP_AFTER
        state = "delivered" if arrived else "failed" if gave_up else "pending"
        self.world.store.run(
            "UPDATE deliveries SET state = ?, attempts = ?, due = ? WHERE id = ? AND state = 'sending'",
            (state, json.dumps(tried), now + pause, delivery_id),
        )
