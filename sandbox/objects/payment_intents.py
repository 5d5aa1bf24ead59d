"""PaymentIntents. Checkout makes one at the donor's first attempt, not when the session is created."""

from sandbox.ids import new_id
from sandbox.objects.lists import page, retrieve


def make(world, session: dict, data: dict) -> dict:
    """The intent of a Checkout Session; ``data`` is its ``payment_intent_data``."""
    identifier = new_id("pi")
    intent = {
        "id": identifier,
        "object": "payment_intent",
        "amount": session["amount_total"],
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "application": None,
        "application_fee_amount": None,
        "automatic_payment_methods": None,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": "automatic_async",
        "client_secret": new_id(f"{identifier}_secret"),
        "confirmation_method": "automatic",
        "created": world.now,
        "currency": session["currency"],
        "customer": session["customer"],
        "customer_account": None,
        "description": data.get("description"),
        "excluded_payment_method_types": None,
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "managed_payments": {"enabled": False},
        "metadata": data.get("metadata", {}),
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_configuration_details": None,
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": ["card"],
        "processing": None,
        "receipt_email": data.get("receipt_email"),
        "review": None,
        "setup_future_usage": None,
        "shipping": None,
        "source": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": data.get("statement_descriptor_suffix"),
        "status": "requires_payment_method",
        "transfer_data": None,
        "transfer_group": None,
    }
    world.store.insert("payment_intent", intent)
    world.emit("payment_intent.created", intent)
    return intent


def get(world, call) -> dict:
    return retrieve(world, "payment_intent", call.ids["id"])


def index(world, call) -> dict:
    filters = {"customer": "$.customer", "customer_account": "$.customer_account", "created": "$.created"}
    return page(world, "payment_intent", "/v1/payment_intents", call.params, filters)
