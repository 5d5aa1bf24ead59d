"""Automatic payouts: everything available goes to the bank, and the payout is itself a row of the journal."""

import secrets

from sandbox.clock import midnight_after
from sandbox.errors import ApiError
from sandbox.ids import new_id
from sandbox.objects import balance_transactions
from sandbox.objects.lists import page, retrieve

#: What every new payout is, whatever its amount.
NEW = {
    "object": "payout",
    "application_fee": None,
    "application_fee_amount": None,
    "automatic": True,
    "balance_transaction": None,
    "description": "STAND-IN PAYOUT",
    "destination": "ba_standin",
    "failure_balance_transaction": None,
    "failure_code": None,
    "failure_message": None,
    "livemode": False,
    "method": "standard",
    "original_payout": None,
    "payout_method": None,
    "reconciliation_status": "in_progress",
    "reversed_by": None,
    "source_type": "card",
    "statement_descriptor": None,
    "status": "in_transit",
    "type": "bank_account",
}
UNPAID = "json_extract(private, '$.payout') IS NULL AND json_extract(body, '$.status') = 'available'"


def make(world, *, paid: bool = True, automatic: bool = True) -> dict:
    """Collect every available row into one payout; ``paid`` False leaves it on its way until its arrival date.

    One made by hand (``automatic`` False) takes the same money, and is not itemized.

    Raises ``ApiError`` when nothing, or less than nothing, is available.
    """
    rows = world.store.select("balance_transaction", UNPAID)
    amount = sum(row["net"] for row in rows)
    if amount <= 0:
        raise ApiError(f"Nothing to pay out: {amount} cents are available.", code="balance_insufficient")
    payout = world.store.insert("payout", _build(world, amount, rows[0]["currency"]) | {"automatic": automatic})
    own = balance_transactions.make(world, "payout", -amount, payout, available_on=world.now)
    payout["balance_transaction"] = own["id"]
    world.store.save(payout, due=payout["arrival_date"])
    for row in [*rows, own]:
        world.store.save(row, {"payout": payout["id"], "itemized": automatic})
    world.emit("payout.created", payout)
    return arrive(world, payout) if paid else payout


def arrive(world, payout: dict) -> dict:
    """The money is in the bank, and the list of what it is made of is complete."""
    before = {name: payout[name] for name in ("status", "trace_id")}
    payout["status"] = "paid"
    payout["trace_id"] = {"status": "supported", "value": f"{secrets.randbelow(10**15):015d}"}
    world.store.save(payout, due=None)
    world.emit("payout.updated", payout, previous=before)
    world.emit("payout.paid", payout)
    payout["reconciliation_status"] = "completed"
    world.store.save(payout)
    world.emit("payout.reconciliation_completed", payout)
    return payout


def get(world, call) -> dict:
    return retrieve(world, "payout", call.ids["id"])


def index(world, call) -> dict:
    filters = {
        "status": "$.status",
        "destination": "$.destination",
        "arrival_date": "$.arrival_date",
        "created": "$.created",
    }
    return page(world, "payout", "/v1/payouts", call.params, filters)


def _build(world, amount: int, currency: str) -> dict:
    return {
        "id": new_id("po"),
        **NEW,
        "amount": amount,
        "arrival_date": midnight_after(world.now, 1),
        "created": world.now,
        "currency": currency,
        "metadata": {},
        "trace_id": {"status": "pending", "value": None},
    }
