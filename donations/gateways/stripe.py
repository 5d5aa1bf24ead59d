"""Stripe, through its own library: hosted Checkout in payment mode. The only module that imports it.

The demonstration, the tests and production run this code and differ in `STRIPE_API_BASE` and keys alone. Library and
API version move together: the library pins the version it was made for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import stripe

from core.money import ZERO
from donations.gateways.base import (
    BadNotice,
    BalanceFacts,
    ChargeFacts,
    CheckoutRequest,
    GatewayError,
    NotFound,
    Notice,
    PaymentFacts,
    PayoutFacts,
    RefundFacts,
    Refused,
    SessionFacts,
)
from donations.gateways.safety import Keys
from donations.gateways.units import from_minor, to_minor

stripe.enable_telemetry = False  # it would write into the home directory and tell of this machine
RETRIES = 2
TIMEOUT = (5, 20)  # seconds to connect, to answer
#: Older or further ahead than this and a notice is not believed.
TOLERANCE = 300
#: Everything a payment's state is made of, in one question.
PAYMENT_EXPAND = ["latest_charge.balance_transaction", "latest_charge.refunds.data.balance_transaction"]
PAGE = 100


class StripeGateway:
    """One Stripe account."""

    slug = "stripe"
    label = "Stripe"

    def __init__(self, keys: Keys) -> None:
        self.livemode = keys.key_mode == "live"
        # The client ignores the library's module-wide settings and retries nothing unless told to.
        client = stripe.StripeClient(
            keys.secret_key,
            base_addresses={"api": keys.base},
            max_network_retries=RETRIES,
            http_client=stripe.RequestsClient(timeout=TIMEOUT),
        )
        self._api = client.v1

    def create_checkout(self, request: CheckoutRequest) -> SessionFacts:
        """Open a payment page. The same `key` with the same request gives the same page."""
        with _translated():
            return _session(
                self._api.checkout.sessions.create(checkout_params(request), {"idempotency_key": request.key})
            )

    def expire_checkout(self, session_id: str) -> SessionFacts:
        """Close a payment page. Raises `Refused` when it was paid or had ended."""
        with _translated():
            return _session(self._api.checkout.sessions.expire(session_id))

    def fetch_session(self, session_id: str) -> SessionFacts:
        with _translated():
            return _session(self._api.checkout.sessions.retrieve(session_id))

    def fetch_payment(self, payment_id: str) -> PaymentFacts:
        """A payment with its charge, fee and refunds."""
        with _translated():
            found = self._api.payment_intents.retrieve(payment_id, {"expand": PAYMENT_EXPAND})
            return _payment(found.to_dict(), self._all_refunds)

    def payment_behind(self, kind: str, external_id: str) -> str:
        """The payment that a charge or a refund belongs to; an empty text when it has none."""
        with _translated():
            resource = {"charge": self._api.charges, "refund": self._api.refunds}[kind]
            return _id(resource.retrieve(external_id).to_dict().get("payment_intent"))

    def refund(self, *, charge_id: str, amount: Decimal, currency: str, request: str, key: str) -> RefundFacts:
        """Send money back. The same `key` sends it once. Raises `Refused` for more than is left."""
        params = {"charge": charge_id, "amount": to_minor(amount, currency), "metadata": {"request": request}}
        with _translated():
            made = self._api.refunds.create({**params, "expand": ["balance_transaction"]}, {"idempotency_key": key})
            return _refund(made.to_dict())

    def fetch_payout(self, payout_id: str) -> PayoutFacts:
        with _translated():
            return _payout(self._api.payouts.retrieve(payout_id).to_dict())

    def list_payouts(self, *, since: datetime) -> Iterator[PayoutFacts]:
        """Payouts made since, newest first."""
        with _translated():
            pages = self._api.payouts.list({"created": {"gte": int(since.timestamp())}, "limit": PAGE})
            for row in pages.auto_paging_iter():
                yield _payout(row.to_dict())

    def list_balance(self, *, payout: str = "", since: datetime | None = None) -> Iterator[BalanceFacts]:
        """The processor's journal, newest first: of one payout, or since a moment."""
        params: dict[str, Any] = {"limit": PAGE}
        if payout:
            params["payout"] = payout
        if since:
            params["created"] = {"gte": int(since.timestamp())}
        with _translated():
            for row in self._api.balance_transactions.list(params).auto_paging_iter():
                yield _balance(row.to_dict())

    def list_notices(self, *, since: datetime, types: tuple[str, ...]) -> Iterator[Notice]:
        """Notices since a moment, newest first; the processor keeps them for 30 days. At most 20 `types`."""
        params = {"created": {"gte": int(since.timestamp())}, "types": list(types), "limit": PAGE}
        with _translated():
            for row in self._api.events.list(params).auto_paging_iter():
                yield _notice(row.to_dict())

    def read_notice(self, *, body: bytes, signature: str, secrets: list[str], now: datetime) -> Notice:
        """The notice in a signed request. Any of `secrets` may have signed it, so that they can be rotated.

        Raises `BadNotice` for a bad, missing, old or future signature and for what is no notice.
        """
        text = _verified(body, signature, secrets, now)
        try:
            return _notice(json.loads(text))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadNotice(f"Signed, but no notice: {type(error).__name__}.") from None

    def _all_refunds(self, charge: dict[str, Any]) -> list[dict[str, Any]]:
        """A charge carries its ten newest refunds; ask for the rest when there are more."""
        carried = charge.get("refunds") or {"data": [], "has_more": False}
        if not carried["has_more"]:
            return carried["data"]
        params = {"charge": charge["id"], "limit": PAGE, "expand": ["data.balance_transaction"]}
        return [row.to_dict() for row in self._api.refunds.list(params).auto_paging_iter()]


