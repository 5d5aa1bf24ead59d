"""What Stripe is asked for a payment page."""

from datetime import UTC, datetime
from decimal import Decimal

from stripe.params.checkout import SessionCreateParams

from donations.gateways.base import CheckoutLine, CheckoutRequest
from donations.gateways.stripe import checkout_params


def test_checkout_is_asked_with_names_the_library_knows_and_nothing_of_the_donor_but_the_address():
    params = checkout_params(
        CheckoutRequest(
            reference="opaque",
            lines=(CheckoutLine("Gift", Decimal("50.00")),),
            currency="usd",
            email="amina@example.org",
            submit="donate",
            success_url="http://127.0.0.1:9/a",
            cancel_url="http://127.0.0.1:9/b",
            expires_at=datetime(2026, 1, 1, tzinfo=UTC),
            key="k",
        )
    )

    assert set(params) <= set(SessionCreateParams.__annotations__)
    assert params["metadata"] == params["payment_intent_data"]["metadata"] == {"intent": "opaque"}
    assert params["line_items"][0]["price_data"]["unit_amount"] == 5000
    assert (params["adaptive_pricing"], params["submit_type"]) == ({"enabled": False}, "donate")
