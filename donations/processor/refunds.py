"""Refund an online gift: the processor is asked first, and the refund is recorded from its answer."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import IntegrityError, transaction

from core.models import Organization, User
from donations import gateways
from donations.gateways.base import Gateway, GatewayError, RefundFacts, Refused
from donations.gateways.units import from_minor
from donations.models import Gift, GiftReference, RefundRequest
from donations.models.gifts import STRIPE
from donations.processor.sync import sync_object

log = logging.getLogger(__name__)
State = RefundRequest.State
#: How long a request without an answer may still be in progress.
UNDER_WAY = timedelta(minutes=10)
NEVER_CAME = "Stripe has no record of this refund. It was never made."


class AlreadyAsked(Exception):
    """Another refund was requested before: by the same form, or one whose outcome is unknown. `wish` is that
    request."""

    def __init__(self, wish: RefundRequest) -> None:
        super().__init__(str(wish))
        self.wish = wish


class CannotRefund(Exception):
    """The processor did not refund; the message says why. Nothing was recorded."""


class Unanswered(Exception):
    """The processor did not answer and may have refunded. Submitting the same form again refunds only once."""


def charge_of(gift: Gift) -> str:
    """The charge that paid a gift, or the entry it corrects; '' when it was not paid online."""
    found = GiftReference.objects.filter(gift__in=_entries(gift), system=STRIPE, kind="charge").first()
    return found.value if found else ""


def _entries(gift: Gift) -> list[Gift]:
    """A gift and the entries it corrects: one payment."""
    entries: list[Gift] = []
    entry: Gift | None = gift
    while entry is not None:
        entries.append(entry)
        entry = getattr(getattr(entry, "replaces", None), "gift", None)
    return entries


def refund_online(*, gift: Gift, amount: Decimal, reason: str, nonce: str, by: User, at: datetime) -> RefundRequest:
    """Ask the processor to refund part or all of a gift, and record the result.

    The request is stored first; its `nonce` and attempt are the idempotency key, so a form submitted twice refunds
    once. A refused request may be changed and sent again. While the outcome of one refund of a gift is unknown, no
    other is sent. Must not run inside a transaction. Raises `AlreadyAsked`, `CannotRefund` and `Unanswered`.
    """
    gateway, charge = gateways.current(), charge_of(gift)
    if gateway is None or not charge:
        raise CannotRefund("This gift wasn't paid through the Stripe account set up here.")
    _end_open(gift, nonce, charge, at)
    wish = _wish(nonce, {"gift": gift, "amount": amount, "reason": reason, "by": by})
    made = _send(gateway, charge, wish, gift)
    RefundRequest.objects.filter(pk=wish.pk, state=State.ASKED).update(state=State.ACCEPTED, external_id=made.id)
    _book(made, at)
    wish.refresh_from_db()
    return wish


def _send(gateway: Gateway, charge: str, wish: RefundRequest, gift: Gift) -> RefundFacts:
    """Ask the processor for the refund. Raises `CannotRefund` and `Unanswered`."""
    amount, currency = _as_paid(gift, wish.amount)
    key = f"refund-{wish.nonce}-{wish.attempt}"
    try:
        return gateway.refund(charge_id=charge, amount=amount, currency=currency, request=wish.nonce, key=key)
    except Refused as error:
        _note_refusal(wish, error)
        raise CannotRefund(str(error)) from error
    except GatewayError as error:
        raise Unanswered(str(error)) from error


def _book(made: RefundFacts, at: datetime) -> None:
    """Record a refund that was sent. If that fails, its notification records it later."""
    behind = ("payment_intent", made.payment_id) if made.payment_id else ("charge", made.charge_id)
    try:
        sync_object(kind=behind[0], external_id=behind[1], at=at)
    except GatewayError:
        log.warning("%s was sent; its notification will record it.", made.id)


def _as_paid(gift: Gift, amount: Decimal) -> tuple[Decimal, str]:
    """An amount in the currency the donor paid in, at the rate the gift was recorded with, and that currency."""
    foreign = getattr(gift, "foreign", None)
    if foreign is None:
        return amount, Organization.current().currency.lower()
    units = int((Decimal(foreign.minor_units) * amount / gift.amount).quantize(Decimal(1), ROUND_HALF_UP))
    return from_minor(max(units, 1), foreign.currency), foreign.currency.lower()


def _end_open(gift: Gift, nonce: str, charge: str, at: datetime) -> None:
    """Find out what became of another refund of the gift without an answer, asked before or after it was corrected.
    Raises `AlreadyAsked` when it was made, or when that cannot be found out."""
    wish = RefundRequest.objects.filter(gift__in=_entries(gift), state=State.ASKED).exclude(nonce=nonce).first()
    if wish is None:
        return
    try:
        sync_object(kind="charge", external_id=charge, at=at)
    except GatewayError as error:
        raise AlreadyAsked(wish) from error
    wish.refresh_from_db()
    if wish.state == State.ASKED and wish.created_at <= at - UNDER_WAY:
        never = {"state": State.REFUSED, "error": NEVER_CAME, "attempt": wish.attempt + 1}
        RefundRequest.objects.filter(pk=wish.pk, state=State.ASKED).update(**never)
    else:
        raise AlreadyAsked(wish)


def _wish(nonce: str, values: dict[str, Any]) -> RefundRequest:
    """Store what a form asks for. It may change only after the processor refused it.

    A constraint allows one open request per gift; a concurrent request gets `AlreadyAsked`.
    """
    try:
        with transaction.atomic():
            return _own_wish(nonce, values)
    except IntegrityError:
        raise AlreadyAsked(RefundRequest.objects.filter(gift=values["gift"], state=State.ASKED).latest("pk")) from None


def _own_wish(nonce: str, values: dict[str, Any]) -> RefundRequest:
    wish, _is_new = RefundRequest.objects.get_or_create(nonce=nonce, defaults=values)
    same = all(getattr(wish, name) == value for name, value in values.items() if name != "by")
    if same and wish.state != State.REFUSED:
        return wish
    mine = RefundRequest.objects.filter(pk=wish.pk, gift=values["gift"], state=State.REFUSED)
    if not mine.update(state=State.ASKED, amount=values["amount"], reason=values["reason"]):
        raise AlreadyAsked(wish)
    wish.refresh_from_db()
    return wish


def _note_refusal(wish: RefundRequest, error: Refused) -> None:
    """A refusal is final for its key, so the next attempt gets another."""
    mine = RefundRequest.objects.filter(pk=wish.pk, attempt=wish.attempt)
    mine.update(state=State.REFUSED, error=str(error)[:300], attempt=wish.attempt + 1)