def checkout_params(request: CheckoutRequest) -> dict[str, Any]:
    """What Checkout is asked for. Of the donor only the e-mail address, which the page would ask for anyway.

    Ways to pay are chosen in the account. Conversion at Stripe's rate is off until receipts can show both currencies.
    """
    notes = {"intent": request.reference}
    return {
        "mode": "payment",
        "line_items": [_line(line.name, to_minor(line.amount, request.currency), request) for line in request.lines],
        "client_reference_id": request.reference,
        "metadata": notes,
        "payment_intent_data": {"metadata": notes},
        "customer_creation": "always",
        "customer_email": request.email,
        "submit_type": request.submit,
        "adaptive_pricing": {"enabled": False},
        "success_url": request.success_url,
        "cancel_url": request.cancel_url,
        "expires_at": int(request.expires_at.timestamp()),
    }


def _line(name: str, amount: int, request: CheckoutRequest) -> dict[str, Any]:
    price = {"currency": request.currency, "unit_amount": amount, "product_data": {"name": name}}
    return {"quantity": 1, "price_data": price}


@contextmanager
def _translated() -> Iterator[None]:
    """The library's errors as ours, without the donor's data or a key in their words."""
    try:
        yield
    except stripe.InvalidRequestError as error:
        kind = NotFound if error.http_status == 404 else Refused
        raise kind(_plain(error)) from None
    except (stripe.CardError, stripe.IdempotencyError) as error:
        raise Refused(_plain(error)) from None
    except stripe.StripeError as error:
        raise GatewayError(_plain(error)) from None


def _plain(error: stripe.StripeError) -> str:
    text = error.user_message or str(error) or type(error).__name__
    return re.sub(r"\b(sk|rk|whsec)_\w+", r"\1_…", text)[:250]


def _verified(body: bytes, signature: str, secrets: list[str], now: datetime) -> str:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise BadNotice("Not text.") from None
    moment = re.search(r"(?:^|,)\s*t=(\d{1,12})(?:,|$)", signature)
    # The library refuses what is old and believes what is dated ahead.
    if moment is None or int(moment[1]) > now.timestamp() + TOLERANCE:
        raise BadNotice("No moment in the signature, or one that has not come yet.")
    for secret in secrets:
        try:
            stripe.WebhookSignature.verify_header(text, signature, secret, TOLERANCE)
        except (stripe.SignatureVerificationError, ValueError):
            continue
        return text
    raise BadNotice("No signature of ours.")


