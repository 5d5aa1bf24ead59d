"""Idempotency keys as API v1 keeps them: 24 hours, the first answer replayed whatever it was.

Not kept, as Stripe documents it: rate limits, wrong keys and parameters that fail validation, because those never
reached the endpoint. An error that the endpoint itself gave (an over-refund, a 500) is kept and replayed.
"""

import hashlib
import json

from sandbox.clock import DAY
from sandbox.errors import idempotency_conflict, invalid
from sandbox.exchange import Response

KEPT = DAY
MAX_KEY = 255


def find(world, key: str | None, fingerprint: str) -> Response | None:
    """The saved answer to this very request; raises ``ApiError`` when the key was used for another."""
    if key is None:
        return None
    if not key or len(key) > MAX_KEY:
        raise invalid(f"Idempotency keys are 1 to {MAX_KEY} characters long.")
    rows = world.store.run("SELECT * FROM keys WHERE key = ? AND created > ?", (key, world.now - KEPT))
    if not rows:
        return None
    row = rows[0]
    if row["fingerprint"] != fingerprint:
        raise idempotency_conflict(key)
    headers = json.loads(row["headers"]) | {"Idempotent-Replayed": "true", "Original-Request": row["request"]}
    return Response(row["status"], row["body"].encode(), headers)


def keep(world, key: str | None, fingerprint: str, request_id: str, answer: Response) -> None:
    if key is None:
        return
    world.store.run(
        "INSERT OR REPLACE INTO keys (key, fingerprint, status, body, headers, request, created)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (key, fingerprint, answer.status, answer.body.decode(), json.dumps(answer.headers), request_id, world.now),
    )


def fingerprint(method: str, path: str, tree: dict) -> str:
    """The same request gives the same print, however its parameters are ordered."""
    text = json.dumps([method, path, tree], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
