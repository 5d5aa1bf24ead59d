"""Convert Stripe's objects to plain values; the only module that knows their field names.

Text is made storable here (`reading.plain`), so that callers need not. An invalid field raises `ValueError`, `KeyError`
or `TypeError`, which the gateway turns into `Unreadable` or `Broken`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from core.money import ZERO
from donations.gateways.base import (
    BalanceFacts,
    Broken,
    ChargeFacts,
    Notice,
    PaymentFacts,
    PayoutFacts,
    RefundFacts,
    SessionFacts,
)
from donations.gateways.reading import day, moment, moment_or_none, plain, read_json
from donations.gateways.units import from_minor

#: The longest id stored. Stripe's are shorter than 80 characters, except those of sessions.
LONGEST_ID = 120
Row = dict[str, Any]
#: Known refund statuses; any other is an error.
REFUND_STATES = ("pending", "requires_action", "succeeded", "failed", "canceled")
#: Errors from reading an invalid field.
NONSENSE = (ValueError, TypeError, KeyError, AttributeError, ArithmeticError)


def read_notice(text: str) -> Notice:
    """The notification in a correctly signed body. Raises `ValueError` when it is not a notification at all."""
    found = read_json(text)
    if not isinstance(found, dict) or found.get("object") != "event":
        raise ValueError("not an event.")
    return notice(found, hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest())


def notice(event: Row, sha256: str) -> Notice:
    """A notification. If it does not say what it is about, `problem` says so; without an id it is named by its hash."""
    if not sha256:
        sha256 = hashlib.sha256(json.dumps(event, sort_keys=True, default=str).encode()).hexdigest()
    data = event.get("data")
    thing = data.get("object") if isinstance(data, dict) else None
    problem = "" if isinstance(thing, dict) else "The notification does not name an object."
    thing = thing if isinstance(thing, dict) else {}
    if not isinstance(event.get("id"), str) or not event["id"]:
        problem = problem or "The notification has no ID."
    if not isinstance(event.get("type"), str) or not isinstance(event.get("livemode"), bool):
        problem = problem or "The notification has no type or no mode."
    return Notice(
        id=identifier(event.get("id")) if isinstance(event.get("id"), str) and event["id"] else f"unread_{sha256}",
        type=plain(event.get("type"), 80),
        livemode=bool(event.get("livemode")),
        object_kind=plain(thing.get("object"), 40),
        object_id=identifier(thing.get("id")),
        account=identifier(event.get("account")),
        api_version=plain(event.get("api_version"), 40),
        happened_at=moment_or_none(event.get("created")),
        sha256=sha256,
        problem=problem,
    )


def session(row: Row) -> SessionFacts:
    return SessionFacts(
        id=row["id"],
        url=row["url"] or "",
        status=row["status"],
        paid=row["payment_status"] in ("paid", "no_payment_required"),
        payment_id=identifier(row["payment_intent"]),
        reference=plain(row["client_reference_id"] or _notes(row).get("intent"), LONGEST_ID),
        livemode=row["livemode"],
        expires_at=moment(row["expires_at"]),
    )


def payment(row: Row, refunds_of: Callable[[Row], list[Row]]) -> PaymentFacts:
    """A payment with its charge; `refunds_of` gives all refunds of a charge."""
    paid_by = row["latest_charge"]
    succeeded = row["status"] == "succeeded"
    return PaymentFacts(
        id=identifier(row["id"]),
        status=plain(row["status"]),
        amount=from_minor(row["amount_received"] if succeeded else row["amount"], row["currency"]),
        currency=_currency(row),
        reference=plain(_notes(row).get("intent"), LONGEST_ID),
        livemode=bool(row["livemode"]),
        created_at=moment(row["created"]),
        declined=row["last_payment_error"] is not None,
        charge=charge(paid_by, refunds_of(paid_by)) if succeeded and paid_by else None,
        declined_charge=identifier(paid_by["id"]) if row["last_payment_error"] and paid_by else "",
    )


def lone_charge(row: Row, refunds_of: Callable[[Row], list[Row]]) -> PaymentFacts:
    """A charge without a payment object: made through an older API, or never paid."""
    succeeded = row["status"] == "succeeded" and bool(row["paid"]) and row.get("captured") is not False
    return PaymentFacts(
        id=identifier(row["id"]),
        status="succeeded" if succeeded else plain(row["status"]),
        amount=from_minor(row["amount_captured"] if succeeded else row["amount"], row["currency"]),
        currency=_currency(row),
        reference=plain(_notes(row).get("intent"), LONGEST_ID),
        livemode=bool(row["livemode"]),
        created_at=moment(row["created"]),
        declined=False,
        charge=charge(row, refunds_of(row)) if succeeded else None,
    )


def charge(row: Row, refunds: list[Row]) -> ChargeFacts:
    billing = row["billing_details"] or {}
    address = billing.get("address") or {}
    sent_back, broken = _sifted(refunds)
    entry, unread = _balance_if_read(row["balance_transaction"])
    return ChargeFacts(
        id=identifier(row["id"]),
        amount=from_minor(row["amount"], row["currency"]),
        currency=_currency(row),
        created_at=moment(row["created"]),
        method=plain((row["payment_method_details"] or {}).get("type")),
        payer_name=plain(billing.get("name"), 250),
        payer_email=plain(billing.get("email"), 254),
        country=plain(address.get("country"), 2),
        region=plain(address.get("state"), 100),
        postal_code=plain(address.get("postal_code"), 20),
        balance=entry,
        refunds=sent_back,
        broken=(*unread, *broken),
    )


def _sifted(refunds: list[Row]) -> tuple[tuple[RefundFacts, ...], tuple[Broken, ...]]:
    """The refunds that can be read, and those that cannot, so that one bad refund does not hide the others."""
    sound, broken = [], []
    for row in refunds:
        try:
            sound.append(refund(row))
        except NONSENSE as error:
            broken.append(_broken("refund", row, error))
        for name in ("balance_transaction", "failure_balance_transaction"):
            broken += _balance_if_read(row.get(name))[1]
    return tuple(sound), tuple(broken)


def _balance_if_read(row: Any) -> tuple[BalanceFacts | None, tuple[Broken, ...]]:
    """The balance transaction of a charge or refund; None if unreadable, so that it does not hide the charge or
    refund."""
    if not isinstance(row, dict):  # null until the fee is known; an id where not expanded
        return None, ()
    try:
        return balance(row), ()
    except NONSENSE as error:
        return None, (_broken("balance_transaction", row, error),)


def _broken(kind: str, row: Row, error: Exception) -> Broken:
    return Broken(kind, identifier(row.get("id")), f"Can't be read: {type(error).__name__}.")


def refund(row: Row) -> RefundFacts:
    amount = from_minor(row["amount"], row["currency"])
    if amount <= ZERO or row["status"] not in REFUND_STATES:
        raise ValueError("not a refund")
    return RefundFacts(
        id=identifier(row["id"]),
        amount=amount,
        currency=_currency(row),
        status=row["status"],
        created_at=moment(row["created"]),
        payment_id=identifier(row["payment_intent"]),
        request=plain(_notes(row).get("request"), 64),
        balance=_balance_if_read(row["balance_transaction"])[0],
        charge_id=identifier(row.get("charge")),
        failure_reason=plain(row.get("failure_reason"), 100),
        failure_balance=_balance_if_read(row.get("failure_balance_transaction"))[0],
    )


def behind(kind: str, row: Row) -> tuple[str, str]:
    """What a charge or refund belongs to: its payment, else its charge, else ("", "")."""
    if found := identifier(row.get("payment_intent")):
        return "payment_intent", found
    lone = identifier(row.get("id") if kind == "charge" else row.get("charge"))
    return ("charge", lone) if lone else ("", "")


def balance(row: Row) -> BalanceFacts:
    currency, fee = row["currency"], row["fee"] or 0
    amount, charged, net = (from_minor(units, currency) for units in (row["amount"], fee, row["net"]))
    if net != amount - charged:
        raise ValueError("Net must be gross less the fee.")
    if any(each != round(each, 2) for each in (amount, charged, net)):
        raise ValueError("Amounts must be whole cents.")
    return BalanceFacts(
        id=identifier(row["id"]),
        type=plain(row["type"], 40),
        reporting_category=plain(row["reporting_category"], 60),
        amount=amount,
        fee=charged,
        net=net,
        currency=_currency(row),
        source_id=identifier(row["source"]),
        description=plain(row["description"], 300),
        created_at=moment(row["created"]),
        available_on=day(row["available_on"]),
    )


def payout(row: Row) -> PayoutFacts:
    trace = row["trace_id"] or {}
    return PayoutFacts(
        id=identifier(row["id"]),
        amount=from_minor(row["amount"], row["currency"]),
        currency=_currency(row),
        status=plain(row["status"], 12),
        automatic=bool(row["automatic"]),
        arrival_on=day(row["arrival_date"]),
        trace_id=plain(trace.get("value"), 120),
        livemode=bool(row["livemode"]),
        created_at=moment(row["created"]),
    )


def identifier(value: Any) -> str:
    """The id of a field that may be expanded, an id or null."""
    return plain(value.get("id") if isinstance(value, dict) else value, LONGEST_ID)


def _currency(row: Row) -> str:
    """The ISO code, lower case. Raises `ValueError` for anything else."""
    code = plain(row["currency"])
    if len(code) != 3 or not code.isascii() or not code.isalpha():
        raise ValueError("not a currency code")
    return code.lower()


def _notes(row: Row) -> Row:
    """The metadata we set when we created the object."""
    notes = row.get("metadata")
    return notes if isinstance(notes, dict) else {}
