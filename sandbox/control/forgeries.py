"""Webhooks that a receiver must refuse or put aside, posted at once; the answer is handed back."""

import json
import time

from sandbox import webhooks
from sandbox.ids import new_id
from sandbox.world import API_VERSION

AN_HOUR = 3600
OVERSIZE = 600 * 1024
DEEP = 100_000  # levels of nesting


def forge(world, kind: str, event_id: str | None = None) -> dict:
    """Post a ``kind`` of ``KINDS`` made from an event (by default an invented one); returns what was answered.

    Raises ``ValueError`` for an unknown kind and ``KeyError`` for an unknown event.
    """
    if kind not in KINDS:
        raise ValueError(f"A forgery is one of {', '.join(KINDS)}, not {kind!r}.")
    event = world.store.get(event_id, "event") if event_id else _foreign(world)
    payload, signature = KINDS[kind](world, event)
    if not world.controls.webhook_url:
        raise ValueError("No webhook URL is set.")
    return {"kind": kind, "event": event["id"], "answer": webhooks.post(world.controls.webhook_url, payload, signature)}


def _foreign(world, **changes) -> dict:
    """A well-formed event about an object that nobody here made."""
    return {
        "id": new_id("evt"),
        "object": "event",
        "api_version": API_VERSION,
        "created": world.now,
        "data": {"object": {"id": new_id("pi"), "object": "payment_intent", "livemode": False, "metadata": {}}},
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "type": "payment_intent.succeeded",
    } | changes


def _signed(world, event: dict, at: int | None = None) -> tuple[str, str]:
    payload = json.dumps(event, indent=2)
    return payload, webhooks.sign(world, payload, at)


def _bad_signature(world, event):
    payload = json.dumps(event, indent=2)
    return payload, f"t={int(time.time())},v1={'0' * 64}"


def _tampered(world, event):
    payload, signature = _signed(world, event)
    return payload.replace('"livemode": false', '"livemode":  false', 1), signature


def _oversized(world, event):
    return _signed(world, event | {"padding": "x" * OVERSIZE})


def _raw(world, payload: str):
    return payload, webhooks.sign(world, payload)


def _raw_event(world, **changes) -> tuple[str, str]:
    """A signed notice written by hand: JSON can say what no object of ours ever holds."""
    return _signed(world, _foreign(world, **changes))


def _spoken(world, text: str):
    """A notice whose object has a piece of text that no database keeps."""
    thing = {"id": new_id("pi"), "object": "payment_intent", "livemode": False, "metadata": {"note": text}}
    thing["description"] = text
    return _raw_event(world, data={"object": thing}, request={"id": text, "idempotency_key": None})


def _deep(world, event):
    payload = json.dumps(_foreign(world))
    nested = "[" * DEEP + "]" * DEEP
    return _raw(world, payload.replace('"metadata": {}', f'"metadata": {nested}', 1))


def _deleted(world, event):
    thing = {"id": new_id("cus"), "object": "charge", "deleted": True}
    return _raw_event(world, data={"object": thing}, type="charge.updated")


KINDS = {
    "bad_signature": _bad_signature,
    "no_signature": lambda world, event: (json.dumps(event), None),
    "malformed_signature": lambda world, event: (json.dumps(event), "nonsense"),
    "tampered": _tampered,
    "old": lambda world, event: _signed(world, event, int(time.time()) - AN_HOUR),
    "future": lambda world, event: _signed(world, event, int(time.time()) + AN_HOUR),
    "oversized": _oversized,
    "not_json": lambda world, event: _raw(world, "{not json"),
    "not_an_event": lambda world, event: _raw(world, "[]"),
    "nul": lambda world, event: _spoken(world, "NUL \x00 inside"),
    "half_emoji": lambda world, event: _spoken(world, "half an emoji \ud83d alone"),
    "endless_time": lambda world, event: _raw_event(world, created=2**63),
    "deep": _deep,
    "other_account": lambda world, event: _raw_event(world, account=new_id("acct")),
    "deleted": _deleted,
    "about_nothing": lambda world, event: _raw_event(world, data={}),
    "foreign": lambda world, event: _signed(world, _foreign(world)),
    "unknown_type": lambda world, event: _signed(world, _foreign(world, type="standin.unknown")),
    "wrong_mode": lambda world, event: _signed(world, event | {"id": new_id("evt"), "livemode": True}),
}
