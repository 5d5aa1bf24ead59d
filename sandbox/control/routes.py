"""``/_control``: what a test or a demonstrator decides instead of a donor, a bank, a network or time."""

import hmac
import json
import time
from collections.abc import Callable
from dataclasses import fields

from sandbox import checkout, faults, jobs, webhooks
from sandbox.config import BadSettings, check_loopback
from sandbox.control import forgeries, mishaps
from sandbox.errors import ApiError
from sandbox.exchange import Request, Response, as_json
from sandbox.objects import balance_transactions, payouts, refunds, sessions
from sandbox.objects.lists import retrieve
from sandbox.objects.payment_methods import Payer
from sandbox.world import Manner

PREFIX = "/_control"
MODES = ("deliver", "hold", "drop")


class Refused(Exception):
    """The control call itself is wrong; the message says how."""


def respond(world, request: Request) -> Response:
    """Answer one control call with JSON: 403 without the token, 400 with the reason when it is wrong."""
    token = request.headers.get("x-control-token", "")
    if not hmac.compare_digest(token.encode(), world.settings.control_token.encode()):
        return as_json({"error": "X-Control-Token is missing or wrong."}, 403)
    steps = tuple(request.path.removeprefix(PREFIX).strip("/").split("/"))
    try:
        return as_json(_run(world, request.method, steps, _arguments(request)))
    except ApiError as error:
        return as_json(error.body, error.status)
    except KeyError as missing:
        return as_json({"error": f"Unknown: {missing}"}, 404)
    except (Refused, BadSettings, ValueError, TypeError) as wrong:
        return as_json({"error": str(wrong)}, 400)


def _run(world, method: str, steps: tuple, given: dict):
    if steps == ("idle",):
        return _idle(world, **given)
    if steps[0] == "webhooks" and steps[1:] in (("deliver",), ("release",), ("forge",)):
        return _WEBHOOKS[steps[1]](world, **given)  # outside the lock: the receiver may call back
    with world.store.transaction():
        jobs.run_due(world)
        if len(steps) == 3 and (handler := _ON_OBJECTS.get((method, steps[0], steps[2]))):
            return handler(world, steps[1], **given)
        if handler := _CALLS.get((method, *steps)):
            return handler(world, **given)
    raise Refused(f"No such control call: {method} {PREFIX}/{'/'.join(steps)}")


def _arguments(request: Request) -> dict:
    given = json.loads(request.text) if request.body else {}
    if not isinstance(given, dict):
        raise Refused("Send a JSON object.")
    return given


def _state(world) -> dict:
    counts = world.store.run("SELECT state, count(*) AS n FROM deliveries GROUP BY state")
    return {
        "now": world.now,
        "clock_offset": round(world.clock.offset, 3),
        "webhook_url": world.controls.webhook_url,
        "mode": world.controls.mode,
        "copies": world.controls.copies,
        "fee_delay": world.controls.fee_delay,
        "faults": faults.listed(world),
        "deliveries": {row["state"]: row["n"] for row in counts},
    }


def _advance(world, advance: float) -> dict:
    """Time passes at once: everything that falls due meanwhile happens at its moment, before the answer."""
    if advance < 0:
        raise Refused("The clock only moves forward.")
    done = jobs.pass_time(world, advance)
    return {"now": world.now, "done": done}


def _reset(world) -> dict:
    world.reset()
    return _state(world)


def _settings(world, fee_delay: float) -> dict:
    if fee_delay < 0:
        raise Refused("fee_delay is in seconds, 0 or more.")
    world.controls.fee_delay = fee_delay
    return _state(world)


def _set_webhooks(world, mode: str | None = None, copies: int | None = None, url: str | None = None) -> dict:
    if mode is not None and mode not in MODES:
        raise Refused(f"mode is one of {', '.join(MODES)}.")
    if copies is not None and not 1 <= copies <= 10:
        raise Refused("copies is 1 to 10.")
    controls = world.controls
    controls.webhook_url = check_loopback(url) if url else controls.webhook_url
    controls.mode, controls.copies = mode or controls.mode, copies or controls.copies
    world.wake.set()
    return _state(world)


def _deliver(world, events: list[str], copies: int = 1) -> dict:
    """Send these events now, in this order, whatever became of them before."""
    return {"results": webhooks.send_now(world, events, copies)}


def _release(world, order: str = "oldest", copies: int = 1) -> dict:
    """Send what is held, oldest or newest first, one after another."""
    if order not in ("oldest", "newest"):
        raise Refused("order is oldest or newest; for any other, name the events in webhooks/deliver.")
    held = [row["event"] for row in world.store.run("SELECT event FROM deliveries WHERE state = 'held' ORDER BY id")]
    once = list(dict.fromkeys(held))
    return {"results": webhooks.send_now(world, once if order == "oldest" else once[::-1], copies)}


def _idle(world, timeout: float = 10) -> dict:
    """Wait until nothing is due and nothing is on its way; ``idle`` is false when that took too long."""
    until = time.monotonic() + min(timeout, 60)
    while webhooks.busy(world) or jobs.waiting(world):
        if time.monotonic() > until:
            return {"idle": False}
        time.sleep(0.05)
    return {"idle": True}


