"""Take payments online: an intent with lines is stored first, then a payment page is opened.

Callers (the giving page, an event order) use `open_checkout`; to reserve something in the same transaction, use
`prepare_intent` inside it and `open_session` after it. Amounts and funds come from the caller's validated form and are
stored as lines: nothing the browser or the processor says later changes what a payment is for.
`donations/processor/sync.py` creates the gift; `GiftIntent.state` and `.gift` tell the result.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Any

from django.conf import settings
from django.db import transaction

from core.forms import sent
from core.models import Organization
from core.money import CENT, ZERO
from donations import gateways
from donations.gateways.base import CheckoutLine, CheckoutRequest, Gateway, GatewayError, Refused, SessionFacts
from donations.intents.lines import line_row
from donations.ledger.drafts import LineDraft
from donations.models import GiftIntent, GiftLine, IntentLine
from donations.processor.sync import sync_object

State = GiftIntent.State
#: How long a payment page stays open; the processor allows 30 minutes to 24 hours.
OPEN_FOR = timedelta(minutes=60)
NAMES = {GiftLine.Kind.FEE_COVER: "Card fee covered"}


class GivingIsOff(Exception):
    """No payment processor is configured, so nothing can be paid online."""


class CannotOpen(Exception):
    """The processor did not open or close a payment page. Nothing was charged; the donor may try again."""


@dataclass(frozen=True)
class DonorDetails:
    """The donor as typed. `supporter_id` is set only where a personal link proved who it is."""

    full_name: str
    email: str
    country: str = ""
    postal_code: str = ""
    language: str = "en"
    anonymous: bool = False
    supporter_id: int | None = None


@dataclass(frozen=True)
class IntentDetails:
    """A checkout's data besides lines and donor.

    `title` is shown on the payment page; `purpose` is `gift` or `event`. `return_to` and `cancel_to` are paths on this
    site, in which `{intent}` becomes the intent's public id.
    """

    title: str
    return_to: str
    cancel_to: str
    purpose: str = "gift"
    page_id: int | None = None
    campaign_id: int | None = None
    tribute_kind: str = ""
    tribute_name: str = ""
    comment: str = ""


def open_checkout(
    *,
    lines: Sequence[LineDraft],
    donor: DonorDetails,
    details: IntentDetails,
    key: str,
    at: datetime,
    in_place_of: Sequence[str] = (),
) -> tuple[GiftIntent, str]:
    """Store an intent and open its payment page. Returns the intent and the URL to send the donor to.

    `key` identifies the submitted form: with the same content it returns the same intent and page. With other content
    it returns a new one, after closing the page opened before, so that two can never both be paid. `in_place_of` are
    public ids of unpaid intents that the form replaces; they are closed likewise. Must not run inside a transaction.
    Raises `GivingIsOff`, `CannotOpen`, and `ValidationError` for invalid lines.
    """
    intent = prepare_intent(lines=lines, donor=donor, details=details, key=key)
    close_others(left=in_place_of, but=intent, at=at)
    return intent, open_session(intent=intent, at=at)


def close_others(*, left: Sequence[str], but: GiftIntent | None = None, at: datetime) -> None:
    """Close the payment pages of abandoned intents, by public id. Raises `CannotOpen`. Must not run inside a
    transaction."""
    for intent in GiftIntent.objects.waiting().filter(public_id__in=left).exclude(pk=but and but.pk).order_by("pk"):
        close_session(intent=intent, at=at)


@transaction.atomic
def prepare_intent(*, lines: Sequence[LineDraft], donor: DonorDetails, details: IntentDetails, key: str) -> GiftIntent:
    """Store what someone asks to pay for; may be part of the caller's transaction. Raises `GivingIsOff`.

    With the same key and content it returns the existing intent; a concurrent request waits for the first.
    """
    gateway = _gateway()
    content = [[asdict(line) for line in lines], asdict(donor), asdict(details)]
    nonce = sent.turn(key=key, act="checkout", said=content)
    if there := GiftIntent.objects.filter(nonce=nonce).first():
        return there
    intent = _intent(lines, donor, details, nonce, gateway.livemode)
    intent.clean_fields(exclude=["gift", "page", "campaign", "supporter"])
    rows = [line_row(intent, line) for line in lines]
    intent.save(force_insert=True)
    IntentLine.objects.bulk_create(rows)
    return intent


def open_session(*, intent: GiftIntent, at: datetime) -> str:
    """The URL of an intent's payment page, opened now or before. Must not run inside a transaction.

    Intents of the same form with other content are closed first, so that two can never both be paid. For an intent that
    is paid or closed it returns the return page. Raises `GivingIsOff` and `CannotOpen`.
    """
    gateway = _gateway()
    for left in GiftIntent.objects.waiting().filter(nonce__in=sent.before(intent.nonce)).order_by("pk"):
        close_session(intent=left, at=at)
    intent.refresh_from_db()
    if intent.state == State.OPEN and intent.session_url:
        return intent.session_url
    if intent.state != State.NEW:
        return settings.SITE_URL + path_of(intent, intent.return_path)
    try:
        session = _create(gateway, intent, at)
    except CannotOpen:
        intent.refresh_from_db()
        if intent.state == State.OPEN and intent.session_url:
            return intent.session_url  # opened by a concurrent request
        raise
    _remember(intent, session)
    if intent.state == State.EXPIRED:
        with suppress(GatewayError):  # then it expires by itself; nobody has its URL
            gateway.expire_checkout(session.id)
        raise CannotOpen("The online gift was closed while its payment page opened.")
    return session.url


def _create(gateway: Gateway, intent: GiftIntent, at: datetime) -> SessionFacts:
    try:
        return gateway.create_checkout(_request(intent, at))
    except Refused as error:
        # The processor repeats a refusal for the same key, so the next attempt gets a new key.
        GiftIntent.objects.filter(pk=intent.pk, attempt=intent.attempt).update(attempt=intent.attempt + 1)
        raise CannotOpen(str(error)) from error
    except GatewayError as error:
        raise CannotOpen(str(error)) from error


def close_session(*, intent: GiftIntent, at: datetime) -> str:
    """Close an intent's payment page, so that it can no longer be paid. Returns the state it is in then.

    Callers that reserved something (seats) may release it only when this returns `EXPIRED` or `FAILED`: a payment may
    have come first. Raises `CannotOpen` when the processor can't be reached. Must not run inside a transaction.
    """
    gateway = _gateway()
    # A page nobody was sent to cannot be paid. If `open_session` is opening one right now, it closes it.
    GiftIntent.objects.filter(pk=intent.pk, state=State.NEW, session_id__isnull=True).update(state=State.EXPIRED)
    intent.refresh_from_db()
    if intent.state in GiftIntent.WAITING and intent.session_id:
        try:
            gateway.expire_checkout(intent.session_id)
        except Refused:
            pass  # it was paid or has expired: the sync below finds out which
        except GatewayError as error:
            raise CannotOpen(str(error)) from error
        try:
            sync_object(kind="checkout.session", external_id=intent.session_id, at=at)
        except GatewayError as error:
            raise CannotOpen(str(error)) from error
        intent.refresh_from_db()
    return intent.state


def path_of(intent: GiftIntent, path: str) -> str:
    """A path with the intent's public id filled in."""
    return path.replace("{intent}", intent.public_id).replace("%7Bintent%7D", intent.public_id)


