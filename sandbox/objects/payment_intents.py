"""PaymentIntents. Checkout makes one at the donor's first attempt, not when the session is created."""

from sandbox.ids import new_id
from sandbox.objects.lists import page, retrieve

# The same in every new intent: one card payment, confirmed by Checkout.
FIXED: dict = {
    "amount_capturable": 0,
    "amount_details": {"tip": {}},
    "application": None,
    "application_fee_amount": None,
    "automatic_payment_methods": None,
    "canceled_at": None,
    "cancellation_reason": None,
    "capture_method": "automatic_async",
    "confirmation_method": "automatic",
    "customer_account": None,
    "excluded_payment_method_types": None,
    "livemode": False,
    "managed_payments": {"enabled": False},
    "next_action": None,
    "on_behalf_of": None,
    "payment_method_configuration_details": None,
    "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
    "payment_method_types": ["card"],
    "processing": None,
    "review": None,
    "setup_future_usage": None,
    "shipping": None,
    "source": None,
    "statement_descriptor": None,
    "transfer_data": None,
    "transfer_group": None,
}


def make(world, session: dict, data: dict) -> dict:
    """The intent of a Checkout Session; ``data`` is its ``payment_intent_data``."""
    identifier = new_id("pi")
    intent = {
        "id": identifier,
        "object": "payment_intent",
        "amount": session["amount_total"],
        "amount_received": 0,
        "client_secret": new_id(f"{identifier}_secret"),
        "created": world.now,
        "currency": session["currency"],
        "customer": session["customer"],
        "description": data.get("description"),
        "last_payment_error": None,
        "latest_charge": None,
        "metadata": data.get("metadata", {}),
        "payment_method": None,
        "receipt_email": data.get("receipt_email"),
        "statement_descriptor_suffix": data.get("statement_descriptor_suffix"),
        "status": "requires_payment_method",
    } | FIXED
    world.store.insert("payment_intent", intent)
    world.emit("payment_intent.created", intent)
    return intent


def get(world, call) -> dict:
    return retrieve(world, "payment_intent", call.ids["id"])


def index(world, call) -> dict:
    filters = {"customer": "$.customer", "customer_account": "$.customer_account", "created": "$.created"}
    return page(world, "payment_intent", "/v1/payment_intents", call.params, filters)
