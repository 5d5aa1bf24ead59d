import pytest
import stripe
from stripe.params import EventListParams, RefundCreateParams
from stripe.params.checkout import SessionCreateParams

from sandbox.api.forms import parse
from sandbox.api.routes import ROUTES
from sandbox.errors import ApiError
from sandbox.params import check, fields, metadata
from tests.sandbox.support.payments import line, open_session


def refusal(text, schema=SessionCreateParams, modelled=None):
    with pytest.raises(ApiError) as refused:
        check(parse(text), schema, modelled)
    return refused.value.error


def test_strings_become_the_types_of_the_package():
    text = "types[0]=charge.updated&created[gte]=5&limit=3&delivery_success=false"

    assert check(parse(text), EventListParams) == {
        "types": ["charge.updated"],
        "created": {"gte": 5},
        "limit": 3,
        "delivery_success": False,
    }


def test_a_union_takes_either_form():
    assert check(parse("created=5"), EventListParams) == {"created": 5}


def test_all_unknown_parameters_are_named_at_once():
    assert refusal("foo=1&line_items[0][price_data][bar]=2") == {
        "message": "Received unknown parameters: foo, line_items[0][price_data][bar]",
        "type": "invalid_request_error",
        "code": "parameter_unknown",
        "param": "foo",
    }


def test_the_clients_own_options_are_no_parameters():
    assert refusal("api_key=x")["code"] == "parameter_unknown"


def test_enums_are_closed():
    assert refusal("submit_type=give") == {
        "message": "Invalid submit_type: must be one of auto, book, donate, pay, or subscribe",
        "type": "invalid_request_error",
        "param": "submit_type",
    }


def test_checkout_does_not_speak_urdu():
    assert refusal("locale=ur")["param"] == "locale"


@pytest.mark.parametrize(
    ("text", "param"),
    [
        ("limit=ten", "limit"),
        ("limit=1.5", "limit"),
        ("delivery_success=yes", "delivery_success"),
        ("types=charge.updated", "types"),
        ("types[a]=x", "types"),
        ("created=", "created"),
        ("created[gt][x]=1", "created[gt]"),
        ("type[a]=x", "type"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_by_name(text, param):
    assert refusal(text, EventListParams)["param"] == param


def test_a_required_member_must_be_there():
    error = refusal("line_items[0][price_data][unit_amount]=5")

    assert (error["code"], error["param"]) == ("parameter_missing", "line_items[0][price_data][currency]")


def test_an_empty_string_unsets_only_where_the_package_says_so():
    assert check(parse("metadata="), RefundCreateParams) == {"metadata": ""}
    assert refusal("charge=", RefundCreateParams)["code"] == "parameter_invalid_empty"


def test_a_parameter_that_stripe_knows_and_the_standin_does_not_is_refused():
    error = refusal("mode=payment&allow_promotion_codes=true", modelled=frozenset({"mode"}))

    assert error["message"] == "This stand-in does not model `allow_promotion_codes`; Stripe does."


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_every_modelled_parameter_exists_in_the_package(route):
    known = set(fields(route.schema))

    assert {name.split(".")[0] for name in route.modelled} - known == set()


@pytest.mark.parametrize(
    "notes",
    [{str(number): "x" for number in range(51)}, {"k" * 41: "x"}, {"k": "x" * 501}],
    ids=["too many", "long key", "long value"],
)
def test_metadata_keeps_to_the_limits(notes):
    with pytest.raises(ApiError):
        metadata(notes)


def test_metadata_at_the_limits_is_taken():
    notes = {f"{number:040}": "x" * 500 for number in range(50)}

    assert metadata(notes) == notes


def test_the_sdk_is_told_of_an_unknown_parameter(api):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        open_session(api, line_items=[line() | {"amount": 5}])

    assert (refused.value.http_status, refused.value.code, refused.value.param) == (
        400,
        "parameter_unknown",
        "line_items[0][amount]",
    )
    assert refused.value.request_id.startswith("req_")
