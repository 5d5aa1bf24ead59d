"""Donorbox's export of donations.

A donation is paid through Stripe or PayPal, whose ids find the same gift in their files. An amount includes a fee the
donor covers. Times are local. “Anonymous” is about recognition: the charity knows who gave.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from imports.cells import Workbook
from imports.contexts import Context
from imports.formats.platforms import stripe
from imports.formats.platforms.exports import Export, Record, read_export, recognized
from imports.formats.records import decide
from imports.formats.titled import words, yes_or_no
from imports.formats.words import kind_said
from imports.parsing import amounts as money
from imports.parsing.amounts import AmountError
from imports.parsing.dates import Problem
from imports.parsing.header_detection import total_label
from imports.plans import GIFT, REFUND, ContactFacts, PlannedRow, Reference

SLUG = "donorbox"
LABEL = "Donorbox"
PERMISSION = "imports.run"

EXPORT = Export(
    signature=words(
        """donating_company donor_s_first_name donor_s_last_name donors_first_name donors_last_name
        make_donation_anonymous amount_description fair_market_value_description amount_in_usd platform_fee fee_covered
        donor_comment donated_at receipt_id donation_type stripe_charge_id pay_pal_transaction_id paypal_transaction_id
        pay_pal_capture_id paypal_capture_id recurring_plan_id recurring_start_date join_mailing_list first_donation"""
    ),
    wanted=4,
    needed=words("amount currency donated_at donation_type"),
    roles={
        **dict.fromkeys(("donor_s_first_name", "donors_first_name", "donor_first_name"), "first_name"),
        **dict.fromkeys(("donor_s_last_name", "donors_last_name", "donor_last_name"), "last_name"),
        **dict.fromkeys(("name", "donor_name"), "whole_name"),
        **dict.fromkeys(("donating_company", "company"), "organization"),
        **dict.fromkeys(("donor_email", "email"), "email"),
        **dict.fromkeys(("state_province", "state"), "state"),
        **dict.fromkeys(("postal_code", "zip_code", "zip"), "zip"),
        **dict.fromkeys(("pay_pal_transaction_id", "paypal_transaction_id"), "paypal_id"),
        **dict.fromkeys(("pay_pal_capture_id", "paypal_capture_id"), "paypal_capture"),
        **dict.fromkeys(("status", "donation_status", "payment_status"), "outcome"),
        **dict.fromkeys(("amount_refunded", "refunded_amount", "refund_amount"), "amount_refunded"),
        **dict.fromkeys(("refunded_at", "refund_date", "refunded_on"), "refunded_at"),
    },
    used=words(
        """first_name last_name whole_name organization email phone address address_2 city state zip country amount
        currency donated_at donation_type designation campaign donor_comment internal_notes receipt_id stripe_charge_id
        paypal_id paypal_capture join_mailing_list outcome amount_refunded refunded_at fair_market_value
        fair_market_value_description dedication_type honoree_name donor_id"""
    ),
    known=words(
        """make_donation_anonymous amount_description tax_deductible_amount amount_in_usd processing_fee platform_fee
        total_fee net_amount fee_covered employer occupation card_type last_4_digits recurring_donation
        recurring_plan_id recurring_start_date first_donation fundraiser recipient_name recipient_email
        recipient_address recipient_message recipient_first_name recipient_last_name utm_source utm_medium utm_campaign
        utm_term utm_content donor_s_title title gift_aid amount_in_eur amount_in_gbp amount_in_cad"""
    ),
    dates=("donated_at", "refunded_at"),
    amounts=("amount", "amount_refunded"),
)
_METHODS = {
    **dict.fromkeys(("stripe", "card", "credit card", "apple pay", "google pay", "stripe express"), "card"),
    **dict.fromkeys(("ach", "stripe ach", "plaid", "bank transfer", "sepa", "sepa debit", "bacs"), "ach"),
    **dict.fromkeys(("paypal", "paypal express", "pay pal", "pay pal express", "paypal commerce"), "paypal"),
    "venmo": "venmo", "check": "check", "cash": "cash", "stock": "stock",
}  # fmt: skip
_PAID = frozenset({"", "paid", "succeeded", "completed", "complete", "processed", "success"})
_REFUNDED = frozenset({"refunded", "partially refunded"})
_UNPAID = {
    "failed": "The payment failed.",
    "pending": "The payment is pending.",
    "processing": "The payment is pending.",
    "canceled": "The payment was canceled.",
    "cancelled": "The payment was canceled.",
}


def recognizes(workbook: Workbook) -> float:
    """Certain when the columns of a donation are beside titles only Donorbox writes."""
    return recognized(workbook, EXPORT)


def read(workbook: Workbook, context: Context) -> Iterable[PlannedRow]:
    """Every donation; where a file tells of refunds, each is a second part."""
    return read_export(workbook, context, EXPORT, _rows)


def _rows(record: Record) -> Iterable[PlannedRow]:
    outcome = record.word("outcome").replace("_", " ")
    if outcome in _UNPAID:
        yield record.ignored(_UNPAID[outcome])
        return
    if not record.text("donated_at") and total_label(record.row.cells):
        yield record.ignored("A total, not a donation.")
        return
    planned = _donation(record, outcome)
    yield planned
    if (back := _refund(planned, record, outcome)) is not None:
        yield back


def _donation(record: Record, outcome: str) -> PlannedRow:
    record = _with_name(record)
    written = re.sub(r"[\W_]+", " ", record.word("donation_type")).strip()
    planned = record.begin(GIFT, _METHODS.get(written, "other"))
    planned.party = replace(planned.party, told=ContactFacts(consents=_consents(record)))
    planned.memo = "; ".join(filter(None, (_tribute(record), record.text("donor_comment"),
                                           record.text("internal_notes"))))  # fmt: skip
    planned.references = tuple(_references(record))
    problems = record.read_day(planned, record.text("donated_at"))
    problems += record.read_money(planned, record.text("amount"), record.text("currency"))
    problems += record.read_fund(planned, "designation", "campaign")
    kind = kind_said("", None, "", planned.fund_text or "")
    planned.kind = kind if kind in ("ticket", "sponsorship") else GIFT
    if written not in _METHODS:
        problems.append(Problem(f"The donation type is “{record.text('donation_type')[:40]}”: choose how it was paid.",
                                ask=True))  # fmt: skip
    if outcome not in _PAID | _REFUNDED:
        problems.append(Problem(f"The status is “{outcome[:40]}”: choose whether the money was received.", ask=True))
    decide(planned, [*problems, *_odd(planned, record)])
    return planned


def _with_name(record: Record) -> Record:
    """The record with the whole name as its name where no parts are given."""
    if record.text("first_name") or record.text("last_name"):
        return record
    columns = [replace(one, role="name") if one.role == "whole_name" else one for one in record.table.columns]
    return replace(record, table=replace(record.table, columns=columns))


def _odd(planned: PlannedRow, record: Record) -> Iterable[Problem]:
    yield from record.doubts(planned)
    if not record.text("currency"):
        yield Problem("The currency is missing: enter it.", ask=True)
    if planned.amount is not None and planned.amount < 0:
        yield Problem("A donation cannot be negative: enter what happened.", ask=True)
    if _is_more_than_zero(record.text("fair_market_value")):
        value = record.text("fair_market_value")
        yield Problem(f"Something worth {value[:20]} was given in return: choose what was given.", ask=True)


def _is_more_than_zero(text: str) -> bool:
    return bool(re.search(r"[1-9]", text))


def _consents(record: Record) -> tuple[tuple[str, bool], ...]:
    """Joining the mailing list is consent to email; not joining says nothing."""
    return (("email", True),) if yes_or_no(record.text("join_mailing_list")) else ()


def _tribute(record: Record) -> str:
    return " ".join(filter(None, (record.text("dedication_type"), record.text("honoree_name"))))


def _references(record: Record) -> Iterable[Reference]:
    """The references of a donation in the files of Stripe, PayPal and Donorbox."""
    yield from stripe.references(record.text("stripe_charge_id"))
    found = dict.fromkeys(text for role in ("paypal_id", "paypal_capture") if (text := record.text(role)))
    yield from (Reference("paypal", "transaction", text) for text in found)
    if number := record.text("receipt_id"):
        yield Reference("donorbox", "receipt", number)


def _refund(planned: PlannedRow, record: Record, outcome: str) -> PlannedRow | None:
    """The refund in the row; None without one."""
    text, when = record.text("amount_refunded"), record.text("refunded_at")
    back = replace(planned, part=2, kind=REFUND, note="")
    try:
        found = money.parse_amount(text, decimal_comma=record.notation.comma).amount if text else None
    except AmountError as error:
        found = Decimal(0) if "zero" in str(error) else None
    if not (found or outcome in _REFUNDED or (when and found is None)):
        return None
    partly = outcome.startswith("partially") or (bool(text) and found is None)
    problems = record.read_day(back, when) if when else []
    if not found and partly:
        problems.append(Problem("The row says refunded, but not how much: enter the refund.", ask=True))
    back.amount = -abs(found or planned.amount or Decimal(0))
    if planned.amount is not None and -back.amount > planned.amount:
        problems.append(Problem("More was returned than paid: enter the refund.", ask=True))
    decide(back, problems)
    return back
