import base64
import http.client
import json
from urllib.parse import urlsplit

import pytest
import stripe


def ask(standin, path="/v1/charges", method="GET", body=None, **headers):
    """A raw call; header names with underscores for dashes."""
    connection = http.client.HTTPConnection(urlsplit(standin.url).netloc)
    connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    return answer, answer.read()


def test_without_a_key_the_answer_is_stripes_401(standin):
    answer, body = ask(standin)

    error = json.loads(body)["error"]
    assert answer.status == 401
    assert error["type"] == "invalid_request_error"
    assert error["message"].startswith("You did not provide an API key.")
    assert answer.headers["Request-Id"].startswith("req_")


def test_a_wrong_key_is_an_authentication_error_that_does_not_repeat_it(standin):
    client = stripe.StripeClient("sk_test_standin_wrong_key_0000", base_addresses={"api": standin.url})

    with pytest.raises(stripe.AuthenticationError) as refused:
        client.v1.charges.list()

    assert refused.value.http_status == 401
    assert "wrong_key" not in str(refused.value)
    assert refused.value.user_message == "Invalid API Key provided: sk_test_********0000"


def test_basic_authentication_works_as_with_curl(standin):
    pair = base64.b64encode(f"{standin.secret_key}:".encode()).decode()

    answer, body = ask(standin, Authorization=f"Basic {pair}")

    assert (answer.status, json.loads(body)) == (
        200,
        {"object": "list", "data": [], "has_more": False, "url": "/v1/charges"},
    )


def test_another_api_version_is_refused(standin):
    client = standin.client(stripe_version="2020-08-27")

    with pytest.raises(stripe.InvalidRequestError, match="alone, not 2020-08-27"):
        client.v1.charges.list()


@pytest.mark.parametrize(("method", "path"), [("GET", "/v1/nonsense"), ("POST", "/v1/payouts"), ("DELETE", "/v1/x")])
def test_an_unknown_address_is_named(standin, method, path):
    answer, body = ask(standin, path, method, Authorization=f"Bearer {standin.secret_key}")

    assert answer.status == 404
    assert json.loads(body)["error"]["message"] == f"Unrecognized request URL ({method}: {path})."


def test_json_bodies_are_refused(standin):
    answer, body = ask(
        standin,
        "/v1/customers",
        "POST",
        b'{"name": "Zed"}',
        Authorization=f"Bearer {standin.secret_key}",
        Content_Type="application/json",
    )

    assert (answer.status, json.loads(body)["error"]["type"]) == (400, "invalid_request_error")


def test_a_name_that_merely_points_here_is_turned_away(standin):
    answer, _ = ask(standin, Host="rebound.example:80", Authorization=f"Bearer {standin.secret_key}")

    assert answer.status == 421


def test_a_huge_body_is_refused_before_it_is_read(standin):
    answer, _ = ask(standin, "/v1/customers", "POST", None, Content_Length="2000000")

    assert answer.status == 413


def test_every_answer_says_who_speaks(standin, api):
    headers = api.v1.charges.list().last_response.headers

    assert headers["Stripe-Version"] == stripe.api_version
    assert headers["X-Simulated"] == "not Stripe"