def _add_fault(world, **given) -> dict:
    world.controls.faults.append(faults.Fault(**given))
    return {"faults": faults.listed(world)}


def _clear_faults(world) -> dict:
    world.controls.faults.clear()
    return {"faults": []}


def _requests(world) -> dict:
    rows = world.store.run("SELECT * FROM requests ORDER BY id")
    kept = [dict(row) | {"params": json.loads(row["params"]), "replayed": bool(row["replayed"])} for row in rows]
    return {"requests": kept}


def _forget_requests(world) -> dict:
    world.store.run("DELETE FROM requests")
    return {"requests": []}


def _payout(world, paid: bool = True, include_pending: bool = False, automatic: bool = True) -> dict:
    """A payout of what is available, or of everything when pending money is released first."""
    if include_pending:
        for row in world.store.select("balance_transaction", "json_extract(body, '$.status') = 'pending'"):
            balance_transactions.make_available(world, row)
    return payouts.make(world, paid=paid, automatic=automatic)


def _attempt(outcome: str):
    def run(world, identifier: str, delay: float = 0, copies: int = 1, fee_delay: float | None = None, **payer) -> dict:
        session = retrieve(world, "checkout.session", identifier)
        known = {field.name for field in fields(Payer)}
        if strange := payer.keys() - known:
            raise Refused(f"Unknown: {', '.join(sorted(strange))}. A payer has {', '.join(sorted(known))}.")
        if outcome == "abandon":
            return session
        payer.setdefault("email", (session["customer_details"] or {}).get("email"))
        payer.setdefault("last4", checkout.ANSWERS[outcome].last4)
        return checkout.attempt(world, session, outcome, Payer(**payer), Manner(delay, copies), fee_delay)

    return run


def _expire(world, identifier: str) -> dict:
    return sessions.expire_session(world, retrieve(world, "checkout.session", identifier))


def _settle(world, identifier: str) -> dict:
    """The fee of a paid charge is known now rather than later."""
    charge = retrieve(world, "charge", identifier)
    if not charge["paid"] or charge["balance_transaction"]:
        raise Refused(f"{identifier} has nothing to settle.")
    return checkout.settle(world, charge)


def _refund(world, identifier: str, amount: int | None = None, reason: str | None = None) -> dict:
    """A refund made by a person in the processor's own dashboard, not by the application."""
    return refunds.make(world, charge=identifier, amount=amount, reason=reason)


def _debit(world, identifier: str, **payer) -> dict:
    session = retrieve(world, "checkout.session", identifier)
    payer.setdefault("email", (session["customer_details"] or {}).get("email"))
    return mishaps.debit(world, session, Payer(**payer))


def _on_charge(act: Callable) -> Callable:
    return lambda world, identifier: act(world, retrieve(world, "charge", identifier))


def _fail_refund(world, identifier: str, reason: str = "unknown") -> dict:
    """A refund the bank sent back, days after it was made."""
    return refunds.fail(world, retrieve(world, "refund", identifier), reason)


_CALLS: dict[tuple, Callable] = {
    ("GET", "state"): _state,
    ("POST", "reset"): _reset,
    ("POST", "clock"): _advance,
    ("POST", "settings"): _settings,
    ("GET", "webhooks"): lambda world: {"deliveries": webhooks.queue_of(world)},
    ("POST", "webhooks"): _set_webhooks,
    ("GET", "faults"): lambda world: {"faults": faults.listed(world)},
    ("POST", "faults"): _add_fault,
    ("DELETE", "faults"): _clear_faults,
    ("GET", "requests"): _requests,
    ("DELETE", "requests"): _forget_requests,
    ("POST", "payouts"): _payout,
    ("POST", "charges"): mishaps.lone_charge,
    ("POST", "payments"): mishaps.payment,
    ("POST", "adjustments"): mishaps.adjustment,
}
_ON_OBJECTS: dict[tuple, Callable] = {
    ("POST", "sessions", "expire"): _expire,
    ("POST", "charges", "settle"): _settle,
    ("POST", "charges", "refund"): _refund,
    ("POST", "charges", "clear"): _on_charge(mishaps.clear),
    ("POST", "charges", "bounce"): _on_charge(mishaps.bounce),
    ("POST", "refunds", "fail"): _fail_refund,
    ("POST", "sessions", "debit"): _debit,
    ("POST", "objects", "delete"): mishaps.delete,
    ("POST", "objects", "spoil"): mishaps.spoil,
    **{("POST", "sessions", outcome): _attempt(outcome) for outcome in (*checkout.ANSWERS, "abandon")},
    ("POST", "payouts", "arrive"): lambda world, identifier: payouts.arrive(
        world, world.store.get(identifier, "payout")
    ),
}
_WEBHOOKS: dict[str, Callable] = {"deliver": _deliver, "release": _release, "forge": forgeries.forge}
