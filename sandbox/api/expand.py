"""``expand[]``: identifiers replaced by the objects they name, up to four levels deep."""

from sandbox.errors import invalid

DEPTH = 4
# Field → the kind it names; None where the stand-in never fills the field, which then stays null as in the real API.
EXPANDABLE = {
    "checkout.session": {"customer", "payment_intent", "line_items", "invoice", "subscription", "setup_intent"},
    "payment_intent": {"customer", "latest_charge", "payment_method", "review", "application", "on_behalf_of"},
    "charge": {
        "application",
        "application_fee",
        "balance_transaction",
        "customer",
        "failure_balance_transaction",
        "on_behalf_of",
        "payment_intent",
        "refunds",
        "review",
        "source_transfer",
    },
    "refund": {
        "balance_transaction",
        "charge",
        "customer",
        "failure_balance_transaction",
        "payment_intent",
        "payment_method",
        "transfer_reversal",
    },
    "balance_transaction": {"source"},
    "payout": {"balance_transaction", "failure_balance_transaction", "original_payout", "reversed_by"},
    "payment_method": {"customer"},
    "price": {"product"},
    "product": {"default_price"},
}
# Fields that are absent until expanded.
HIDDEN = {("checkout.session", "line_items"), ("charge", "refunds")}


def expand(world, body: dict, paths: list[str]) -> dict:
    """A copy of ``body`` with every dotted path expanded; raises ``ApiError`` for one that cannot be."""
    for path in paths:
        steps = path.split(".")
        if len(steps) > DEPTH + 1:
            raise invalid(f"You cannot expand more than {DEPTH} levels of a property: {path}", "expand")
        body = _along(world, body, steps, path)
    return body


def _along(world, body: dict, steps: list[str], path: str) -> dict:
    step, *rest = steps
    kind = body["object"]
    if kind == "list":
        if step != "data" or not rest:
            raise _refused(step, path)
        return body | {"data": [_along(world, row, rest, path) for row in body["data"]]}
    value = _value(world, body, kind, step, path)
    if rest and isinstance(value, dict):
        value = _along(world, value, rest, path)
    return body | {step: value}


def _value(world, body: dict, kind: str, step: str, path: str):
    current = body.get(step)
    if isinstance(current, dict):
        return current
    if step not in EXPANDABLE.get(kind, ()):
        raise _refused(step, path)
    if (kind, step) in HIDDEN:
        return _hidden(world, body, step)
    return world.store.get(current) if isinstance(current, str) else None


def _hidden(world, body: dict, step: str) -> dict:
    if step == "line_items":
        rows, url = world.store.private(body["id"])["line_items"], f"/v1/checkout/sessions/{body['id']}/line_items"
    else:
        where = "json_extract(body, '$.charge') = ?"
        rows = world.store.select("refund", where, [body["id"]], "created DESC, seq DESC")
        url = f"/v1/charges/{body['id']}/refunds"
    return {"object": "list", "data": rows[:10], "has_more": len(rows) > 10, "url": url}


def _refused(step: str, path: str):
    return invalid(f"This property cannot be expanded ({step}). You requested: {path}.", "expand")
