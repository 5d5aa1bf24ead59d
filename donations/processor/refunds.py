"""Giving money back the way it came: the processor is asked, and the refund's row follows from what it did."""

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
#: A question the processor did not answer may still be on its way for so long.
UNDER_WAY = timedelta(minutes=10)
NEVER_CAME = "Stripe has no record of this refund. It was never made."


class AlreadyAsked(Exception):
    """Another refund was asked for before: by the same form, or one nobody knows the end of yet. `wish` is that one."""

    def __init__(self, wish: RefundRequest) -> None:
        super().__init__(str(wish))
        self.wish = wish


class CannotRefund(Exception):
    """The processor did not send the money back; the message says why. Nothing was booked."""


class Unanswered(Exception):
    """The processor did not answer: it may have sent the money back. The same form again sends it once all the same."""


def charge_of(gift: Gift) -> str:
    """The charge that paid a gift, or the entry it corrects; an empty text when it was not paid online."""
    entry: Gift | None = gift
    while entry is not None:
        found = GiftReference.objects.filter(gift=entry, system=STRIPE, kind="charge").first()
        if found:
            return found.value
        entry = getattr(getattr(entry, "replaces", None), "gift", None)
    return ""


def refund_online(*, gift: Gift, amount: Decimal, reason: str, nonce: str, by: User, at: datetime) -> RefundRequest:
    """Ask the processor to send part or all of a gift back, and book what it did.

    The wish is written first, and its `nonce` and attempt are the processor's key: a form sent twice sends money back
    once. What the processor refused may be asked for otherwise. While the end of one refund of a gift is not known,
    no other is asked for. Must not run inside a transaction. Raises `AlreadyAsked`, `CannotRefund` and `Unanswered`.
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
    """Bring our books up to date with a refund that was sent. Should that fail, its notice does it: it was sent."""
    behind = ("payment_intent", made.payment_id) if made.payment_id else ("charge", made.charge_id)
    try:
        sync_object(kind=behind[0], external_id=behind[1], at=at)
    except GatewayError:
        log.warning("%s was sent; its notification will record it.", made.id)


def _as_paid(gift: Gift, amount: Decimal) -> tuple[Decimal, str]:
    """An amount in the currency the donor paid in, by the rate the gift was booked with, and that currency."""
    foreign = getattr(gift, "foreign", None)
    if foreign is None:
        return amount, Organization.current().currency.lower()
    units = int((Decimal(foreign.minor_units) * amount / gift.amount).quantize(Decimal(1), ROUND_HALF_UP))
    return from_minor(max(units, 1), foreign.currency), foreign.currency.lower()


def _end_open(gift: Gift, nonce: str, charge: str, at: datetime) -> None:
    """Find out what became of another refund of a gift that the processor did not answer for. Raises `AlreadyAsked`
    when it was made after all, and while that cannot be known."""
    wish = RefundRequest.objects.filter(gift=gift, state=State.ASKED).exclude(nonce=nonce).first()
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
    """What a form asks for: written once, and free to change only while the processor refused it.

    The database keeps one open wish a gift: whoever comes at the same moment with another is told of it.
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
    """A refusal is final for its key: the next try gets another."""
    mine = RefundRequest.objects.filter(pk=wish.pk, attempt=wish.attempt)
    mine.update(state=State.REFUSED, error=str(error)[:300], attempt=wish.attempt + 1)
