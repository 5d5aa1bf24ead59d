"""Charges: what the bank answered, who paid, and the balance transaction that comes later."""

from dataclasses import dataclass

from sandbox.ids import new_id
from sandbox.objects import payment_methods
from sandbox.objects.lists import page, retrieve

# The same in every charge: no application, no transfer, no dispute.
FIXED: dict = {
    "application": None,
    "application_fee": None,
    "application_fee_amount": None,
    "disputed": False,
    "failure_balance_transaction": None,
    "fraud_details": {},
    "livemode": False,
    "on_behalf_of": None,
    "receipt_number": None,
    "receipt_url": None,
    "review": None,
    "shipping": None,
    "source": None,
    "source_transfer": None,
    "statement_descriptor": None,
    "transfer_data": None,
    "transfer_group": None,
}


@dataclass(frozen=True)
class Answer:
    """What the bank says to an attempt. ``decline`` is None when it pays."""

    decline: str | None = None
    message: str | None = None
    last4: str = "4242"

    @property
    def outcome(self) -> dict:
        paid = self.decline is None
        return {
            "advice_code": None if paid else "try_again_later",
            "network_advice_code": None,
            "network_decline_code": None,
            "network_status": "approved_by_network" if paid else "declined_by_network",
            "reason": self.decline,
            "risk_level": "normal",
            "risk_score": 12,
            "seller_message": "Payment complete." if paid else "The bank did not return any further details.",
            "type": "authorized" if paid else "issuer_declined",
        }


def make(world, intent: dict, method: dict, payer: payment_methods.Payer, answer: Answer) -> dict:
    """A charge for the whole intent, succeeded or failed as the bank answered; the fee comes later."""
    charge = {
        "id": new_id("ch"),
        "object": "charge",
        "amount": intent["amount"],
        **_as_answered(intent, answer),
        "amount_refunded": 0,
        "balance_transaction": None,
        "billing_details": payer.billing_details,
        "calculated_statement_descriptor": world.settings.business_name.upper()[:22],
        "created": world.now,
        "currency": intent["currency"],
        "customer": intent["customer"],
        "description": intent["description"],
        "metadata": intent["metadata"],
        "payment_intent": intent["id"],
        "payment_method": method["id"],
        "payment_method_details": {"card": _card(intent, method, payer), "type": "card"},
        "receipt_email": intent["receipt_email"],
        "refunded": False,
        "statement_descriptor_suffix": intent["statement_descriptor_suffix"],
    } | FIXED
    return world.store.insert("charge", charge)


def _as_answered(intent: dict, answer: Answer) -> dict:
    paid = answer.decline is None
    return {
        "amount_captured": intent["amount"] if paid else 0,
        "captured": paid,
        "failure_code": None if paid else "card_declined",
        "failure_message": answer.message,
        "outcome": answer.outcome,
        "paid": paid,
        "status": "succeeded" if paid else "failed",
    }


def get(world, call) -> dict:
    return retrieve(world, "charge", call.ids["id"])


def index(world, call) -> dict:
    filters = {
        "customer": "$.customer",
        "payment_intent": "$.payment_intent",
        "transfer_group": "$.transfer_group",
        "created": "$.created",
    }
    return page(world, "charge", "/v1/charges", call.params, filters)


def _card(intent: dict, method: dict, payer: payment_methods.Payer) -> dict:
    card = method["card"]
    return {
        "amount_authorized": intent["amount"],
        "authorization_code": None,
        "brand": card["brand"],
        "checks": card["checks"],
        "country": card["country"],
        "exp_month": card["exp_month"],
        "exp_year": card["exp_year"],
        "extended_authorization": {"status": "disabled"},
        "fingerprint": card["fingerprint"],
        "funding": card["funding"],
        "incremental_authorization": {"status": "unavailable"},
        "installments": None,
        "last4": card["last4"],
        "mandate": None,
        "multicapture": {"status": "unavailable"},
        "network": card["brand"],
        "network_token": {"used": False},
        "network_transaction_id": None,
        "overcapture": {"maximum_amount_capturable": intent["amount"], "status": "unavailable"},
        "regulated_status": card["regulated_status"],
        "three_d_secure": None,
        "transaction_link_id": None,
        "wallet": None,
    }
