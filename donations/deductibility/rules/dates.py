"""The date of a gift, by payment method (receipt rules, 2.8; Reg. 1.170A-1(b), Pub. 526).

It decides the donor's tax year. The days the money is received, deposited or posted serve other purposes.
"""

from __future__ import annotations

import datetime as dt
from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from donations.deductibility.facts import CARD_METHODS, BadFacts, Payment, Property

REGULATION = "Reg. 1.170A-1(b)"


class GiftDate(NamedTuple):
    """The day (None: no gift, or only a period is known), warnings for staff, and the reason."""

    on: date | None
    warnings: tuple[str, ...]
    reason: str


def date_of_payment(payment: Payment, *, method: str, time_zone: str) -> GiftDate:
    """The date of a gift of money.

    `method` applies where the payment names none. A card payment is dated in the donor's time zone, or in `time_zone`
    (the organization's) when that is unknown. Raises `BadFacts` for an unknown zone.
    """
    method = payment.method or method
    if method in CARD_METHODS:
        found = _card(payment, time_zone)
    elif method in _BY_METHOD:
        found = _BY_METHOD[method](payment)
    else:
        found = GiftDate(payment.date or payment.received or payment.debited, (), "date of unconditional delivery")
    if found.on and payment.received and payment.received != found.on:
        found = found._replace(warnings=(*found.warnings, "book_receipt_date_differs_from_gift_date"))
    return found


def local_date(moment: dt.datetime, zone: str) -> date:
    """The calendar day of a moment in a zone. A naive moment is already local."""
    if moment.tzinfo is None:
        return moment.date()
    try:
        return moment.astimezone(ZoneInfo(zone)).date()
    except (ZoneInfoNotFoundError, ValueError):
        raise BadFacts(f"The time zone “{zone}” is not known.")


def _card(payment: Payment, time_zone: str) -> GiftDate:
    zone = payment.donor_timezone or time_zone
    warnings = ["failed_charge_is_not_a_gift"] if any(not attempt.succeeded for attempt in payment.attempts) else []
    moment = payment.charged_at
    if payment.attempts:
        moment = next((attempt.at for attempt in payment.attempts if attempt.succeeded), None)
        if moment is None:
            return GiftDate(None, tuple(warnings), "no charge succeeded, so nothing was paid")
    on = local_date(moment, zone) if moment else payment.date
    if (moment and moment.tzinfo and moment.astimezone(dt.UTC).date() != on) or payment.payout not in (None, on):
        warnings.append("use_donor_local_date_never_utc_or_payout")
    return GiftDate(on, tuple(warnings), f"date of the successful charge in the donor's local time ({zone})")


def _mailed_check(payment: Payment) -> GiftDate:
    on = payment.postmark or payment.date or payment.received
    warnings = ["keep_postmarked_envelope"] if payment.postmark else []
    if payment.check_date and on and payment.check_date > on:
        return GiftDate(payment.check_date, (*warnings, "hold_until_check_date"), "a post-dated check, on its date")
    if payment.check_date and payment.check_date != on:
        warnings.append("check_date_is_not_gift_date")
    return GiftDate(on, tuple(warnings), "postmark of a check sent by USPS that clears in due course")


def _courier_check(payment: Payment) -> GiftDate:
    on = payment.received or payment.date
    warnings = ("mailbox_rule_is_usps_only_conservative",)
    return _unless_post_dated(payment, GiftDate(on, warnings, "delivery by a private courier (policy)"))


def _handed_check(payment: Payment) -> GiftDate:
    return _unless_post_dated(payment, GiftDate(payment.received or payment.date, (), "check handed over"))


def _unless_post_dated(payment: Payment, handed: GiftDate) -> GiftDate:
    """A check dated later than it was handed over is a promise until then."""
    if not payment.check_date or not handed.on or payment.check_date == handed.on:
        return handed
    if payment.check_date > handed.on:
        held = (*handed.warnings, "hold_until_check_date")
        return GiftDate(payment.check_date, held, "a post-dated check, on its date")
    return handed._replace(warnings=(*handed.warnings, "check_date_is_not_gift_date"))


def _bank_debit(payment: Payment) -> GiftDate:
    on = payment.debited or payment.settled_on or payment.cleared or payment.date
    return GiftDate(on, ("conservative_bank_paid_date",), "the bank pays (policy for ACH)")


def _bank_transfer(payment: Payment) -> GiftDate:
    # Settlement in dollars may come days after the foreign money arrived; it never changes the date.
    on = payment.debited or payment.date or payment.received or payment.settled_on
    return GiftDate(on, (), "the bank pays")


def _delivered(payment: Payment) -> GiftDate:
    return GiftDate(payment.received or payment.date, (), "date of unconditional delivery")


_BY_METHOD = {
    "check_mail_usps": _mailed_check,
    "check_courier": _courier_check,
    "check_hand": _handed_check,
    "ach_debit": _bank_debit,
    "bank_transfer": _bank_transfer,
    "currency": _delivered,
    "gift_card_redeemable_for_cash": _delivered,
}


def date_of_property(item: Property, *, method: str, fallback: date | None = None) -> GiftDate:
    """The date of a gift of property: its delivery; for stock it depends on how the shares were transferred."""
    if method == "stock_certificate_usps":
        on = item.postmark or item.received or fallback
        warnings = ["keep_postmarked_envelope"] if item.postmark else []
        if item.received not in (None, on):
            warnings.append("book_receipt_date_differs_from_gift_date")
        return GiftDate(on, tuple(warnings), "mailing of an endorsed stock certificate")
    if method == "stock_dtc" or item.dtc_received:
        on = item.dtc_received or item.received or fallback
        return GiftDate(on, ("gift_complete_when_in_msp_account",), "stock reached our account")
    return GiftDate(item.received or fallback, (), "date of unconditional delivery")
