"""Errors shaped like the real API's."""

import pytest

from sandbox import errors


@pytest.mark.parametrize(
    ("error", "status", "code", "kept"),
    [
        (errors.missing_parameter("amount"), 400, "parameter_missing", False),
        (errors.unknown_parameters(["a", "b"]), 400, "parameter_unknown", False),
        (errors.no_such("charge", "ch_1"), 404, "resource_missing", False),
        (errors.rate_limited(), 429, "rate_limit", False),
        (errors.server_error(), 500, None, True),
        (errors.unavailable(), 503, None, False),
        (errors.no_key(), 401, None, False),
        (errors.ApiError("no"), 400, None, True),
    ],
)
def test_status_code_and_whether_a_key_replays_it(error, status, code, kept):
    assert (error.status, error.error.get("code"), error.kept) == (status, code, kept)


def test_the_body_names_the_parameter():
    assert errors.unknown_parameters(["a", "b"]).body == {
        "error": {
            "message": "Received unknown parameters: a, b",
            "type": "invalid_request_error",
            "code": "parameter_unknown",
            "param": "a",
        }
    }


def test_a_key_is_never_shown_whole():
    assert "sk_test_********wxyz" in str(errors.wrong_key("sk_test_abcdefghijklmnopqrstuvwxyz"))
    assert "short" not in str(errors.wrong_key("short"))
