"""Update our rows from the processor; idempotent.

The worker, the thank-you page and `sync_stripe` all end here: fetch the object as it is now, and apply it. In whatever
order and however often notifications arrive, the result is the same: gifts and refunds are recognized by their
references, and a paid intent stays paid. What cannot be recorded is kept for staff
(`donations/processor/unmatched_payments.py`), and the rest continues.
"""

from __future__ import annotations

import logging
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction

from core.display import money_text
from core.http import card_testing
from core.models import Organization
from donations import gateways
from donations.gateways.base import ChargeFacts, Gateway, PaymentFacts, SessionFacts, Unreadable
from donations.gateways.units import to_minor
from donations.intents.donor_matching import donor_of
from donations.intents.lines import lines_of
from donations.ledger.drafts import BadDraft, GiftDraft, Reference
from donations.ledger.services import KnownButReversed, record_gift
from donations.models import Gift, GiftIntent, GiftReference, UnmatchedPayment
from donations.models.gifts import STRIPE
from donations.processor import returned_money, sync_versions
from donations.processor.balance_transactions import save_balance_transaction
from donations.tax_facts import payment_dates
from donations.tax_facts.payment_dates import METHODS

log = logging.getLogger(__name__)
State = GiftIntent.State
#: A payment with one of these statuses cannot succeed once its page is complete.
LOST = ("requires_payment_method", "canceled")


class SyncResult(StrEnum):
    """What a sync did."""

    APPLIED = "applied"
    STALE = "overtaken by a later answer"
    IGNORED = "not ours"


def sync_object(*, kind: str, external_id: str, at: datetime) -> SyncResult:
    """Fetch an object and apply it. `kind` is the processor's name for it; unknown kinds are ignored. Must not run
    inside a transaction. Raises `GatewayError` when the processor can't be reached."""
    gateway = gateways.current()
    if gateway is None:
        return SyncResult.IGNORED
    if kind == "checkout.session":
        return _sync_session(gateway, external_id, at)
    about = external_id
    if kind in ("charge", "refund"):
        kind, external_id = gateway.payment_behind(kind, external_id)
    if kind in ("payment_intent", "charge") and external_id:
        return _sync_payment(gateway, external_id, at, kind=kind, about=about)
    return SyncResult.IGNORED


def sync_intent(*, intent: GiftIntent, at: datetime) -> GiftIntent:
    """Update one intent from the processor; returns its state."""
    if intent.session_id and intent.state in (*GiftIntent.WAITING, State.EXPIRED):
        sync_object(kind="checkout.session", external_id=intent.session_id, at=at)
        intent.refresh_from_db()
    return intent


def _sync_session(gateway: Gateway, session_id: str, at: datetime) -> SyncResult:
    version = sync_versions.next_version(kind="checkout.session", external_id=session_id, livemode=gateway.livemode)
    session = gateway.fetch_session(session_id)
    lost = False
    if session.payment_id:
        _sync_payment(gateway, session.payment_id, at)
    if session.payment_id and session.status == "complete" and not session.paid:
        lost = gateway.fetch_payment(session.payment_id).status in LOST
    with transaction.atomic():
        if not sync_versions.claim_latest(version, facts=_facts(session), at=at):
            return SyncResult.STALE
        return _apply_session(session, lost)


def _apply_session(session: SessionFacts, lost: bool) -> SyncResult:
    mine = GiftIntent.objects.filter(public_id=session.reference, livemode=session.livemode)
    if not mine.exists():
        return SyncResult.IGNORED
    mine.filter(session_id__isnull=True).update(session_id=session.id, session_expires_at=session.expires_at)
    mine = mine.filter(session_id=session.id)  # an intent may have several pages; we store one
    if session.status == "expired":
        mine.filter(state__in=(State.NEW, State.OPEN)).update(state=State.EXPIRED)
    elif session.status == "open":
        mine.filter(state=State.NEW).update(state=State.OPEN, session_url=session.url)
    elif lost:
        mine.filter(state__in=GiftIntent.WAITING).update(state=State.FAILED)
    else:
        mine.filter(state__in=(State.NEW, State.OPEN)).update(state=State.PROCESSING)
    return SyncResult.APPLIED


def _sync_payment(
    gateway: Gateway, payment_id: str, at: datetime, *, kind: str = "payment_intent", about: str = ""
) -> SyncResult:
    """Apply a payment with its refunds and fee. Raises `Unreadable` when the object `about` which we asked is not
    readable."""
    version = sync_versions.next_version(kind=kind, external_id=payment_id, livemode=gateway.livemode)
    payment = gateway.fetch_charge(payment_id) if kind == "charge" else gateway.fetch_payment(payment_id)
    paid_at = payment_dates.succeeded_at(payment, gateway, at=at) if payment.charge else at
    with transaction.atomic():
        if not sync_versions.claim_latest(version, facts=_facts(payment), at=at):
            return SyncResult.STALE
        outcome = _apply_payment(payment, paid_at, at)
    for row in payment.charge.broken if payment.charge else ():
        if row.id == about:
            raise Unreadable(row.why)
    return outcome


def _facts(found: PaymentFacts | SessionFacts) -> dict[str, object]:
    """The part of an answer that is stored: no name, address or link of the payer."""
    fields = asdict(found)
    fields.pop("url", None)
    if fields.get("charge"):
        for name in ("payer_name", "payer_email", "country", "region", "postal_code"):
            fields["charge"].pop(name)
    return fields


