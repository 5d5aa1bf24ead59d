"""Customers: made by a call, or by Checkout when ``customer_creation`` asks for one."""

from sandbox.errors import invalid
from sandbox.ids import new_id
from sandbox.objects.lists import page, retrieve
from sandbox.params import metadata

ADDRESS = ("city", "country", "line1", "line2", "postal_code", "state")
INVOICE_SETTINGS = ("custom_fields", "default_payment_method", "footer", "rendering_options")
#: What every new customer is, before anything is written about them.
NEW = {
    "object": "customer",
    "address": None,
    "balance": 0,
    "business_name": None,
    "currency": None,
    "customer_account": None,
    "default_source": None,
    "delinquent": False,
    "description": None,
    "discount": None,
    "email": None,
    "individual_name": None,
    "livemode": False,
    "name": None,
    "next_invoice_sequence": 1,
    "phone": None,
    "shipping": None,
    "tax_exempt": "none",
    "test_clock": None,
}
TEXTS = ("business_name", "description", "email", "individual_name", "name", "phone")


def create(world, call) -> dict:
    return make(world, **call.params)


def update(world, call) -> dict:
    customer = retrieve(world, "customer", call.ids["id"])
    before = dict(customer)
    customer.update(_written(call.params))
    if "metadata" in call.params:
        customer["metadata"] = _merged(customer["metadata"], call.params["metadata"])
    changed = {name: before[name] for name in customer if customer[name] != before[name]}
    world.store.save(customer)
    if changed:
        world.emit("customer.updated", customer, previous=changed)
    return customer


def make(world, **given) -> dict:
    """Build and announce a customer from create parameters."""
    customer = {
        "id": new_id("cus", 14),
        **NEW,
        "created": world.now,
        "invoice_prefix": new_id("X", 7)[2:].upper(),
        "invoice_settings": dict.fromkeys(INVOICE_SETTINGS),
        "metadata": metadata(given.get("metadata")),
        "preferred_locales": given.get("preferred_locales", []),
    } | _written(given)
    world.store.insert("customer", customer)
    world.emit("customer.created", customer)
    return customer


def get(world, call) -> dict:
    return retrieve(world, "customer", call.ids["id"])


def index(world, call) -> dict:
    return page(world, "customer", "/v1/customers", call.params, {"email": "$.email", "created": "$.created"})


def check_email(email: str, param: str) -> str:
    """Stripe's own check is shallow: something, an at sign, a dotted domain."""
    name, _, domain = email.rpartition("@")
    if not name or "." not in domain or " " in email or len(email) > 512:
        raise invalid(f"Invalid email address: {email}", param, "email_invalid")
    return email


def address(given: dict | None) -> dict | None:
    return {name: given.get(name) or None for name in ADDRESS} if given else None


def _written(given: dict) -> dict:
    """The fields a caller may set; an empty string unsets, as Stripe's form encoding has it."""
    if given.get("email"):
        check_email(given["email"], "email")
    written = {name: given[name] or None for name in TEXTS if name in given}
    if "address" in given:
        written["address"] = address(given["address"])
    return written


def _merged(before: dict, given: dict | str) -> dict:
    if not isinstance(given, dict):
        return {}
    return metadata({**before, **given})
