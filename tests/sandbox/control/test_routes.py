import http.client
import json
from urllib.parse import urlsplit

import pytest

from tests.sandbox.support.payments import open_session, paid_charge
from tests.sandbox.support.standin import ControlError


def test_without_the_token_the_door_is_shut(standin):
    connection = http.client.HTTPConnection(urlsplit(standin.url).netloc)
    connection.request("POST", "/_control/reset", b"", {"X-Control-Token": "guess"})

    answer = connection.getresponse()

    assert (answer.status, json.load(answer)) == (403, {"error": "X-Control-Token is missing or wrong."})


@pytest.mark.parametrize(
    ("path", "arguments", "status"),
    [
        ("nonsense", {}, 400),
        ("sessions/cs_none/pay", {}, 404),
        ("sessions/cs_none/steal", {}, 400),
        ("charges/ch_none/settle", {}, 404),
        ("payouts/po_none/arrive", {}, 404),
        ("clock", {"advance": -1}, 400),
        ("webhooks", {"mode": "sideways"}, 400),
        ("webhooks", {"copies": 99}, 400),
        ("webhooks/forge", {"kind": "banknote"}, 400),
        ("webhooks/deliver", {"events": ["evt_none"]}, 404),
        ("webhooks/release", {"order": "random"}, 400),
        ("settings", {"fee_delay": -1}, 400),
        ("clock", {"hours": 3}, 400),
    ],
)
def test_a_wrong_call_is_refused_with_a_reason(standin, path, arguments, status):
    with pytest.raises(ControlError) as refused:
        standin.control(path, **arguments)

    assert refused.value.status == status
    assert refused.value.answer["error"]


def test_a_payer_has_only_known_traits(standin, api):
    with pytest.raises(ControlError, match="Unknown: shoe_size"):
        standin.control(f"sessions/{open_session(api).id}/pay", shoe_size=42)


def test_the_clock_moves_everything_due_before_it_answers(standin, api):
    before = standin.control("state", "GET")["now"]
    charge = paid_charge(standin, api)

    moved = standin.control("clock", advance=3 * 86400)

    assert 3 * 86400 <= moved["now"] - before < 3 * 86400 + 60
    # The fee, then the money's availability.
    assert moved["done"] == 2
    row = api.v1.charges.retrieve(charge.id, {"expand": ["balance_transaction"]}).balance_transaction
    assert row.status == "available"
    assert abs(row.created - (charge.created + 3600)) <= 2


def test_the_fee_delay_can_be_set(standin, api):
    standin.control("settings", fee_delay=0)
    charge = paid_charge(standin, api)

    standin.control("idle")

    assert api.v1.charges.retrieve(charge.id).balance_transaction is not None


def test_reset_forgets_everything(standin, api):
    paid_charge(standin, api)
    standin.control("faults", kind="429")
    standin.control("clock", advance=1000)

    state = standin.control("reset")

    assert (state["clock_offset"], state["faults"], state["deliveries"]) == (0.0, [], {})
    assert (api.v1.charges.list().data, api.v1.events.list().data) == ([], [])


def test_requests_are_logged_without_the_key(standin, api):
    session = open_session(api)
    api.v1.charges.list({"limit": 3})

    log = standin.control("requests", "GET")["requests"]

    assert [(one["method"], one["path"], one["status"]) for one in log] == [
        ("POST", "/v1/checkout/sessions", 200),
        ("GET", "/v1/charges", 200),
    ]
    assert log[0]["params"]["client_reference_id"] == "intent-1"
    assert log[0]["request"] == session.last_response.request_id
    assert log[0]["idempotency_key"]
    assert log[1]["params"] == {"limit": "3"}
    assert standin.secret_key not in json.dumps(log)
    assert standin.control("requests", "DELETE") == {"requests": []}
    assert standin.control("requests", "GET") == {"requests": []}
