"""Stripe, through its own library: hosted Checkout in payment mode. The only module that imports it.

The demonstration, the tests and production run this code and differ only in `STRIPE_API_BASE` and keys. Update library
and API version together: the library pins the version it was made for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

import stripe

from donations.gateways import stripe_rows as rows
from donations.gateways import timeouts
from donations.gateways.base import (
    BadNotice,
    BalanceFacts,
    Broken,
    CheckoutRequest,
    GatewayError,
    NotFound,
    Notice,
    PaymentFacts,
    PayoutFacts,
    RefundFacts,
    Refused,
    SessionFacts,
    Unreadable,
)
from donations.gateways.safety import Keys
from donations.gateways.units import to_minor

stripe.enable_telemetry = False  # it would write files to the home directory and report data about this machine
RETRIES = 2
TIMEOUT = (5, 20)  # seconds to connect, to read
#: The same inside a request, where no later answer is used.
HURRIED = (3, 10)
#: Notifications older than this, or dated further ahead, are rejected.
TOLERANCE = 300
#: Expand everything about a payment in one request.
PAYMENT_EXPAND = [
    "latest_charge.balance_transaction",
    "latest_charge.refunds.data.balance_transaction",
    "latest_charge.refunds.data.failure_balance_transaction",
]
CHARGE_EXPAND = [
    "balance_transaction",
    "refunds.data.balance_transaction",
    "refunds.data.failure_balance_transaction",
]
REFUND_EXPAND = ["data.balance_transaction", "data.failure_balance_transaction"]
PAGE = 100
Facts = TypeVar("Facts")


class _Network(stripe.RequestsClient):
    """The library's HTTP client, limited to the time budget of the current request."""

    def __init__(self) -> None:
        super().__init__(timeout=TIMEOUT)
        self._hurried = stripe.RequestsClient(timeout=HURRIED)

    def request(  # type: ignore[override]  # the library's own subclass leaves `_usage` out as well
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None
    ) -> Any:
        if not timeouts.has_budget():
            return super().request(method, url, headers, post_data)
        try:
            return timeouts.within_budget(lambda: self._hurried.request(method, url, headers, post_data))
        except timeouts.ProcessorTimeout as error:
            raise stripe.APIConnectionError(str(error), should_retry=False) from None

    def _should_retry(self, *args: Any, **kwargs: Any) -> bool:
        return not timeouts.has_budget() and super()._should_retry(*args, **kwargs)


