import time

import pytest
import stripe

from tests.sandbox.support.payments import session_params
from tests.sandbox.support.standin import ControlError


def requests(standin):
    log = standin.control("requests", "GET")["requests"]
    return [(one["method"], one["path"], one["status"], one["fault"], one["replayed"]) for one in log]


def test_a_rate_limit_reaches_the_caller(standin, api):
    standin.control("faults", kind="429", count=2)

    for _ in range(2):
        with pytest.raises(stripe.RateLimitError) as limited:
            api.v1.charges.list()
        assert (limited.value.http_status, limited.value.json_body["error"]["code"]) == (429, "rate_limit")

    assert api.v1.charges.list().data == []


def test_a_passing_outage_is_survived_by_the_sdks_retries(standin, api):
    standin.control("faults", kind="503", count=2)

    session = api.v1.checkout.sessions.create(session_params())

    assert session.status == "open"
    assert requests(standin) == [
        ("POST", "/v1/checkout/sessions", 503, "503", False),
        ("POST", "/v1/checkout/sessions", 503, "503", False),
        ("POST", "/v1/checkout/sessions", 200, None, False),
    ]


def test_a_server_error_inside_the_endpoint_is_not_retried(standin, api):
    standin.control("faults", kind="500")

    with pytest.raises(stripe.APIError):
        api.v1.checkout.sessions.create(session_params())

    assert [status for _, _, status, _, _ in requests(standin)] == [500]


def test_a_lost_answer_makes_one_session(standin, api):
    standin.control("faults", kind="drop_reply")

    session = api.v1.checkout.sessions.create(session_params())

    assert [row.id for row in api.v1.checkout.sessions.list().data] == [session.id]
    assert requests(standin)[:2] == [
        ("POST", "/v1/checkout/sessions", 200, "drop_reply", False),
        ("POST", "/v1/checkout/sessions", 200, None, True),
    ]


def test_a_lost_answer_without_retries_is_a_connection_error(standin):
    standin.control("faults", kind="drop_reply")
    impatient = standin.client(max_network_retries=0)

    with pytest.raises(stripe.APIConnectionError):
        impatient.v1.checkout.sessions.create(session_params())

    assert len(impatient.v1.checkout.sessions.list().data) == 1


def test_a_timeout_does_nothing_and_takes_its_time(standin):
    standin.control("faults", kind="timeout", seconds=30)
    impatient = standin.client(max_network_retries=0, http_client=stripe.RequestsClient(timeout=(1, 0.3)))
    started = time.monotonic()

    with pytest.raises(stripe.APIConnectionError):
        impatient.v1.checkout.sessions.create(session_params())

    assert 0.3 <= time.monotonic() - started < 5
    assert standin.client().v1.checkout.sessions.list().data == []


def test_a_fault_can_be_aimed(standin, api):
    standin.control("faults", kind="429", method="POST", path="/v1/refunds")

    assert api.v1.charges.list().data == []
    with pytest.raises(stripe.RateLimitError):
        api.v1.refunds.create({"charge": "ch_x"})


def test_faults_can_be_called_off(standin, api):
    standin.control("faults", kind="429", count=100)
    standin.control("faults", "DELETE")

    assert api.v1.charges.list().data == []


@pytest.mark.parametrize("wrong", [{"kind": "418"}, {"kind": "429", "count": 0}, {"kind": "429", "colour": "red"}, {}])
def test_a_fault_nobody_knows_is_refused(standin, wrong):
    with pytest.raises(ControlError) as refused:
        standin.control("faults", **wrong)

    assert refused.value.status == 400
