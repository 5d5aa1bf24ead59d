"""The processor's journal: one row for every movement of its balance."""

from decimal import ROUND_HALF_UP, Decimal

from sandbox.clock import midnight_after
from sandbox.ids import new_id
from sandbox.objects.lists import named, page, retrieve

REPORTING = {"charge": "charge", "refund": "refund", "payout": "payout"}


def make(world, type: str, amount: int, source: dict, *, fee: int = 0, available_on: int | None = None) -> dict:
    """Record ``amount`` (signed cents) of ``source``; pending until ``available_on``, by default settled later."""
    moment = world.now
    available_on = midnight_after(moment, world.settings.settle_days) if available_on is None else available_on
    row = {
        "id": new_id("txn"),
        "object": "balance_transaction",
        "amount": amount,
        "available_on": available_on,
        "balance_type": "payments",
        "created": moment,
        "currency": source["currency"],
        "description": source.get("description"),
        "exchange_rate": None,
        "fee": fee,
        "fee_details": [_fee_detail(source, fee)] if fee else [],
        "net": amount - fee,
        "reporting_category": REPORTING[type],
        "source": source["id"],
        "status": "available" if available_on <= moment else "pending",
        "type": type,
    }
    due = available_on if row["status"] == "pending" else None
    return world.store.insert("balance_transaction", row, {"payout": None}, due)


def make_available(world, row: dict) -> dict:
    """The money can be paid out now."""
    row["status"], row["available_on"] = "available", min(row["available_on"], world.now)
    return world.store.save(row, due=None)


def fee_on(world, amount: int) -> int:
    """The processing fee in cents: a percentage rounded half up, plus a fixed part."""
    share = Decimal(amount) * world.settings.fee_percent / 100
    return min(amount, int(share.quantize(Decimal(1), ROUND_HALF_UP)) + world.settings.fee_fixed)


def get(world, call) -> dict:
    return retrieve(world, "balance_transaction", call.ids["id"])


def index(world, call) -> dict:
    filters = {"currency": "$.currency", "source": "$.source", "type": "$.type", "created": "$.created"}
    more = []
    if "payout" in call.params:
        named(world, "payout", call.params["payout"], "payout")
        more.append(("json_extract(private, '$.payout') = ?", [call.params["payout"]]))
    return page(world, "balance_transaction", "/v1/balance_transactions", call.params, filters, more)


def _fee_detail(source: dict, fee: int) -> dict:
    return {
        "amount": fee,
        "application": None,
        "currency": source["currency"],
        "description": "Processing fees (simulated)",
        "type": "stripe_fee",
    }
