"""One idempotent end for everything the processor tells: ask for the object as it stands, and make our rows say so.

The webhook's worker, the thank-you page and `sync_stripe` all end here. Whatever order notices come in, and however
often, the rows end the same: gifts are recognized by their references, refunds by theirs, and a paid intent stays paid.
"""

from __future__ import annotations

import logging
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.db import transaction

from core.models import Organization
from donations import gateways, tickets
from donations.balance import keep_balance
from donations.donors import donor_of
from donations.drafts import GiftDraft, Reference
from donations.gateways.base import ChargeFacts, Gateway, PaymentFacts, RefundFacts, SessionFacts
from donations.models import Gift, GiftIntent, GiftReference, Refund, RefundRequest, UnmatchedPayment
from donations.services import record_gift, refund_gift
from donations.snapshots import lines_of
from donations.zones import local_date

log = logging.getLogger(__name__)
State = GiftIntent.State
SYSTEM = "stripe"
METHODS = {"card": Gift.Method.CARD, "us_bank_account": Gift.Method.ACH, "link": Gift.Method.CARD}
#: A payment that ended like this will not succeed any more once its page is complete.
LOST = ("requires_payment_method", "canceled")


class Outcome(StrEnum):
    """What a sync did."""

    APPLIED = "applied"
    STALE = "overtaken by a later answer"
    IGNORED = "not ours"


class SyncProblem(Exception):
    """The processor says something our books cannot follow; a person has to look."""


def sync_object(*, kind: str, external_id: str, at: datetime) -> Outcome:
    """Fetch an object and apply what it says. `kind` is the processor's word for it; unknown kinds are not ours.

    Must not run inside a transaction. Raises `GatewayError` when the processor cannot be asked and `SyncProblem`.
    """
    gateway = gateways.current()
    if gateway is None:
        return Outcome.IGNORED
    if kind == "checkout.session":
        return _sync_session(gateway, external_id, at)
    if kind in ("charge", "refund"):
        kind, external_id = "payment_intent", gateway.payment_behind(kind, external_id)
    if kind == "payment_intent" and external_id:
        return _sync_payment(gateway, external_id, at)
    return Outcome.IGNORED


def sync_intent(*, intent: GiftIntent, at: datetime) -> GiftIntent:
    """Bring one intent up to date with the processor; gives it as it stands then."""
    if intent.session_id and intent.state in (*GiftIntent.WAITING, State.EXPIRED):
        sync_object(kind="checkout.session", external_id=intent.session_id, at=at)
        intent.refresh_from_db()
    return intent


def _sync_session(gateway: Gateway, session_id: str, at: datetime) -> Outcome:
    ticket = tickets.take(kind="checkout.session", external_id=session_id, livemode=gateway.livemode)
    session = gateway.fetch_session(session_id)
    lost = False
    if session.payment_id:
        _sync_payment(gateway, session.payment_id, at)
    if session.payment_id and session.status == "complete" and not session.paid:
        lost = gateway.fetch_payment(session.payment_id).status in LOST
    with transaction.atomic():
        if not tickets.use(ticket, facts=_facts(session), at=at):
            return Outcome.STALE
        return _apply_session(session, lost)


def _apply_session(session: SessionFacts, lost: bool) -> Outcome:
    mine = GiftIntent.objects.filter(public_id=session.reference, livemode=session.livemode)
    if not mine.exists():
        return Outcome.IGNORED
    mine.filter(session_id__isnull=True).update(session_id=session.id, session_expires_at=session.expires_at)
    mine = mine.filter(session_id=session.id)  # of several pages opened for one intent, the one we know
    if session.status == "expired":
        mine.filter(state__in=(State.NEW, State.OPEN)).update(state=State.EXPIRED)
    elif session.status == "open":
        mine.filter(state=State.NEW).update(state=State.OPEN, session_url=session.url)
    elif lost:
        mine.filter(state__in=GiftIntent.WAITING).update(state=State.FAILED)
    else:
        mine.filter(state__in=(State.NEW, State.OPEN)).update(state=State.PROCESSING)
    return Outcome.APPLIED


def _sync_payment(gateway: Gateway, payment_id: str, at: datetime) -> Outcome:
    ticket = tickets.take(kind="payment_intent", external_id=payment_id, livemode=gateway.livemode)
    payment = gateway.fetch_payment(payment_id)
    with transaction.atomic():
        if not tickets.use(ticket, facts=_facts(payment), at=at):
            return Outcome.STALE
        return _apply_payment(payment, at)


def _facts(found: PaymentFacts | SessionFacts) -> dict[str, object]:
    """What is kept of an answer: no name, address or link of the payer."""
    kept = asdict(found)
    kept.pop("url", None)
    if kept.get("charge"):
        for name in ("payer_name", "payer_email"):
            kept["charge"].pop(name)
    return kept


def _apply_payment(payment: PaymentFacts, at: datetime) -> Outcome:
    intent = _intent_of(payment)
    if payment.charge is None:
        return _apply_unpaid(payment, intent, at)
    gift = _gift_of(payment)
    if gift is None:
        gift = _record(payment, payment.charge, intent, at)
    if gift is None:
        return Outcome.APPLIED
    keep_balance(payment.charge.balance, livemode=payment.livemode, gift=gift)
    for refund in payment.charge.refunds:
        _apply_refund(refund, gift, payment, at)
    return Outcome.APPLIED


def _intent_of(payment: PaymentFacts) -> GiftIntent | None:
    """The intent a payment names, locked."""
    rows = GiftIntent.objects.select_for_update().filter(livemode=payment.livemode)
    return rows.filter(public_id=payment.reference).first() if payment.reference else None