def _apply_payment(payment: PaymentFacts, paid_at: datetime, at: datetime) -> SyncResult:
    intent = _intent_of(payment)
    if payment.charge is None:
        return _apply_unpaid(payment, intent, at)
    gift = _gift_of(payment)
    if gift is None:
        gift = _record(payment, payment.charge, intent, paid_at, at)
    if gift is None:
        waiting = UnmatchedPayment.objects.get(external_id=payment.id, livemode=payment.livemode)
        save_balance_transaction(payment.charge.balance, livemode=payment.livemode, unmatched=waiting)
        returned_money.of_unmatched(payment, waiting, at=at)
    else:
        save_balance_transaction(payment.charge.balance, livemode=payment.livemode, gift=gift)
        returned_money.of_gift(payment, gift, at=at)
    return SyncResult.APPLIED


def _intent_of(payment: PaymentFacts) -> GiftIntent | None:
    """The intent a payment names, locked."""
    if not payment.reference:
        return None
    named = GiftIntent.objects.filter(livemode=payment.livemode, public_id=payment.reference)
    return named.select_for_update().order_by("pk").first()


def _apply_unpaid(payment: PaymentFacts, intent: GiftIntent | None, at: datetime) -> SyncResult:
    if intent is None:
        return SyncResult.IGNORED
    mine = GiftIntent.objects.filter(pk=intent.pk, state__in=GiftIntent.WAITING)
    if payment.status == "processing":
        mine.update(state=State.PROCESSING, payment_id=payment.id)
    elif payment.declined:
        mine.update(declined_at=at)
        card_testing.note_decline(reference=intent.public_id, decline=payment.declined_charge or payment.id, at=at)
    return SyncResult.APPLIED


def _gift_of(payment: PaymentFacts) -> Gift | None:
    """The gift with a reference to this payment or, from a file or an older payment method, to its charge."""
    mine = GiftReference.objects.filter(system=STRIPE).select_related("gift")
    row = mine.filter(kind="payment_intent", value=payment.id).first()
    if row is None and payment.charge is not None:
        row = mine.filter(kind="charge", value=payment.charge.id).first()
    return row.gift if row else None


def _record(
    payment: PaymentFacts, charge: ChargeFacts, intent: GiftIntent | None, paid_at: datetime, at: datetime
) -> Gift | None:
    """Create the gift of a payment from its intent's lines, or an unmatched payment for staff."""
    organization = Organization.current()
    reason = _why_unmatched(payment, intent, organization)
    if not reason and intent is not None:
        try:
            with transaction.atomic():
                return _record_intent(payment, charge, intent, organization, paid_at, at)
        except (BadDraft, ValidationError, KnownButReversed) as error:
            log.warning("%s cannot be recorded: %s.", payment.id, type(error).__name__)
            reason = f"Could not be recorded: {' '.join(getattr(error, 'messages', [str(error)]))}"
    _save_unmatched(payment, charge, reason, paid_at)
    return None


def _record_intent(
    payment: PaymentFacts,
    charge: ChargeFacts,
    intent: GiftIntent,
    organization: Organization,
    paid_at: datetime,
    at: datetime,
) -> Gift:
    draft = _draft(payment, charge, intent, organization, paid_at, at)
    # In the donor's time zone it may already be the next day.
    gift = record_gift(draft=draft, by=None, today=max(draft.gift_on, draft.posted_on or draft.gift_on))
    GiftIntent.objects.filter(pk=intent.pk).update(state=State.PAID, gift=gift, payment_id=payment.id, paid_at=paid_at)
    return gift


def _why_unmatched(payment: PaymentFacts, intent: GiftIntent | None, organization: Organization) -> str:
    if intent is None:
        return "No online gift or event order matches this payment."
    if payment.currency != organization.currency.lower():
        return f"Paid in {payment.currency.upper()}."
    if payment.amount != intent.amount:
        return f"{money_text(payment.amount)} was paid instead of {money_text(intent.amount)}."
    if intent.state == State.PAID:
        return f"Already paid: see {intent.gift}."
    return ""


def _save_unmatched(payment: PaymentFacts, charge: ChargeFacts, reason: str, paid_at: datetime) -> None:
    UnmatchedPayment.objects.get_or_create(
        external_id=payment.id,
        livemode=payment.livemode,
        defaults={
            "charge_id": charge.id,
            "minor_units": to_minor(payment.amount, payment.currency),
            "currency": payment.currency,
            "method": METHODS.get(charge.method, Gift.Method.OTHER),
            "paid_at": paid_at,
            "full_name": charge.payer_name,
            "email": charge.payer_email,
            "reason": reason[:300],
        },
    )


def _draft(
    payment: PaymentFacts,
    charge: ChargeFacts,
    intent: GiftIntent,
    organization: Organization,
    paid_at: datetime,
    at: datetime,
) -> GiftDraft:
    zone = ZoneInfo(organization.time_zone)
    method = METHODS.get(charge.method, Gift.Method.OTHER)
    country, postal_code = charge.country or intent.country, charge.postal_code or intent.postal_code
    gift_on = payment_dates.gift_day(
        paid_at, method=method, country=country, postal_code=postal_code, time_zone=organization.time_zone
    )
    return GiftDraft(
        supporter_id=donor_of(intent).pk,
        lines=lines_of(intent),
        method=method,
        gift_on=gift_on,
        received_on=gift_on,
        posted_on=at.astimezone(zone).date(),
        campaign_id=intent.campaign_id,
        anonymous=intent.anonymous,
        origin=Gift.Origin.ONLINE,
        references=references(payment_id=payment.id, charge_id=charge.id, session_id=intent.session_id or ""),
    )


def references(*, payment_id: str, charge_id: str, session_id: str = "") -> tuple[Reference, ...]:
    """The references of an online gift, for us and for files exported from the processor."""
    payment_id = "" if payment_id == charge_id else payment_id  # a charge without a payment object
    named = {"payment_intent": payment_id, "charge": charge_id, "checkout_session": session_id}
    return tuple(Reference(STRIPE, kind, value) for kind, value in named.items() if value)
