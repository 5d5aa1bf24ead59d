"""The processor's journal: one row for every movement of its balance."""

from decimal import ROUND_HALF_UP, Decimal

from sandbox.clock import midnight_after
from sandbox.errors import invalid
from sandbox.ids import new_id
from sandbox.objects.lists import named, page, retrieve

REPORTING = {
    "charge": "charge",
    "refund": "refund",
    "payout": "payout",
    "refund_failure": "refund_failure",
    "adjustment": "other_adjustment",
}
#: The currency of the account, which every row of the journal is in.
HOME = "usd"


def make(world, type: str, amount: int, source: dict, *, fee: int = 0, available_on: int | None = None) -> dict:
    """Record ``amount`` of ``source``, signed and in its smallest unit; pending until ``available_on``, by default
    settled later. What was paid in another currency is converted by the rate the payment was made with."""
    moment, rate = world.now, rate_of(world, source)
    amount = int((Decimal(amount) * rate).quantize(Decimal(1), ROUND_HALF_UP))
    available_on = midnight_after(moment, world.settings.settle_days) if available_on is None else available_on
    row = {
        "id": new_id("txn"),
        "object": "balance_transaction",
        "amount": amount,
        "available_on": available_on,
        "balance_type": "payments",
        "created": moment,
        "currency": HOME,
        "description": source.get("description"),
        "exchange_rate": None if rate == 1 else float(rate),
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


def rate_of(world, source: dict) -> Decimal:
    """Cents for the smallest unit of a charge's currency, or of the charge a refund belongs to."""
    charge = source["id"] if source["object"] == "charge" else source.get("charge")
    return Decimal(str(world.store.private(charge).get("rate", 1))) if charge else Decimal(1)


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
        payout = named(world, "payout", call.params["payout"], "payout")
        if not payout["automatic"]:
            raise invalid("Balance transaction history can only be filtered on automatic transfers, not manual.")
        more.append(("json_extract(private, '$.payout') = ?", [call.params["payout"]]))
    return page(world, "balance_transaction", "/v1/balance_transactions", call.params, filters, more)


def _fee_detail(source: dict, fee: int) -> dict:
    return {
        "amount": fee,
        "application": None,
        "currency": HOME,
        "description": "Processing fees (simulated)",
        "type": "stripe_fee",
    }
