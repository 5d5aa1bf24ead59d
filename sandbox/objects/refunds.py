"""Refunds of a charge, whole or in part, never more than is left of it."""

from sandbox.errors import ApiError, invalid
from sandbox.ids import new_id
from sandbox.objects import balance_transactions
from sandbox.objects.lists import named, page, retrieve
from sandbox.params import metadata


def create(world, call) -> dict:
    return make(world, **call.params)


def make(world, *, charge=None, payment_intent=None, amount=None, reason=None, **given) -> dict:
    """Refund a charge (or the charge of an intent); ``amount`` in cents, by default all that is left.

    Raises ``ApiError`` for an unknown, unpaid or already refunded charge and for more than is left.
    """
    paid = _charge(world, charge, payment_intent)
    amount = _amount(paid, amount)
    refund = _build(world, paid, amount, reason, metadata(given.get("metadata")))
    before = {name: paid[name] for name in ("amount_refunded", "refunded")}
    paid["amount_refunded"] += amount
    paid["refunded"] = paid["amount_refunded"] == paid["amount"]
    world.store.save(paid)
    world.store.insert("refund", refund)
    if paid["balance_transaction"]:
        settle(world, refund)
    world.emit("refund.created", refund)
    world.emit("charge.refunded", paid, previous={name: old for name, old in before.items() if paid[name] != old})
    return refund


def settle(world, refund: dict) -> dict:
    """Write the refund's journal row, to net with its charge; no fee comes back."""
    source = world.store.get(world.store.get(refund["charge"])["balance_transaction"])
    row = balance_transactions.make(
        world, "refund", -refund["amount"], refund, available_on=max(source["available_on"], world.now)
    )
    refund["balance_transaction"] = row["id"]
    return world.store.save(refund)


def fail(world, refund: dict, reason: str = "unknown") -> dict:
    """The bank sends a refund back days later: the money is the charity's again, and the charge counts it no more.

    Raises ``ApiError`` for one that failed before.
    """
    if refund["status"] == "failed":
        raise ApiError(f"{refund['id']} has failed already.")
    charge = world.store.get(refund["charge"])
    charge["amount_refunded"] -= refund["amount"]
    charge["refunded"] = False
    world.store.save(charge)
    refund |= {"status": "failed", "failure_reason": reason}
    world.store.save(refund)
    if refund["balance_transaction"]:
        row = balance_transactions.make(world, "refund_failure", refund["amount"], refund, available_on=world.now)
        refund["failure_balance_transaction"] = row["id"]
        world.store.save(refund)
    world.emit("refund.updated", refund, previous={"status": "succeeded"})
    world.emit("refund.failed", refund, previous={"status": "succeeded"})
    return refund


def get(world, call) -> dict:
    return retrieve(world, "refund", call.ids["id"])


def index(world, call) -> dict:
    filters = {"charge": "$.charge", "payment_intent": "$.payment_intent", "created": "$.created"}
    return page(world, "refund", "/v1/refunds", call.params, filters)


def _charge(world, charge: str | None, payment_intent: str | None) -> dict:
    if charge and payment_intent:
        raise invalid("You may only specify one of these parameters: payment_intent, charge.", "charge")
    if not charge and not payment_intent:
        raise invalid("One of the following params should be provided for this request: payment_intent or charge.")
    if payment_intent:
        charge = named(world, "payment_intent", payment_intent, "payment_intent")["latest_charge"]
    found = named(world, "charge", charge, "charge") if charge else None
    if not found or not found["paid"]:
        raise ApiError(f"{payment_intent or charge} does not have a successful charge to refund.", param="charge")
    return found


def _amount(charge: dict, amount: int | None) -> int:
    left = charge["amount"] - charge["amount_refunded"]
    if left == 0:
        raise ApiError(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    if amount is None:
        return left
    if amount < 1:
        raise invalid("Invalid positive integer", "amount", "parameter_invalid_integer")
    if amount > left:
        of_what = "charge amount" if left == charge["amount"] else "unrefunded amount on charge"
        message = f"Refund amount (${amount / 100:.2f}) is greater than {of_what} (${left / 100:.2f})"
        raise ApiError(message, param="amount")
    return amount


def _build(world, charge: dict, amount: int, reason: str | None, notes: dict) -> dict:
    return {
        "id": new_id("re"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "created": world.now,
        "currency": charge["currency"],
        "customer": charge["customer"],
        "customer_account": None,
        "destination_details": {
            "card": {"reference_status": "pending", "reference_type": "acquirer_reference_number", "type": "refund"},
            "type": "card",
        },
        "failure_balance_transaction": None,
        "metadata": notes,
        "payment_intent": charge["payment_intent"],
        "payment_method": charge["payment_method"],
        "reason": reason,
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "succeeded",
        "transfer_reversal": None,
    }
