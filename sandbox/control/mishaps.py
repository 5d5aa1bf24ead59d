"""What goes wrong, or differently, at a processor.

Bank debits, refunds that fail, charges of older programs, payments in other currencies, objects that are deleted or
hold nonsense.
"""

from sandbox.errors import ApiError
from sandbox.ids import new_id
from sandbox.objects import balance_transactions, charges, customers, payment_intents, payment_methods, sessions
from sandbox.objects.charges import Answer
from sandbox.objects.payment_methods import Payer


def debit(world, session: dict, payer: Payer) -> dict:
    """A bank debit is asked for at an open session: it completes unpaid, and the bank answers days later.

    Raises ``ApiError`` when the session is not open.
    """
    if session["status"] != "open":
        raise ApiError(f"This Checkout Session is {session['status']} and can't be paid.", param="session")
    session["customer"] = customers.make(
        world, email=payer.email, name=payer.name, phone=payer.phone, address=payer.billing_details["address"]
    )["id"]
    intent, charge = _debited(world, session, payer)
    session |= {
        "customer_details": sessions.details(payer.email, payer.billing_details),
        "status": "complete",
        "url": None,
    }
    world.store.save(session, due=None)
    world.emit("payment_intent.processing", intent)
    world.emit("charge.pending", charge)
    world.emit("checkout.session.completed", session)
    return session


def _debited(world, session: dict, payer: Payer) -> tuple[dict, dict]:
    """The session's intent and its charge, which wait for the bank."""
    data = world.store.private(session["id"])["payment_intent_data"]
    intent = payment_intents.make(world, session, data)
    session["payment_intent"] = intent["id"]
    intent["customer"] = session["customer"]
    charge = _pending(world, intent, payer)
    intent |= {
        "latest_charge": charge["id"],
        "payment_method_types": ["us_bank_account"],
        "payment_method_options": {},
        "status": "processing",
    }
    world.store.save(intent)
    return intent, charge


def clear(world, charge: dict) -> dict:
    """The bank pays a debit: the charge, its intent and its session succeed now."""
    intent, session = _of_debit(world, charge)
    charge |= {"status": "succeeded", "paid": True, "captured": True, "amount_captured": charge["amount"]}
    world.store.save(charge, due=world.clock.exact() + world.controls.fee_delay)
    intent |= {"status": "succeeded", "amount_received": intent["amount"]}
    world.store.save(intent)
    session["payment_status"] = "paid"
    world.store.save(session)
    world.emit("charge.succeeded", charge)
    world.emit("payment_intent.succeeded", intent)
    world.emit("checkout.session.async_payment_succeeded", session)
    return charge


def bounce(world, charge: dict) -> dict:
    """The bank refuses a debit."""
    intent, session = _of_debit(world, charge)
    charge |= {"status": "failed", "failure_code": "insufficient_funds", "failure_message": "The bank refused."}
    world.store.save(charge)
    intent["status"] = "requires_payment_method"
    world.store.save(intent)
    world.emit("charge.failed", charge)
    world.emit("payment_intent.payment_failed", intent)
    world.emit("checkout.session.async_payment_failed", session)
    return charge


def lone_charge(world, amount: int = 5000, currency: str = "usd", rate: float = 1, **payer) -> dict:
    """A paid charge that no payment intent stands behind, as older programs make them."""
    named = Payer(**payer)
    method = payment_methods.make(world, named, None)
    charge = charges.make(world, _bare(world, amount, currency), method, named, Answer())
    charge |= {"payment_intent": None}
    return _settling(world, charge, rate)


def payment(world, amount: int = 5000, currency: str = "usd", rate: float = 1, intent: str = "", **payer) -> dict:
    """A payment made beside every session: in any currency, by another program or in the dashboard.

    ``rate`` is how many cents the account gets for the smallest unit; ``intent`` is what its notes say.
    """
    named, bare = Payer(**payer), _bare(world, amount, currency)
    session = {"amount_total": amount, "currency": currency, "customer": None}
    made = payment_intents.make(world, session, {"metadata": {"intent": intent} if intent else {}})
    method = payment_methods.make(world, named, None)
    charge = charges.make(world, bare | {"id": made["id"], "metadata": made["metadata"]}, method, named, Answer())
    _settling(world, charge, rate)
    made |= {
        "amount_received": amount,
        "latest_charge": charge["id"],
        "payment_method": method["id"],
        "status": "succeeded",
    }
    world.store.save(made)
    world.emit("payment_intent.succeeded", made)
    return charge


def adjustment(world, amount: int = -1500) -> dict:
    """A row of the journal that no payment explains."""
    source = {"id": new_id("dp"), "object": "dispute", "description": "Adjustment by the stand-in"}
    return balance_transactions.make(world, "adjustment", amount, source, available_on=world.now)


def delete(world, identifier: str) -> dict:
    """An object is there no more, while notices still speak of it."""
    gone = world.store.get(identifier)
    world.store.run("DELETE FROM objects WHERE id = ?", (identifier,))
    return {"id": gone["id"], "object": gone["object"], "deleted": True}


def spoil(world, identifier: str, fields: dict) -> dict:
    """Write anything into the fields of an object: text no database keeps, moments that are none."""
    body = world.store.get(identifier)
    for path, value in fields.items():
        *steps, last = path.split(".")
        inner = body
        for step in steps:
            inner = inner[step]
        inner[last] = value
    return world.store.save(body)


def _pending(world, intent: dict, payer: Payer) -> dict:
    method = payment_methods.make(world, payer, intent["customer"])
    charge = charges.make(world, intent, method, payer, Answer())
    charge |= {
        "amount_captured": 0,
        "captured": False,
        "paid": False,
        "payment_method_details": {"type": "us_bank_account", "us_bank_account": _account(payer)},
        "status": "pending",
    }
    return world.store.save(charge)


def _account(payer: Payer) -> dict:
    return {
        "account_holder_type": "individual",
        "account_type": "checking",
        "bank_name": "STAND-IN BANK",
        "fingerprint": "standinbank",
        "last4": payer.last4,
        "mandate": None,
        "payment_reference": None,
        "routing_number": "110000000",
    }


def _of_debit(world, charge: dict) -> tuple[dict, dict]:
    if charge["status"] != "pending":
        raise ApiError(f"{charge['id']} is {charge['status']} and not pending.")
    intent = world.store.get(charge["payment_intent"])
    sessions_of = world.store.select("checkout.session", "json_extract(body, '$.payment_intent') = ?", [intent["id"]])
    return intent, sessions_of[0]


def _bare(world, amount: int, currency: str) -> dict:
    return {
        "id": None,
        "amount": amount,
        "created": world.now,
        "currency": currency,
        "customer": None,
        "description": None,
        "metadata": {},
        "receipt_email": None,
        "statement_descriptor_suffix": None,
    }


def _settling(world, charge: dict, rate: float) -> dict:
    world.store.save(charge, {"rate": rate}, due=world.clock.exact() + world.controls.fee_delay)
    world.emit("charge.succeeded", charge)
    return charge