class StripeGateway:
    """One Stripe account."""

    slug = "stripe"
    label = "Stripe"

    def __init__(self, keys: Keys) -> None:
        self.livemode = keys.key_mode == "live"
        # The client ignores the library's global settings, and does not retry unless told to.
        client = stripe.StripeClient(
            keys.secret_key,
            base_addresses={"api": keys.base},
            max_network_retries=RETRIES,
            http_client=_Network(),
        )
        self._api = client.v1

    def create_checkout(self, request: CheckoutRequest) -> SessionFacts:
        """Open a payment page. The same `key` with the same request gives the same page."""
        with _translated():
            made = self._api.checkout.sessions.create(checkout_params(request), {"idempotency_key": request.key})
            return rows.session(made.to_dict())

    def expire_checkout(self, session_id: str) -> SessionFacts:
        """Close a payment page. Raises `Refused` when it was paid or has expired."""
        with _translated():
            return rows.session(self._api.checkout.sessions.expire(session_id).to_dict())

    def fetch_session(self, session_id: str) -> SessionFacts:
        with _translated():
            return rows.session(self._api.checkout.sessions.retrieve(session_id).to_dict())

    def fetch_payment(self, payment_id: str) -> PaymentFacts:
        """A payment with its charge, fee and refunds."""
        with _translated():
            found = self._api.payment_intents.retrieve(payment_id, {"expand": PAYMENT_EXPAND})
            return rows.payment(found.to_dict(), self._all_refunds)

    def fetch_charge(self, charge_id: str) -> PaymentFacts:
        """A charge without a payment object, as its own payment."""
        with _translated():
            found = self._api.charges.retrieve(charge_id, {"expand": CHARGE_EXPAND})
            return rows.lone_charge(found.to_dict(), self._all_refunds)

    def fetch_balance(self, row_id: str) -> BalanceFacts:
        """One balance transaction."""
        with _translated():
            return rows.balance(self._api.balance_transactions.retrieve(row_id).to_dict())

    def payment_behind(self, kind: str, external_id: str) -> tuple[str, str]:
        """The (kind, id) a charge or refund belongs to: a payment, else its charge, else ("", "")."""
        with _translated():
            resource = {"charge": self._api.charges, "refund": self._api.refunds}[kind]
            return rows.behind(kind, resource.retrieve(external_id).to_dict())

    def succeeded_at(self, payment: PaymentFacts) -> datetime | None:
        """When a payment succeeded, from the processor's events; None once those have expired."""
        is_lone = payment.charge is not None and payment.charge.id == payment.id
        since, kind = int(payment.created_at.timestamp()), "charge" if is_lone else "payment_intent"
        params: dict[str, Any] = {"type": f"{kind}.succeeded", "created": {"gte": since}, "limit": PAGE}
        with _translated():
            for event in self._api.events.list(params).auto_paging_iter():
                found = rows.notice(event.to_dict(), "")
                if found.object_id == payment.id:
                    return found.happened_at
        return None

    def refund(self, *, charge_id: str, amount: Decimal, currency: str, request: str, key: str) -> RefundFacts:
        """Refund part of a charge. The same `key` refunds once. Raises `Refused` for more than remains."""
        params = {"charge": charge_id, "amount": to_minor(amount, currency), "metadata": {"request": request}}
        with _translated():
            made = self._api.refunds.create({**params, "expand": ["balance_transaction"]}, {"idempotency_key": key})
            return rows.refund(made.to_dict())

    def fetch_payout(self, payout_id: str) -> PayoutFacts:
        with _translated():
            return rows.payout(self._api.payouts.retrieve(payout_id).to_dict())

    def list_payouts(self, *, since: datetime) -> Iterator[PayoutFacts | Broken]:
        """Payouts made since, newest first."""
        with _translated():
            pages = self._api.payouts.list({"created": {"gte": int(since.timestamp())}, "limit": PAGE})
            for row in pages.auto_paging_iter():
                yield _read("payout", row.to_dict(), rows.payout)

    def list_balance(self, *, payout: str = "", since: datetime | None = None) -> Iterator[BalanceFacts | Broken]:
        """Balance transactions, newest first: of one payout, or since a moment."""
        params: dict[str, Any] = {"limit": PAGE}
        if payout:
            params["payout"] = payout
        if since:
            params["created"] = {"gte": int(since.timestamp())}
        with _translated():
            for row in self._api.balance_transactions.list(params).auto_paging_iter():
                yield _read("balance_transaction", row.to_dict(), rows.balance)

    def list_notices(self, *, since: datetime, types: tuple[str, ...]) -> Iterator[Notice]:
        """Events since a moment, newest first; the processor keeps them for 30 days. At most 20 `types`."""
        params = {"created": {"gte": int(since.timestamp())}, "types": list(types), "limit": PAGE}
        with _translated():
            for row in self._api.events.list(params).auto_paging_iter():
                yield rows.notice(row.to_dict(), "")

    def read_notice(self, *, body: bytes, signature: str, secrets: list[str], now: datetime) -> Notice:
        """The notification in a signed request. Any of `secrets` may have signed it, so that they can be rotated.

        Raises `BadNotice` for a bad, missing, old or future signature, and for a body that is not a notification.
        """
        text = _verified(body, signature, secrets, now)
        try:
            return rows.read_notice(text)
        except ValueError as error:
            raise BadNotice(f"Signed, but not a notification: {error}") from None

    def _all_refunds(self, charge: dict[str, Any]) -> list[dict[str, Any]]:
        """A charge includes its ten newest refunds; fetch the rest when there are more."""
        carried = charge.get("refunds") or {"data": [], "has_more": False}
        if not carried["has_more"]:
            return carried["data"]
        params = {"charge": charge["id"], "limit": PAGE, "expand": REFUND_EXPAND}
        return [row.to_dict() for row in self._api.refunds.list(params).auto_paging_iter()]


def checkout_params(request: CheckoutRequest) -> dict[str, Any]:
    """The parameters of a Checkout session.

    The only donor detail sent is the email address, which the page would ask for anyway. Payment methods are chosen in
    the Stripe account. Currency conversion by Stripe is off until receipts can show both currencies.
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
    """Convert the library's errors to ours, without the donor's data or a key in the message."""
    try:
        yield
    except stripe.InvalidRequestError as error:
        kind = NotFound if error.http_status == 404 else Refused
        raise kind(_plain(error)) from None
    except (stripe.CardError, stripe.IdempotencyError) as error:
        raise Refused(_plain(error)) from None
    except stripe.StripeError as error:
        raise GatewayError(_plain(error)) from None
    except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError, RecursionError) as error:
        # Name only the type of the error: its message could contain part of the answer.
        raise Unreadable(f"Stripe's answer can't be read: {type(error).__name__}.") from None


def _read(kind: str, row: dict[str, Any], convert: Callable[[dict[str, Any]], Facts]) -> Facts | Broken:
    """A row of a list, or a `Broken` when it cannot be read."""
    try:
        with _translated():
            return convert(row)
    except GatewayError as error:
        return Broken(kind, rows.identifier(row.get("id")), str(error))


def _plain(error: stripe.StripeError) -> str:
    text = rows.plain(error.user_message or str(error) or type(error).__name__)
    return re.sub(r"\b(sk|rk|whsec)_\w+", r"\1_…", text)[:250]


def _verified(body: bytes, signature: str, secrets: list[str], now: datetime) -> str:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise BadNotice("The body is not text.") from None
    moment = re.search(r"(?:^|,)\s*t=(\d{1,12})(?:,|$)", signature)
    # The library rejects old timestamps but accepts future ones.
    if moment is None or int(moment[1]) > now.timestamp() + TOLERANCE:
        raise BadNotice("The signature has no time, or a time in the future.")
    for secret in secrets:
        try:
            stripe.WebhookSignature.verify_header(text, signature, secret, TOLERANCE)
        except (stripe.SignatureVerificationError, ValueError):
            continue
        return text
    raise BadNotice("The signature matches none of the webhook secrets.")
