"""Checkout Sessions: what is asked for, checked as Stripe checks it. Paying them is ``sandbox/checkout.py``."""

from urllib.parse import urlsplit

from sandbox.errors import ApiError, invalid, missing_parameter, not_modelled
from sandbox.ids import new_id
from sandbox.objects import line_items
from sandbox.objects.customers import check_email
from sandbox.objects.lists import named, page, retrieve, slice_of
from sandbox.params import metadata

HALF_AN_HOUR, A_DAY = 30 * 60, 24 * 60 * 60
MINIMUM = 50  # cents: Stripe's own smallest charge in US dollars


_INVOICE: dict = {
    "account_tax_ids": None,
    "custom_fields": None,
    "description": None,
    "footer": None,
    "issuer": None,
    "metadata": {},
    "rendering_options": None,
}
# The same in every session: one payment by card, in dollars, with nothing of what the stand-in does not model.
FIXED: dict = {
    "after_expiration": None,
    "allow_promotion_codes": None,
    "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
    "client_secret": None,
    "collected_information": None,
    "consent": None,
    "consent_collection": None,
    "currency": "usd",
    "currency_conversion": None,
    "custom_fields": [],
    "custom_text": {
        "after_submit": None,
        "shipping_address": None,
        "submit": None,
        "terms_of_service_acceptance": None,
    },
    "customer_account": None,
    "discounts": [],
    "integration_identifier": None,
    "invoice": None,
    "invoice_creation": {"enabled": False, "invoice_data": _INVOICE},
    "livemode": False,
    "managed_payments": {"enabled": False},
    "mode": "payment",
    "origin_context": None,
    "payment_link": None,
    "payment_method_collection": "if_required",
    "payment_method_configuration_details": None,
    "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
    "payment_method_types": ["card"],
    "permissions": None,
    "phone_number_collection": {"enabled": False},
    "recovered_from": None,
    "saved_payment_method_options": None,
    "setup_intent": None,
    "shipping_address_collection": None,
    "shipping_cost": None,
    "shipping_options": [],
    "subscription": None,
    "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
    "ui_mode": "hosted_page",
    "wallet_options": None,
}


def create(world, call) -> dict:
    """Open a session and its page. Raises ``ApiError`` in Stripe's words for what Stripe refuses."""
    params = call.params
    _check(world, params)
    items = line_items.build(world, params["line_items"])
    total = sum(item["amount_total"] for item in items)
    if total < MINIMUM:
        message = f"The Checkout Session's total amount must convert to at least 50 cents, not ${total / 100:.2f}."
        raise ApiError(message, code="amount_too_small", param="line_items", kept=False)
    session = _build(world, params, total, call.base_url)
    data = params.get("payment_intent_data", {})
    data = data | {"metadata": metadata(data.get("metadata"), "payment_intent_data[metadata]")}
    private = {"line_items": items, "payment_intent_data": data}
    return world.store.insert("checkout.session", session, private, due=session["expires_at"])


def get(world, call) -> dict:
    return retrieve(world, "checkout.session", call.ids["id"])


def index(world, call) -> dict:
    params = call.params
    if "customer_details" in params:
        params = params | {"customer_email": params["customer_details"]["email"]}
    filters = {
        "customer": "$.customer",
        "payment_intent": "$.payment_intent",
        "status": "$.status",
        "created": "$.created",
        "customer_email": "$.customer_details.email",
    }
    return page(world, "checkout.session", "/v1/checkout/sessions", params, filters)


def items(world, call) -> dict:
    session = retrieve(world, "checkout.session", call.ids["id"])
    rows = world.store.private(session["id"])["line_items"]
    return slice_of(rows, call.params, f"/v1/checkout/sessions/{session['id']}/line_items")


def expire(world, call) -> dict:
    return expire_session(world, retrieve(world, "checkout.session", call.ids["id"]))


def expire_session(world, session: dict) -> dict:
    """Close an open session for good; raises ``ApiError`` when it is complete or expired already."""
    if session["status"] != "open":
        message = (
            'Only Checkout Sessions with a status in ["open"] can be expired. '
            f"This Checkout Session has a status of `{session['status']}`."
        )
        raise ApiError(message, param="session")
    session["status"], session["url"] = "expired", None
    world.store.save(session, due=None)
    _cancel_intent(world, session)
    world.emit("checkout.session.expired", session)
    return session


