"""Payments to test with."""

SUCCESS = "http://127.0.0.1:9/thanks/?session={CHECKOUT_SESSION_ID}"
CANCEL = "http://127.0.0.1:9/give/"


def line(name="Gift", cents=5000, quantity=1) -> dict:
    price = {"currency": "usd", "unit_amount": cents, "product_data": {"name": name}}
    return {"quantity": quantity, "price_data": price}


def session_params(**changed) -> dict:
    """What the application asks Checkout for; ``changed`` values of None leave a parameter out."""
    params = {
        "mode": "payment",
        "line_items": [line()],
        "customer_creation": "always",
        "customer_email": "zed@example.org",
        "client_reference_id": "intent-1",
        "metadata": {"intent": "intent-1"},
        "payment_intent_data": {"metadata": {"intent": "intent-1"}},
        "submit_type": "donate",
        "adaptive_pricing": {"enabled": False},
        "success_url": SUCCESS,
        "cancel_url": CANCEL,
    } | changed
    return {name: value for name, value in params.items() if value is not None}


def open_session(api, **changed):
    return api.v1.checkout.sessions.create(session_params(**changed))


def paid_charge(standin, api, cents=5000, **payer):
    """A donor has paid ``cents``; the charge, its fee not known yet."""
    session = open_session(api, line_items=[line(cents=cents)])
    standin.control(f"sessions/{session.id}/pay", **payer)
    intent = api.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]}).payment_intent
    return api.v1.charges.retrieve(intent.latest_charge)


def settled_charge(standin, api, cents=5000):
    """A paid charge whose fee is known."""
    charge = paid_charge(standin, api, cents)
    standin.control(f"charges/{charge.id}/settle")
    return api.v1.charges.retrieve(charge.id)
