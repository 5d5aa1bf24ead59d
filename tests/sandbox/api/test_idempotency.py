from concurrent.futures import ThreadPoolExecutor

import pytest
import stripe

from tests.sandbox.support.payments import line, session_params, settled_charge


def create(api, key, **changed):
    return api.v1.checkout.sessions.create(session_params(**changed), {"idempotency_key": key})


def sessions(api):
    return len(api.v1.checkout.sessions.list().data)


def test_the_same_request_gives_the_saved_answer(api):
    first, second = create(api, "k"), create(api, "k")

    assert second.to_dict() == first.to_dict()
    assert second.last_response.headers["Idempotent-Replayed"] == "true"
    assert second.last_response.headers["Original-Request"] == first.last_response.request_id
    assert "Idempotent-Replayed" not in first.last_response.headers
    assert sessions(api) == 1


def test_another_key_is_another_session(api):
    assert create(api, "k1").id != create(api, "k2").id
    assert sessions(api) == 2


def test_the_same_key_with_another_body_is_refused(api):
    create(api, "k")

    with pytest.raises(stripe.IdempotencyError, match="same parameters they were first used with"):
        create(api, "k", line_items=[line(cents=6000)])

    assert sessions(api) == 1


def test_the_same_key_for_another_call_is_refused(api):
    create(api, "k")

    with pytest.raises(stripe.IdempotencyError):
        api.v1.customers.create({"email": "zed@example.org"}, {"idempotency_key": "k"})


def test_an_error_of_the_endpoint_is_replayed_even_when_it_would_succeed_now(standin, api):
    charge = settled_charge(standin, api)
    standin.control("faults", kind="500")
    refund = {"charge": charge.id, "amount": 100}

    for _ in range(2):
        with pytest.raises(stripe.APIError) as failed:
            api.v1.refunds.create(refund, {"idempotency_key": "refund-1"})
        assert failed.value.http_status == 500

    assert failed.value.headers["Idempotent-Replayed"] == "true"
    assert api.v1.refunds.list().data == []
    assert api.v1.refunds.create(refund, {"idempotency_key": "refund-2"}).amount == 100


def test_a_refusal_of_the_endpoint_is_replayed(standin, api):
    charge = settled_charge(standin, api)

    answers = []
    for _ in range(2):
        with pytest.raises(stripe.InvalidRequestError) as refused:
            api.v1.refunds.create({"charge": charge.id, "amount": 9999}, {"idempotency_key": "big"})
        answers.append(refused.value)

    assert [answer.headers.get("Idempotent-Replayed") for answer in answers] == [None, "true"]
    assert answers[0].user_message == answers[1].user_message


def test_parameters_that_fail_validation_leave_the_key_free(api):
    with pytest.raises(stripe.InvalidRequestError):
        create(api, "k", submit_type="give")

    assert create(api, "k").status == "open"


def test_a_key_is_forgotten_after_a_day(standin, api):
    first = create(api, "k")
    standin.control("clock", advance=24 * 3600 + 60)

    assert create(api, "k").id != first.id


def test_a_replay_shows_the_session_as_it_was_answered_then(standin, api):
    session = create(api, "k")
    standin.control(f"sessions/{session.id}/pay")

    assert create(api, "k").status == "open"


def test_twenty_at_once_make_one(standin, api):
    with ThreadPoolExecutor(20) as pool:
        made = list(pool.map(lambda _: create(standin.client(), "k").id, range(20)))

    assert len(set(made)) == 1
    assert sessions(api) == 1


def test_a_key_is_at_most_255_characters(api):
    with pytest.raises(stripe.InvalidRequestError):
        create(api, "k" * 256)