def _cancel_intent(world, session: dict) -> None:
    """An intent left over from declined attempts ends with its session."""
    if not session["payment_intent"]:
        return
    intent = world.store.get(session["payment_intent"])
    intent |= {"status": "canceled", "canceled_at": world.now, "cancellation_reason": "expired"}
    world.store.save(intent)
    world.emit("payment_intent.canceled", intent)


def _check(world, params: dict) -> None:
    if "mode" not in params:
        raise missing_parameter("mode")
    if params["mode"] != "payment":
        raise not_modelled(f"mode={params['mode']}")
    if params.get("ui_mode", "hosted_page") != "hosted_page":
        raise not_modelled(f"ui_mode={params['ui_mode']}")
    if not params.get("line_items"):
        raise missing_parameter("line_items")
    if "success_url" not in params:
        raise missing_parameter("success_url")
    _check_donor(world, params)
    _check_texts(params)
    _check_expiry(world.now, params)


def _check_donor(world, params: dict) -> None:
    if "customer" in params:
        named(world, "customer", params["customer"], "customer")
        for other in ("customer_email", "customer_creation"):
            if other in params:
                raise invalid(f"You may only specify one of these parameters: customer, {other}.", "customer")
    if "customer_email" in params:
        check_email(params["customer_email"], "customer_email")


def _check_texts(params: dict) -> None:
    for name in ("success_url", "cancel_url"):
        parts = urlsplit(params.get(name, "http://ok"))
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise invalid("Not a valid URL", name, "url_invalid")
    if len(params.get("client_reference_id", "")) > 200:
        raise invalid("Invalid string: must be at most 200 characters", "client_reference_id")


def _check_expiry(now: int, params: dict) -> None:
    """Stripe allows 30 minutes to 24 hours; a minute's grace covers the way here."""
    wanted = params.get("expires_at")
    if wanted is None:
        return
    if wanted < now + HALF_AN_HOUR - 60:
        raise invalid(
            "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.", "expires_at"
        )
    if wanted > now + A_DAY + 60:
        raise invalid(
            "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.", "expires_at"
        )


def donor_details(world, session: dict) -> dict | None:
    """What is known of the donor while the session is open."""
    email = session["customer_email"]
    if session["customer"]:
        email = world.store.get(session["customer"])["email"]
    return details(email) if email else None


def details(email: str | None, billing: dict | None = None) -> dict:
    """``customer_details``: the address appears once there was a payment."""
    billing = billing or {"address": None, "name": None, "phone": None}
    return {
        "address": billing["address"],
        "business_name": None,
        "email": email,
        "individual_name": None,
        "name": billing["name"],
        "phone": billing["phone"],
        "tax_exempt": "none",
        "tax_ids": [],
    }


def _build(world, params: dict, total: int, base_url: str) -> dict:
    identifier = new_id("cs_test", 58)
    session = {
        "id": identifier,
        "object": "checkout.session",
        "adaptive_pricing": params.get("adaptive_pricing", {"enabled": True}),
        "amount_subtotal": total,
        "amount_total": total,
        "billing_address_collection": params.get("billing_address_collection"),
        "cancel_url": params.get("cancel_url"),
        "client_reference_id": params.get("client_reference_id"),
        "created": world.now,
        "customer": params.get("customer"),
        "customer_creation": None if params.get("customer") else params.get("customer_creation", "if_required"),
        "customer_details": None,
        "customer_email": params.get("customer_email"),
        "expires_at": params.get("expires_at", world.now + A_DAY),
        "locale": params.get("locale"),
        "metadata": metadata(params.get("metadata")),
        "payment_intent": None,
        "payment_status": "unpaid",
        "status": "open",
        "submit_type": params.get("submit_type"),
        "success_url": params["success_url"],
        "url": f"{base_url}/c/pay/{identifier}",
    } | FIXED
    session["customer_details"] = donor_details(world, session)
    return session
