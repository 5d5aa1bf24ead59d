"""``/v1``: authentication, routes, idempotency, faults, and answers in Stripe's form."""

import base64
import hmac
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

import stripe.params as sdk
import stripe.params.checkout as sdk_checkout

from sandbox import errors, faults
from sandbox.api import forms, idempotency
from sandbox.api.expand import expand
from sandbox.errors import ApiError
from sandbox.exchange import Request, Response, as_json
from sandbox.ids import new_id
from sandbox.jobs import run_due
from sandbox.objects import (
    balance_transactions,
    charges,
    customers,
    events,
    payment_intents,
    payment_methods,
    payouts,
    refunds,
    sessions,
)
from sandbox.params import check
from sandbox.world import API_VERSION

KEPT_REQUESTS = 5000


@dataclass(frozen=True)
class Call:
    """One checked call: identifiers from the path, converted parameters, and where we are reached."""

    ids: dict
    params: dict
    base_url: str


@dataclass(frozen=True)
class Route:
    """``modelled`` names the parameters the stand-in acts upon, beside ``expand``."""

    method: str
    path: str
    schema: type
    handler: Callable
    modelled: frozenset

    def match(self, method: str, path: str) -> dict | None:
        found = re.fullmatch(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", self.path), path)
        return found.groupdict() if found and method == self.method else None


def _route(method, path, schema, handler, modelled=""):
    return Route(method, path, schema, handler, frozenset(["expand", *modelled.split()]))


_PAGING = "limit starting_after ending_before"
_PAGED = f"{_PAGING} created created.gt created.gte created.lt created.lte"
_CUSTOMER = (
    "address address.city address.country address.line1 address.line2 address.postal_code address.state business_name "
    "description email individual_name metadata name phone"
)
_SESSION = (
    "adaptive_pricing.enabled billing_address_collection cancel_url client_reference_id customer customer_creation "
    "customer_email expires_at line_items.metadata line_items.price line_items.price_data.currency "
    "line_items.price_data.product_data.description line_items.price_data.product_data.metadata "
    "line_items.price_data.product_data.name line_items.price_data.unit_amount line_items.quantity locale metadata "
    "mode payment_intent_data.description payment_intent_data.metadata payment_intent_data.receipt_email "
    "payment_intent_data.statement_descriptor_suffix submit_type success_url ui_mode"
)

# The more particular path stands before the general one.
ROUTES = [
    _route("POST", "/v1/checkout/sessions", sdk_checkout.SessionCreateParams, sessions.create, _SESSION),
    _route(
        "GET",
        "/v1/checkout/sessions",
        sdk_checkout.SessionListParams,
        sessions.index,
        f"{_PAGED} customer customer_details.email payment_intent status",
    ),
    _route("POST", "/v1/checkout/sessions/{id}/expire", sdk_checkout.SessionExpireParams, sessions.expire),
    _route(
        "GET", "/v1/checkout/sessions/{id}/line_items", sdk_checkout.SessionListLineItemsParams, sessions.items, _PAGING
    ),
    _route("GET", "/v1/checkout/sessions/{id}", sdk_checkout.SessionRetrieveParams, sessions.get),
    _route("GET", "/v1/payment_intents", sdk.PaymentIntentListParams, payment_intents.index, f"{_PAGED} customer"),
    _route("GET", "/v1/payment_intents/{id}", sdk.PaymentIntentRetrieveParams, payment_intents.get),
    _route("GET", "/v1/payment_methods/{id}", sdk.PaymentMethodRetrieveParams, payment_methods.get),
    _route(
        "GET", "/v1/charges", sdk.ChargeListParams, charges.index, f"{_PAGED} customer payment_intent transfer_group"
    ),
    _route("GET", "/v1/charges/{id}", sdk.ChargeRetrieveParams, charges.get),
    _route("POST", "/v1/customers", sdk.CustomerCreateParams, customers.create, f"{_CUSTOMER} preferred_locales"),
    _route("GET", "/v1/customers", sdk.CustomerListParams, customers.index, f"{_PAGED} email"),
    _route("GET", "/v1/customers/{id}", sdk.CustomerRetrieveParams, customers.get),
    _route("POST", "/v1/customers/{id}", sdk.CustomerUpdateParams, customers.update, _CUSTOMER),
    _route(
        "POST",
        "/v1/refunds",
        sdk.RefundCreateParams,
        refunds.create,
        "amount charge metadata payment_intent reason",
    ),
    _route("GET", "/v1/refunds", sdk.RefundListParams, refunds.index, f"{_PAGED} charge payment_intent"),
    _route("GET", "/v1/refunds/{id}", sdk.RefundRetrieveParams, refunds.get),
    _route(
        "GET",
        "/v1/balance_transactions",
        sdk.BalanceTransactionListParams,
        balance_transactions.index,
        f"{_PAGED} currency payout source type",
    ),
    _route("GET", "/v1/balance_transactions/{id}", sdk.BalanceTransactionRetrieveParams, balance_transactions.get),
    _route(
        "GET",
        "/v1/payouts",
        sdk.PayoutListParams,
        payouts.index,
        f"{_PAGED} arrival_date arrival_date.gt arrival_date.gte arrival_date.lt arrival_date.lte destination status",
    ),
    _route("GET", "/v1/payouts/{id}", sdk.PayoutRetrieveParams, payouts.get),
    _route("GET", "/v1/events", sdk.EventListParams, events.index, f"{_PAGED} delivery_success type types"),
    _route("GET", "/v1/events/{id}", sdk.EventRetrieveParams, events.get),
]


def respond(world, request: Request) -> Response:
    """Answer one API request, whatever goes wrong with it, and write it into the request log."""
    request_id = new_id("req", 14)
    fault = faults.take(world, request.method, request.path)
    if fault and fault.kind == "timeout":
        answer = Response(hang_up=True, wait=fault.seconds, status=0)
    else:
        answer = _answer(world, request, request_id, fault)
    _log(world, request, request_id, answer, fault)
    if fault and fault.kind == "drop_reply":
        return Response(hang_up=True)
    return _with_headers(answer, request, request_id)


def _answer(world, request: Request, request_id: str, fault) -> Response:
    try:
        with world.store.lock:
            _authenticate(world, request)
            _refuse_early(fault)
            run_due(world)
            return _run(world, request, request_id, fault)
    except ApiError as error:
        return _error(error)


def _run(world, request: Request, request_id: str, fault) -> Response:
    tree = forms.parse(_form(request))
    key = request.headers.get("idempotency-key") if request.method == "POST" else None
    mark = idempotency.fingerprint(request.method, request.path, tree)
    if saved := idempotency.find(world, key, mark):
        return saved
    with world.store.transaction():
        try:
            with world.caused_by(request_id, key):
                answer = as_json(_handle(world, request, tree, fault))
        except ApiError as error:
            if not error.kept:
                raise
            answer = _error(error)
        idempotency.keep(world, key, mark, request_id, answer)
    return answer


def _handle(world, request: Request, tree: dict, fault) -> dict:
    route, ids = _find(request)
    params = check(tree, route.schema, route.modelled)
    if fault and fault.kind == "500":
        raise errors.server_error()
    body = route.handler(world, Call(ids, params, request.base_url))
    return expand(world, body, params.get("expand", []))


def _find(request: Request) -> tuple[Route, dict]:
    for route in ROUTES:
        ids = route.match(request.method, request.path)
        if ids is not None:
            return route, {name: unquote(value) for name, value in ids.items()}
    raise errors.unrecognized_url(request.method, request.path)


def _form(request: Request) -> str:
    if request.method == "GET":
        return request.query
    kind = request.headers.get("content-type", "application/x-www-form-urlencoded").split(";")[0].strip().lower()
    if request.body and kind != "application/x-www-form-urlencoded":
        raise errors.invalid(f"Invalid request (the API takes form-encoded bodies, not {kind}).")
    return request.text


def _authenticate(world, request: Request) -> None:
    key = _key(request.headers.get("authorization", ""))
    if not key:
        raise errors.no_key()
    if not hmac.compare_digest(key.encode(), world.settings.secret_key.encode()):
        raise errors.wrong_key(key)
    version = request.headers.get("stripe-version", API_VERSION)
    if version != API_VERSION:
        raise errors.invalid(f"This stand-in speaks API version {API_VERSION} alone, not {version}.")


def _key(header: str) -> str:
    """Bearer, or HTTP Basic with the key as the user name."""
    scheme, _, value = header.partition(" ")
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(value).decode().partition(":")[0]
        except ValueError:
            return ""
    return value.strip() if scheme.lower() == "bearer" else ""


def _refuse_early(fault) -> None:
    if fault and fault.kind == "429":
        raise errors.rate_limited()
    if fault and fault.kind == "503":
        raise errors.unavailable()


def _error(error: ApiError) -> Response:
    return as_json(error.body, error.status, error.headers)


def _with_headers(answer: Response, request: Request, request_id: str) -> Response:
    headers = {"Request-Id": request_id, "Stripe-Version": API_VERSION} | answer.headers
    if "idempotency-key" in request.headers:
        headers["Idempotency-Key"] = request.headers["idempotency-key"]
    return Response(answer.status, answer.body, headers, answer.hang_up, answer.wait)


def _log(world, request: Request, request_id: str, answer: Response, fault) -> None:
    """For assertions: what was asked and answered. Never the key it was asked with."""
    form = request.query if request.method == "GET" else request.text
    replayed = "Idempotent-Replayed" in answer.headers
    with world.store.transaction():
        world.store.run(
            "INSERT INTO requests (request, at, method, path, params, idempotency_key, status, replayed, fault)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                request_id,
                world.now,
                request.method,
                request.path,
                _readable(form),
                request.headers.get("idempotency-key"),
                answer.status,
                replayed,
                fault.kind if fault else None,
            ),
        )
        world.store.run("DELETE FROM requests WHERE id <= (SELECT max(id) FROM requests) - ?", (KEPT_REQUESTS,))


def _readable(form: str) -> str:
    try:
        return json.dumps(forms.parse(form))
    except ApiError:
        return json.dumps({"unreadable": form[:1000]})
