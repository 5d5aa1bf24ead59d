"""Selling anything online: an intent with lines is written first, then the payment page is opened.

Whoever sells (the giving page, an event's order) calls `open_checkout`; or, to hold something in the same transaction,
`prepare_intent` inside it and `open_session` after it. Amounts and funds come from the caller's own checked form and
are snapshotted as lines: nothing a browser or the processor says later changes what a payment is for.

The gift is made by `donations/processor/sync.py`; `GiftIntent.state` and `.gift` tell the rest.
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
    """No payment processor is set up: nothing can be paid online."""


class CannotOpen(Exception):
    """The processor did not open a payment page. Nothing was charged; the donor may try again."""


@dataclass(frozen=True)
class DonorDetails:
    """Who gives, as they said themselves. `supporter_id` only where a personal link proved who it is."""

    full_name: str
    email: str
    country: str = ""
    postal_code: str = ""
    language: str = "en"
    anonymous: bool = False
    supporter_id: int | None = None


@dataclass(frozen=True)
class IntentDetails:
    """What goes with a checkout beside lines and donor.

    `title` is what the payment page calls it; `purpose` who sells (`gift`, `event`). `return_to` and `cancel_to` are
    paths of ours; `{intent}` in them becomes the intent's public id.
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
    """Write an intent and open its payment page: the intent, and the address to send the donor to.

    `key` names the form that was sent: the same one with the same content gives the same intent and page. With other
    content it gives a new one, once the page it opened before is closed, so that never two of them can be paid;
    `in_place_of` are the public ids of unpaid intents that the form began from, or that were left for it, which are
    closed likewise. Must not run inside a transaction. Raises `GivingIsOff`, `CannotOpen`, and `ValidationError` for
    lines that make no gift.
    """
    intent = prepare_intent(lines=lines, donor=donor, details=details, key=key)
    close_others(left=in_place_of, but=intent, at=at)
    return intent, open_session(intent=intent, at=at)


def close_others(*, left: Sequence[str], but: GiftIntent | None = None, at: datetime) -> None:
    """Close the payment pages of intents that were left, by their public ids. Raises `CannotOpen`. Must not run inside
    a transaction."""
    for intent in GiftIntent.objects.waiting().filter(public_id__in=left).exclude(pk=but and but.pk).order_by("pk"):
        close_session(intent=intent, at=at)


@transaction.atomic
def prepare_intent(*, lines: Sequence[LineDraft], donor: DonorDetails, details: IntentDetails, key: str) -> GiftIntent:
    """Write down what somebody asks to pay for; may be part of the caller's transaction. Raises `GivingIsOff`.

    Asked again under the same key, it is the intent that is there: whoever comes at the same moment waits for it.
    """
    gateway = _gateway()
    said = [[asdict(line) for line in lines], asdict(donor), asdict(details)]
    nonce = sent.turn(key=key, act="checkout", said=said)
    if there := GiftIntent.objects.filter(nonce=nonce).first():
        return there
    intent = _intent(lines, donor, details, nonce, gateway.livemode)
    intent.clean_fields(exclude=["gift", "page", "campaign", "supporter"])
    rows = [line_row(intent, line) for line in lines]
    intent.save(force_insert=True)
    IntentLine.objects.bulk_create(rows)
    return intent


def open_session(*, intent: GiftIntent, at: datetime) -> str:
    """The address of an intent's payment page, opened now or before. Must not run inside a transaction.

    What the same form asked before, with other content, is closed first: never can two of them be paid. An intent that
    is paid or over gives its return page. Raises `GivingIsOff` and `CannotOpen`.
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
            return intent.session_url  # the same form, sent at the same moment, opened it
        raise
    _remember(intent, session)
    if intent.state == State.EXPIRED:
        with suppress(GatewayError):  # then it ends by itself; nobody was sent there
            gateway.expire_checkout(session.id)
        raise CannotOpen("The online gift was closed while its payment page opened.")
    return session.url


def _create(gateway: Gateway, intent: GiftIntent, at: datetime) -> SessionFacts:
    try:
        return gateway.create_checkout(_request(intent, at))
    except Refused as error:
        # Asked again with this key, the same refusal would come back: the next attempt gets a key of its own.
        GiftIntent.objects.filter(pk=intent.pk, attempt=intent.attempt).update(attempt=intent.attempt + 1)
        raise CannotOpen(str(error)) from error
    except GatewayError as error:
        raise CannotOpen(str(error)) from error


def close_session(*, intent: GiftIntent, at: datetime) -> str:
    """Close an intent's payment page, so that nobody can pay any more; gives the state it is in then.

    Whoever holds something for an intent (seats) lets go only when this says `EXPIRED` or `FAILED`: the processor
    decides who came first. Raises `CannotOpen` when it cannot be asked. Must not run inside a transaction.
    """
    gateway = _gateway()
    # A page nobody was sent to cannot be paid; should its address be on the way, `open_session` closes it.
    GiftIntent.objects.filter(pk=intent.pk, state=State.NEW, session_id__isnull=True).update(state=State.EXPIRED)
    intent.refresh_from_db()
    if intent.state in GiftIntent.WAITING and intent.session_id:
        try:
            gateway.expire_checkout(intent.session_id)
        except Refused:
            pass  # it was paid or had ended: the sync below finds out which
        except GatewayError as error:
            raise CannotOpen(str(error)) from error
        try:
            sync_object(kind="checkout.session", external_id=intent.session_id, at=at)
        except GatewayError as error:
            raise CannotOpen(str(error)) from error
        intent.refresh_from_db()
    return intent.state


def path_of(intent: GiftIntent, path: str) -> str:
    """A path of an intent with its public id in place."""
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
    # One key must ask word for word the same: for half an hour the page's end counts from when the intent was made.
    # Asked later, the key is refused, and the next attempt has another.
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
    """Tie the page to its intent; one that moved on meanwhile (paid at once) stays as it is."""
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

    Rates are the settings GIVE_FEE_PERCENT and GIVE_FEE_FIXED; the fee charged in the end is the processor's own.
    """
    rate, fixed = settings.GIVE_FEE_PERCENT / 100, settings.GIVE_FEE_FIXED
    return ((net + fixed) / (1 - rate)).quantize(CENT, ROUND_CEILING) - net
