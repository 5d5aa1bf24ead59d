import pytest
import stripe

from tests.sandbox.support.payments import CANCEL, SUCCESS, line, open_session


def refusal(api, **changed):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        open_session(api, **changed)
    return refused.value


def test_a_new_session_is_open_with_a_page_and_no_payment(standin, api):
    session = open_session(api, line_items=[line("Gift", 5000), line("Dinner", 7500, 4)])

    assert session.id.startswith("cs_test_")
    assert session.url == f"{standin.url}/c/pay/{session.id}"
    assert (session.status, session.payment_status, session.payment_intent) == ("open", "unpaid", None)
    assert (session.amount_subtotal, session.amount_total, session.currency) == (35000, 35000, "usd")
    assert (session.client_reference_id, session.metadata.to_dict()) == ("intent-1", {"intent": "intent-1"})
    assert (session.success_url, session.cancel_url, session.submit_type) == (SUCCESS, CANCEL, "donate")
    assert session.adaptive_pricing.enabled is False
    assert (session.customer, session.customer_creation, session.customer_email) == (None, "always", "zed@example.org")
    assert session.customer_details.email == "zed@example.org"
    assert session.livemode is False


def test_line_items_come_by_their_own_call_or_expanded(api):
    session = open_session(api, line_items=[line("Gift", 5000), line("Dinner", 7500, 4)])

    listed = api.v1.checkout.sessions.line_items.list(session.id)
    expanded = api.v1.checkout.sessions.retrieve(session.id, {"expand": ["line_items.data.price.product"]}).line_items

    assert "line_items" not in session
    assert [(item.description, item.quantity, item.amount_total) for item in listed.data] == [
        ("Gift", 1, 5000),
        ("Dinner", 4, 30000),
    ]
    assert [item.price.product.name for item in expanded.data] == ["Gift", "Dinner"]


def test_line_items_are_paged(api):
    session = open_session(api, line_items=[line(f"Seat {number}", 100) for number in range(5)])

    pages = api.v1.checkout.sessions.line_items.list(session.id, {"limit": 2})

    assert pages.has_more is True
    assert [item.description for item in pages.auto_paging_iter()] == [f"Seat {number}" for number in range(5)]


def test_it_expires_by_the_standins_own_clock(standin, api):
    now = standin.control("state", "GET")["now"]
    session = open_session(api, expires_at=now + 3600)

    standin.control("clock", advance=3590)
    before = api.v1.checkout.sessions.retrieve(session.id)
    standin.control("clock", advance=20)
    after = api.v1.checkout.sessions.retrieve(session.id)

    assert (before.status, after.status, after.url) == ("open", "expired", None)
    assert [event.data.object["id"] for event in api.v1.events.list({"type": "checkout.session.expired"}).data] == [
        session.id
    ]


def test_without_expires_at_it_lasts_a_day(api):
    session = open_session(api)

    assert session.expires_at - session.created == 24 * 3600


@pytest.mark.parametrize(("seconds", "taken"), [(1600, False), (1800, True), (86400, True), (86600, False)])
def test_expiry_lies_between_half_an_hour_and_a_day(standin, api, seconds, taken):
    wanted = standin.control("state", "GET")["now"] + seconds

    if taken:
        assert open_session(api, expires_at=wanted).expires_at == wanted
    else:
        assert refusal(api, expires_at=wanted).param == "expires_at"


def test_expiring_closes_it_once(standin, api):
    session = open_session(api)

    expired = api.v1.checkout.sessions.expire(session.id)

    assert (expired.status, expired.url, expired.payment_status) == ("expired", None, "unpaid")
    with pytest.raises(stripe.InvalidRequestError):
        api.v1.checkout.sessions.expire(session.id)


def test_a_complete_session_cannot_be_expired(standin, api):
    session = open_session(api)
    standin.control(f"sessions/{session.id}/pay")

    with pytest.raises(stripe.InvalidRequestError, match="status of `complete`"):
        api.v1.checkout.sessions.expire(session.id)


def test_expiry_cancels_what_is_left_of_declined_attempts(standin, api):
    session = open_session(api)
    declined = standin.control(f"sessions/{session.id}/decline")

    api.v1.checkout.sessions.expire(session.id)

    intent = api.v1.payment_intents.retrieve(declined["payment_intent"])
    assert (intent.status, intent.cancellation_reason) == ("canceled", "expired")


@pytest.mark.parametrize(
    ("changed", "param"),
    [
        ({"mode": None}, "mode"),
        ({"mode": "subscription"}, "mode=subscription"),
        ({"line_items": None}, "line_items"),
        ({"line_items": []}, "line_items"),
        ({"success_url": None}, "success_url"),
        ({"success_url": "thanks"}, "success_url"),
        ({"cancel_url": "javascript:alert(1)"}, "cancel_url"),
        ({"customer_email": "nobody"}, "customer_email"),
        ({"customer": "cus_none", "customer_email": None, "customer_creation": None}, "customer"),
        ({"client_reference_id": "x" * 201}, "client_reference_id"),
        ({"ui_mode": "embedded_page"}, "ui_mode=embedded_page"),
        ({"line_items": [line(cents=49)]}, "line_items"),
        ({"line_items": [line(cents=-1)]}, "line_items[0][price_data][unit_amount]"),
        ({"line_items": [line(quantity=0)]}, "line_items[0][quantity]"),
        ({"line_items": [{"quantity": 1}]}, "line_items[0][price_data]"),
        ({"line_items": [{"quantity": 1, "price": "price_1"}]}, "line_items[0][price]"),
        ({"payment_method_types": ["card"]}, "payment_method_types"),
    ],
)
def test_what_stripe_would_refuse_is_refused(api, changed, param):
    assert refusal(api, **changed).param == param


def test_half_a_dollar_is_enough(api):
    assert open_session(api, line_items=[line(cents=50)]).amount_total == 50


def test_only_dollars_are_settled(api):
    error = refusal(api, line_items=[{"quantity": 1, "price_data": line()["price_data"] | {"currency": "jpy"}}])

    assert "does not model `currency=jpy`" in error.user_message


def test_a_known_customer_brings_the_address_along(standin, api):
    customer = api.v1.customers.create({"email": "amin@example.org", "name": "Amin Sample"})
    session = open_session(api, customer=customer.id, customer_email=None, customer_creation=None)

    standin.control(f"sessions/{session.id}/pay")

    paid = api.v1.checkout.sessions.retrieve(session.id)
    assert (paid.customer, paid.customer_details.email) == (customer.id, "amin@example.org")
    assert len(api.v1.customers.list().data) == 1


def test_a_customer_excludes_the_other_ways_to_name_the_donor(api):
    customer = api.v1.customers.create({"email": "amin@example.org"})

    assert refusal(api, customer=customer.id).param == "customer"


def test_sessions_are_found_by_status_intent_and_donor(standin, api):
    paid, other = open_session(api), open_session(api, customer_email="quill@example.org")
    intent = standin.control(f"sessions/{paid.id}/pay")["payment_intent"]
    sessions = api.v1.checkout.sessions

    found = {
        "open": sessions.list({"status": "open"}),
        "intent": sessions.list({"payment_intent": intent}),
        "email": sessions.list({"customer_details": {"email": "quill@example.org"}}),
    }

    assert {name: [session.id for session in rows.data] for name, rows in found.items()} == {
        "open": [other.id],
        "intent": [paid.id],
        "email": [other.id],
    }