def _apply_unpaid(payment: PaymentFacts, intent: GiftIntent | None, at: datetime) -> Outcome:
    if intent is None:
        return Outcome.IGNORED
    mine = GiftIntent.objects.filter(pk=intent.pk, state__in=GiftIntent.WAITING)
    if payment.status == "processing":
        mine.update(state=State.PROCESSING, payment_id=payment.id)
    elif payment.declined:
        mine.update(declined_at=at)
    return Outcome.APPLIED


def _gift_of(payment: PaymentFacts) -> Gift | None:
    found = GiftReference.objects.filter(system=SYSTEM, kind="payment_intent", value=payment.id)
    row = found.select_related("gift").first()
    return row.gift if row else None


def _record(payment: PaymentFacts, charge: ChargeFacts, intent: GiftIntent | None, at: datetime) -> Gift | None:
    """The gift of a payment, made from its intent's lines; or an unmatched payment for staff."""
    organization = Organization.current()
    reason = _why_unmatched(payment, intent, organization)
    if reason or intent is None:
        _keep_unmatched(payment, charge, reason)
        return None
    draft = _draft(payment, charge, intent, organization, at)
    # Where the donor lives it may be tomorrow already.
    gift = record_gift(draft=draft, by=None, today=max(draft.gift_on, draft.posted_on or draft.gift_on))
    GiftIntent.objects.filter(pk=intent.pk).update(
        state=State.PAID, gift=gift, payment_id=payment.id, paid_at=charge.created_at
    )
    return gift


def _why_unmatched(payment: PaymentFacts, intent: GiftIntent | None, organization: Organization) -> str:
    if intent is None:
        return "No gift or order of ours asked for this payment."
    if payment.currency != organization.currency.lower():
        return f"It was paid in {payment.currency.upper()}."
    if payment.amount != intent.amount:
        return f"{payment.amount} was paid where {intent.amount} was asked for."
    if intent.state == State.PAID:
        return f"What it was asked for was paid already: {intent.gift}."
    return ""


def _keep_unmatched(payment: PaymentFacts, charge: ChargeFacts, reason: str) -> None:
    UnmatchedPayment.objects.get_or_create(
        external_id=payment.id,
        livemode=payment.livemode,
        defaults={
            "charge_id": charge.id,
            "amount": payment.amount,
            "currency": payment.currency,
            "paid_at": charge.created_at,
            "full_name": charge.payer_name[:250],
            "email": charge.payer_email[:254],
            "reason": reason,
        },
    )
    keep_balance(charge.balance, livemode=payment.livemode)


def _draft(
    payment: PaymentFacts, charge: ChargeFacts, intent: GiftIntent, organization: Organization, at: datetime
) -> GiftDraft:
    zone = ZoneInfo(organization.time_zone)
    country, postal_code = charge.country or intent.country, charge.postal_code or intent.postal_code
    gift_on = local_date(charge.created_at, country=country, postal_code=postal_code, otherwise=zone)
    return GiftDraft(
        supporter_id=donor_of(intent).pk,
        lines=lines_of(intent),
        method=METHODS.get(charge.method, Gift.Method.OTHER),
        gift_on=gift_on,
        received_on=gift_on,
        posted_on=at.astimezone(zone).date(),
        campaign_id=intent.campaign_id,
        anonymous=intent.anonymous,
        origin=Gift.Origin.ONLINE,
        references=references(payment_id=payment.id, charge_id=charge.id, session_id=intent.session_id or ""),
    )


def references(*, payment_id: str, charge_id: str, session_id: str = "") -> tuple[Reference, ...]:
    """By what a gift paid online is recognized, here and in files the processor exports."""
    named = {"payment_intent": payment_id, "charge": charge_id, "checkout_session": session_id}
    return tuple(Reference(SYSTEM, kind, value) for kind, value in named.items() if value)


def standing(gift: Gift) -> Gift:
    """The entry that stands for a gift after its corrections; a gift taken back altogether stands for itself."""
    while (reversal := getattr(gift, "reversal", None)) is not None and reversal.replacement is not None:
        gift = reversal.replacement
    return gift


def _apply_refund(facts: RefundFacts, gift: Gift, payment: PaymentFacts, at: datetime) -> None:
    there = Refund.objects.filter(system=SYSTEM, reference=facts.id).first()
    if facts.status in ("failed", "canceled") and there is not None:
        raise SyncProblem(f"{facts.id} of {gift} {facts.status} after it was booked: the money is back with us.")
    if facts.status != "succeeded":
        return
    if there is None:
        there = _book_refund(facts, standing(gift), payment, at)
    keep_balance(facts.balance, livemode=payment.livemode, gift=there.gift, refund=there)


def _book_refund(facts: RefundFacts, gift: Gift, payment: PaymentFacts, at: datetime) -> Refund:
    """A refund from either side: staff's wish names who and why, one made at the processor does not."""
    zone = ZoneInfo(Organization.current().time_zone)
    wish = RefundRequest.objects.filter(nonce=facts.request).first() if facts.request else None
    refund = refund_gift(
        gift=gift,
        amount=facts.amount,
        refunded_on=max(facts.created_at.astimezone(zone).date(), gift.gift_on),
        posted_on=at.astimezone(zone).date(),
        by=wish.by if wish else None,
        reason=wish.reason if wish else "Refunded at the payment processor",
        reference=(SYSTEM, facts.id),
    )
    if wish:
        RefundRequest.objects.filter(pk=wish.pk).update(
            state=RefundRequest.State.ACCEPTED, external_id=facts.id, error=""
        )
    return refund
