"""When a payment succeeded, and the date of its gift by the tax rules (receipt rules, 2.8).

A card payment succeeds immediately. A bank debit succeeds days after it is requested; its charge has only the day of
the request, and an event tells the day it succeeded.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Min

from donations.deductibility.facts import Payment
from donations.deductibility.rules.dates import date_of_payment
from donations.gateways.base import Gateway, PaymentFacts
from donations.models import GatewayEvent, Gift
from donations.tax_facts.donor_time_zones import zone_of
from donations.tax_facts.facts import METHODS as ENGINE_METHODS

METHODS = {"card": Gift.Method.CARD, "us_bank_account": Gift.Method.ACH, "link": Gift.Method.CARD}
#: Payment methods that succeed immediately, at the time of their charge.
AT_ONCE = frozenset({Gift.Method.CARD})
#: Events that tell when a payment succeeded.
SUCCEEDED = ("payment_intent.succeeded", "checkout.session.async_payment_succeeded", "charge.succeeded")


def succeeded_at(payment: PaymentFacts, gateway: Gateway, *, at: datetime) -> datetime:
    """The moment a paid payment succeeded. Asks the processor about bank debits: not inside a transaction.

    When the event is no longer available (after 30 days), a debit counts from the day its money settled.
    """
    charge = payment.charge
    if charge is None or METHODS.get(charge.method) in AT_ONCE:
        return charge.created_at if charge else at
    found = _notified_at(payment) or gateway.succeeded_at(payment)
    if found is not None:
        return found
    if charge.balance is not None:
        # Noon UTC is the same date everywhere in the US.
        return max(charge.created_at, datetime.combine(charge.balance.available_on, time(12), tzinfo=UTC))
    return at


def gift_day(moment: datetime, *, method: str, country: str, postal_code: str, time_zone: str) -> date:
    """The date of an online gift: the local date of `moment` in the donor's zone if their address tells it, else in
    `time_zone`, which is ours."""
    zone = zone_of(country=country, postal_code=postal_code) or ZoneInfo(time_zone)
    day = moment.astimezone(zone).date()
    paid = Payment(charged_at=moment, donor_timezone=str(zone), debited=day, date=day)
    return date_of_payment(paid, method=ENGINE_METHODS.get(method, ""), time_zone=time_zone).on or day


def _notified_at(payment: PaymentFacts) -> datetime | None:
    """The moment from a stored notification, or None."""
    about = [payment.id, *([payment.charge.id] if payment.charge else [])]
    mine = GatewayEvent.objects.filter(object_id__in=about, type__in=SUCCEEDED, livemode=payment.livemode)
    return mine.aggregate(first=Min("happened_at"))["first"]
