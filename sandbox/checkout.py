"""What happens on the hosted page: an attempt is paid or declined, and a paid one settles later."""

from sandbox.errors import ApiError
from sandbox.objects import (
    balance_transactions,
    charges,
    customers,
    payment_intents,
    payment_methods,
    refunds,
    sessions,
)
from sandbox.objects.charges import Answer
from sandbox.objects.payment_methods import Payer
from sandbox.world import Manner

ANSWERS = {
    "pay": Answer(),
    "decline": Answer("generic_decline", "Your card was declined.", last4="0002"),
    "insufficient_funds": Answer("insufficient_funds", "Your card has insufficient funds.", last4="9995"),
}


def attempt(world, session: dict, outcome: str, payer: Payer, manner: Manner, fee_delay: float | None = None) -> dict:
    """Try to pay an open session; ``outcome`` is a key of ``ANSWERS``, ``fee_delay`` seconds until the fee is known.

    Returns the session as it is afterwards. Raises ``ApiError`` when it is not open.
    """
    if session["status"] != "open":
        raise ApiError(f"This Checkout Session is {session['status']} and can't be paid.", param="session")
    answer = ANSWERS[outcome]
    if not answer.decline and session["customer_creation"] == "always":
        session["customer"] = _customer(world, payer)["id"]
    intent = _intent(world, session)
    method = payment_methods.make(world, payer, session["customer"])
    charge = charges.make(world, intent, method, payer, answer)
    if answer.decline:
        _declined(world, intent, charge, method, answer, manner)
        return world.store.save(session)
    _paid(world, intent, charge, method, manner, fee_delay)
    return _complete(world, session, payer, manner)


def settle(world, charge: dict) -> dict:
    """The fee is known: write the charge's journal row, and those of refunds that waited for it."""
    manner = Manner(copies=world.store.private(charge["id"]).get("copies", 1))
    rate = balance_transactions.rate_of(world, charge)
    fee = balance_transactions.fee_on(world, int(charge["amount"] * rate))
    row = balance_transactions.make(world, "charge", charge["amount"], charge, fee=fee)
    charge["balance_transaction"] = row["id"]
    world.store.save(charge, due=None)
    world.emit("charge.updated", charge, previous={"balance_transaction": None}, manner=manner)
    for refund in world.store.select("refund", "json_extract(body, '$.charge') = ?", [charge["id"]]):
        refunds.settle(world, refund)
        world.emit("refund.updated", refund, previous={"balance_transaction": None}, manner=manner)
    return charge


def _customer(world, payer: Payer) -> dict:
    return customers.make(
        world, email=payer.email, name=payer.name, phone=payer.phone, address=payer.billing_details["address"]
    )


def _intent(world, session: dict) -> dict:
    if not session["payment_intent"]:
        data = world.store.private(session["id"])["payment_intent_data"]
        session["payment_intent"] = payment_intents.make(world, session, data)["id"]
    intent = world.store.get(session["payment_intent"])
    intent["customer"] = session["customer"]
    return intent


def _declined(world, intent, charge, method, answer, manner) -> None:
    intent["latest_charge"] = charge["id"]
    intent["last_payment_error"] = {
        "advice_code": charge["outcome"]["advice_code"],
        "charge": charge["id"],
        "code": "card_declined",
        "decline_code": answer.decline,
        "message": answer.message,
        "payment_method": method,
        "type": "card_error",
    }
    world.store.save(intent)
    world.emit("charge.failed", charge, manner=manner)
    world.emit("payment_intent.payment_failed", intent, manner=manner)


def _paid(world, intent, charge, method, manner, fee_delay) -> None:
    delay = world.controls.fee_delay if fee_delay is None else fee_delay
    world.store.save(charge, {"copies": manner.copies}, due=world.clock.exact() + delay)
    intent |= {
        "amount_received": intent["amount"],
        "last_payment_error": None,
        "latest_charge": charge["id"],
        "payment_method": method["id"],
        "status": "succeeded",
    }
    world.store.save(intent)
    world.emit("charge.succeeded", charge, manner=manner)
    world.emit("payment_intent.succeeded", intent, manner=manner)


def _complete(world, session, payer, manner) -> dict:
    session |= {
        "customer_details": sessions.details(payer.email, payer.billing_details),
        "payment_status": "paid",
        "status": "complete",
        "url": None,
    }
    world.store.save(session, due=None)
    world.emit("checkout.session.completed", session, manner=manner)
    return session
