"""The simulated card a payment was made with. Nobody types a card number anywhere in the stand-in."""

from dataclasses import dataclass

from sandbox.ids import new_id
from sandbox.objects.lists import retrieve


@dataclass(frozen=True)
class Payer:
    """Who pays with what; the values end up in ``billing_details`` and ``payment_method_details.card``."""

    email: str | None = None
    name: str | None = "Sample Cardholder"
    phone: str | None = None
    country: str = "US"
    postal_code: str | None = "46204"
    city: str | None = None
    state: str | None = None
    line1: str | None = None
    line2: str | None = None
    brand: str = "visa"
    last4: str = "4242"

    @property
    def billing_details(self) -> dict:
        address = {name: getattr(self, name) for name in ("city", "country", "line1", "line2", "postal_code", "state")}
        return {"address": address, "email": self.email, "name": self.name, "phone": self.phone, "tax_id": None}


def make(world, payer: Payer, customer: str | None) -> dict:
    """Store a card's payment method, of a customer or of nobody."""
    method = {
        "id": new_id("pm"),
        "object": "payment_method",
        "allow_redisplay": "limited",
        "billing_details": payer.billing_details,
        "card": _card(payer),
        "created": world.now,
        "customer": customer,
        "customer_account": None,
        "livemode": False,
        "metadata": {},
        "type": "card",
    }
    return world.store.insert("payment_method", method)


def _card(payer: Payer) -> dict:
    return {
        "brand": payer.brand,
        "checks": checks(payer),
        "country": payer.country,
        "display_brand": payer.brand,
        "exp_month": 8,
        "exp_year": 2034,
        "fingerprint": f"standin{payer.brand}{payer.last4}",
        "funding": "credit",
        "generated_from": None,
        "last4": payer.last4,
        "networks": {"available": [payer.brand], "preferred": None},
        "regulated_status": "unregulated",
        "three_d_secure_usage": {"supported": True},
        "wallet": None,
    }


def get(world, call) -> dict:
    return retrieve(world, "payment_method", call.ids["id"])


def checks(payer: Payer) -> dict:
    return {
        "address_line1_check": "pass" if payer.line1 else None,
        "address_postal_code_check": "pass" if payer.postal_code else None,
        "cvc_check": "pass",
    }