def giving_is_on() -> bool:
    """Whether anything can be paid online."""
    return gateways.current() is not None


def _gateway() -> Gateway:
    gateway = gateways.current()
    if gateway is None:
        raise GivingIsOff
    return gateway


def _intent(
    lines: Sequence[LineDraft], donor: DonorDetails, details: IntentDetails, nonce: str, livemode: bool
) -> GiftIntent:
    values = asdict(details)
    return GiftIntent(
        nonce=nonce,
        livemode=livemode,
        amount=sum((line.amount for line in lines), ZERO),
        return_path=values.pop("return_to"),
        cancel_path=values.pop("cancel_to"),
        **values,
        **asdict(donor),
    )


def _request(intent: GiftIntent, at: datetime) -> CheckoutRequest:
    # A repeated key requires an identical request, so for half an hour `expires_at` counts from the intent's creation.
    # After that the key is refused, and the next attempt gets a new one.
    return CheckoutRequest(
        reference=intent.public_id,
        lines=tuple(CheckoutLine(_name(intent, line), line.amount) for line in intent.lines.all()),
        currency=Organization.current().currency.lower(),
        email=intent.email,
        submit="donate" if intent.purpose == "gift" else "pay",
        success_url=settings.SITE_URL + path_of(intent, intent.return_path),
        cancel_url=settings.SITE_URL + path_of(intent, intent.cancel_path),
        expires_at=max(intent.created_at, at - timedelta(minutes=29)) + OPEN_FOR,
        key=f"{intent.public_id}-{intent.attempt}",
    )


def _name(intent: GiftIntent, line: IntentLine) -> str:
    return line.description or NAMES.get(GiftLine.Kind(line.kind), intent.title)


def _remember(intent: GiftIntent, session: SessionFacts) -> None:
    """Store the page on its intent, unless the intent has moved on (been paid) meanwhile."""
    values: dict[str, Any] = {
        "session_id": session.id,
        "session_url": session.url,
        "session_expires_at": session.expires_at,
    }
    GiftIntent.objects.filter(pk=intent.pk, session_id__isnull=True).update(**values)
    GiftIntent.objects.filter(pk=intent.pk, state=State.NEW).update(state=State.OPEN)
    intent.refresh_from_db()


def fee_cover(net: Decimal) -> Decimal:
    """What to add so that `net` remains after the card fee, rounded up to the cent: (net + fixed) / (1 − rate) − net.

    The rates are the settings GIVE_FEE_PERCENT and GIVE_FEE_FIXED; the processor charges its own fee.
    """
    rate, fixed = settings.GIVE_FEE_PERCENT / 100, settings.GIVE_FEE_FIXED
    return ((net + fixed) / (1 - rate)).quantize(CENT, ROUND_CEILING) - net