def _notice(event: dict[str, Any]) -> Notice:
    if event["object"] != "event":
        raise ValueError("not an event")
    thing = event["data"]["object"]
    return Notice(
        id=str(event["id"]),
        type=str(event["type"]),
        livemode=bool(event["livemode"]),
        object_kind=str(thing.get("object", "")),
        object_id=str(thing.get("id", "")),
        account=str(event.get("account") or ""),
        api_version=str(event.get("api_version") or ""),
        created_at=_moment(event["created"]),
        payload=event,
    )


def _session(found: Any) -> SessionFacts:
    row = found.to_dict()
    return SessionFacts(
        id=row["id"],
        url=row["url"] or "",
        status=row["status"],
        paid=row["payment_status"] in ("paid", "no_payment_required"),
        payment_id=_id(row["payment_intent"]),
        reference=row["client_reference_id"] or (row["metadata"] or {}).get("intent", ""),
        livemode=row["livemode"],
        expires_at=_moment(row["expires_at"]),
    )


def _payment(row: dict[str, Any], refunds_of: Callable[[dict[str, Any]], list[dict[str, Any]]]) -> PaymentFacts:
    charge = row["latest_charge"]
    succeeded = row["status"] == "succeeded"
    return PaymentFacts(
        id=row["id"],
        status=row["status"],
        amount=from_minor(row["amount_received"] if succeeded else row["amount"], row["currency"]),
        currency=row["currency"],
        reference=(row["metadata"] or {}).get("intent", ""),
        livemode=row["livemode"],
        created_at=_moment(row["created"]),
        declined=row["last_payment_error"] is not None,
        charge=_charge(charge, refunds_of(charge)) if succeeded and charge else None,
    )


def _charge(row: dict[str, Any], refunds: list[dict[str, Any]]) -> ChargeFacts:
    billing = row["billing_details"] or {}
    address = billing.get("address") or {}
    return ChargeFacts(
        id=row["id"],
        amount=from_minor(row["amount"], row["currency"]),
        currency=row["currency"],
        created_at=_moment(row["created"]),
        method=(row["payment_method_details"] or {}).get("type", ""),
        payer_name=billing.get("name") or "",
        payer_email=billing.get("email") or "",
        country=address.get("country") or "",
        region=address.get("state") or "",
        postal_code=address.get("postal_code") or "",
        balance=_balance_or_none(row["balance_transaction"]),
        refunds=tuple(_refund(refund) for refund in refunds),
    )


def _refund(row: dict[str, Any]) -> RefundFacts:
    return RefundFacts(
        id=row["id"],
        amount=from_minor(row["amount"], row["currency"]),
        currency=row["currency"],
        status=row["status"] or "",
        created_at=_moment(row["created"]),
        payment_id=_id(row["payment_intent"]),
        request=(row["metadata"] or {}).get("request", ""),
        balance=_balance_or_none(row["balance_transaction"]),
    )


def _balance_or_none(row: Any) -> BalanceFacts | None:
    """Null until the fee is known; an identifier where it was not expanded."""
    return _balance(row) if isinstance(row, dict) else None


def _balance(row: dict[str, Any]) -> BalanceFacts:
    currency = row["currency"]
    return BalanceFacts(
        id=row["id"],
        type=row["type"],
        reporting_category=row["reporting_category"] or "",
        amount=from_minor(row["amount"], currency),
        fee=from_minor(row["fee"], currency) if row["fee"] else ZERO,
        net=from_minor(row["net"], currency),
        currency=currency,
        source_id=_id(row["source"]),
        description=row["description"] or "",
        created_at=_moment(row["created"]),
        available_on=_day(row["available_on"]),
    )


def _payout(row: dict[str, Any]) -> PayoutFacts:
    trace = row["trace_id"] or {}
    return PayoutFacts(
        id=row["id"],
        amount=from_minor(row["amount"], row["currency"]),
        currency=row["currency"],
        status=row["status"],
        automatic=row["automatic"],
        arrival_on=_day(row["arrival_date"]),
        trace_id=trace.get("value") or "",
        livemode=row["livemode"],
        created_at=_moment(row["created"]),
    )


def _id(value: Any) -> str:
    """The identifier of what may be expanded, an identifier or null."""
    return value["id"] if isinstance(value, dict) else value or ""


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _day(seconds: int) -> date:
    """Stripe's days are midnights in UTC."""
    return (datetime.fromtimestamp(0, UTC) + timedelta(seconds=seconds)).date()
