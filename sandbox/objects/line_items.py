"""Line items with inline prices: each makes its own Price and Product, as Stripe does."""

from sandbox.errors import invalid, missing_parameter, no_such, not_modelled
from sandbox.ids import new_id
from sandbox.params import metadata

MOST_ITEMS = 100
LARGEST = 99_999_999  # cents: the largest charge Stripe takes
#: What every price is that a session makes for one item.
ONE_TIME = {
    "object": "price",
    "active": False,
    "billing_scheme": "per_unit",
    "currency": "usd",
    "custom_unit_amount": None,
    "livemode": False,
    "lookup_key": None,
    "nickname": None,
    "recurring": None,
    "tax_behavior": "unspecified",
    "tiers_mode": None,
    "transform_quantity": None,
    "type": "one_time",
}


def build(world, wanted: list[dict]) -> list[dict]:
    """The line items of a session; raises ``ApiError`` for stored prices, other currencies and bad amounts."""
    if len(wanted) > MOST_ITEMS:
        raise invalid(f"You may have at most {MOST_ITEMS} line items.", "line_items")
    return [_item(world, given, f"line_items[{number}]") for number, given in enumerate(wanted)]


def _item(world, given: dict, path: str) -> dict:
    if "price" in given:
        raise no_such("price", given["price"], f"{path}[price]", 400)
    if "price_data" not in given:
        raise missing_parameter(f"{path}[price_data]")
    quantity = given.get("quantity")
    if quantity is None:
        raise missing_parameter(f"{path}[quantity]")
    if quantity < 1:
        raise invalid(f"This value must be greater than or equal to 1: {quantity}", f"{path}[quantity]")
    price, product = _price(world, given["price_data"], f"{path}[price_data]")
    total = price["unit_amount"] * quantity
    return {
        "id": new_id("li"),
        "object": "item",
        "adjustable_quantity": None,
        "amount_discount": 0,
        "amount_subtotal": total,
        "amount_tax": 0,
        "amount_total": total,
        "currency": price["currency"],
        "description": product["name"],
        "metadata": metadata(given.get("metadata"), f"{path}[metadata]"),
        "price": price,
        "quantity": quantity,
    }


def _price(world, given: dict, path: str) -> tuple[dict, dict]:
    if given["currency"].lower() != "usd":
        raise not_modelled(f"currency={given['currency']}")
    if "product_data" not in given:
        raise missing_parameter(f"{path}[product_data]")
    amount = given.get("unit_amount")
    if amount is None:
        raise missing_parameter(f"{path}[unit_amount]")
    if not 0 <= amount <= LARGEST:
        raise invalid(f"Invalid amount: {amount}", f"{path}[unit_amount]", "parameter_invalid_integer")
    product = world.store.insert("product", _product(world, given["product_data"], f"{path}[product_data]"))
    price = {"id": new_id("price"), **ONE_TIME, "created": world.now, "metadata": {}, "product": product["id"]}
    price |= {"unit_amount": amount, "unit_amount_decimal": str(amount)}
    return world.store.insert("price", price), product


def _product(world, given: dict, path: str) -> dict:
    return {
        "id": new_id("prod", 14),
        "object": "product",
        "active": False,
        "created": world.now,
        "default_price": None,
        "description": given.get("description"),
        "images": [],
        "livemode": False,
        "marketing_features": [],
        "metadata": metadata(given.get("metadata"), f"{path}[metadata]"),
        "name": given["name"],
        "package_dimensions": None,
        "shippable": None,
        "statement_descriptor": None,
        "tax_code": None,
        "type": "service",
        "unit_label": None,
        "updated": world.now,
        "url": None,
    }
