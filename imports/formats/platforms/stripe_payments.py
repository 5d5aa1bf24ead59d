"""Stripe's export of payments: the unified “All payments” and the classic layout.

Amounts are in units of the currency the donor paid in; the converted ones are Stripe's. A row may say Paid although
all of it was refunded, so the refund is read from `Amount Refunded`. A lost dispute is a chargeback. Times are in UTC
where their column says so.
"""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from imports.cells import Workbook
from imports.contexts import Context
from imports.formats.platforms import stripe
from imports.formats.platforms.exports import Export, Record, read_export, recognized
from imports.formats.records import decide
from imports.formats.titled import words, yes_or_no
from imports.formats.words import kind_said, sold
from imports.parsing import amounts as money
from imports.parsing.amounts import AmountError
from imports.parsing.dates import Problem
from imports.parsing.header_detection import total_label
from imports.plans import CHARGEBACK, GIFT, REFUND, PlannedRow

SLUG = "stripe_payments"
LABEL = "Stripe payments"
PERMISSION = "imports.run"

_REFUNDED, _DISPUTED = ("refunded_on", "amount_refunded"), ("dispute_date", "disputed_amount")
EXPORT = Export(
    signature=words(
        """created_date_utc created_utc amount_refunded converted_amount converted_amount_refunded converted_currency
        captured decline_reason is_link link_funds paymentintent_id payment_source_type refunded_date_utc
        statement_descriptor seller_message taxes_on_fee card_id customer_id customer_description customer_email
        card_fingerprint card_funding disputed_amount dispute_status interchange_costs transfer_group"""
    ),
    wanted=4,
    needed=words("id amount currency status created"),
    roles={
        **stripe.PEOPLE,
        **dict.fromkeys(("created_date_utc", "created_utc", "created_date", "created"), "created"),
        **dict.fromkeys(("refunded_date_utc", "refunded_date", "refunded_utc", "refunded_at_utc"), "refunded_on"),
        **dict.fromkeys(("dispute_date_utc", "dispute_date"), "dispute_date"),
        **dict.fromkeys(("paymentintent_id", "payment_intent_id"), "intent"),
        **dict.fromkeys(("payment_source_type", "payment_method_type"), "source"),
        **dict.fromkeys(("mode", "livemode"), "mode"),
    },
    used=stripe.USED
    | words(
        """id amount currency status created refunded_on amount_refunded intent source mode captured disputed_amount
        dispute_status dispute_date"""
    ),
    known=words(
        """converted_amount converted_amount_refunded converted_currency decline_reason fee tax is_link link_funds
        statement_descriptor seller_message taxes_on_fee card_id card_last4 card_brand card_funding card_exp_month
        card_exp_year card_issue_country card_fingerprint card_cvc_status card_avs_zip_status card_avs_line1_status
        card_tokenization_method dispute_reason dispute_evidence_due_utc invoice_id invoice_number destination transfer
        interchange_costs merchant_service_charge transfer_group application_fee application_id shipping_name
        shipping_address_line1 shipping_address_line2 shipping_address_city shipping_address_state
        shipping_address_country shipping_address_postal_code checkout_session_id payment_link_id client_reference_id
        checkout_line_item_summary payment_method_id transfer_date_utc refund_reason on_behalf_of net amount_captured
        card_address_line1_status available_on_utc"""
    ),
    dates=("created", "refunded_on", "dispute_date"),
    amounts=("amount", "amount_refunded", "disputed_amount"),
)
_PAID = frozenset({"paid", "succeeded", "complete", "completed"})
_BACK, _PARTLY_BACK = frozenset({"refunded"}), frozenset({"partially refunded", "partial refund"})
_DISPUTES = frozenset({"disputed", "dispute lost", "lost", "dispute won", "won"})
_UNPAID = {
    "failed": "The payment failed.",
    "canceled": "The payment was canceled.",
    "cancelled": "The payment was canceled.",
    "blocked": "Stripe blocked the payment.",
    "expired": "The payment expired.",
    "incomplete": "The payment was not completed.",
    "requires payment method": "The payment was not completed.",
    "requires action": "The payment was not completed.",
    "requires confirmation": "The payment was not completed.",
    "requires capture": "The payment was authorized, not captured.",
    "uncaptured": "The payment was authorized, not captured.",
    "pending": "The payment is pending.",
    "processing": "The payment is pending.",
}
#: Outcomes of disputes in which the money stayed, or did not leave.
_KEPT = frozenset({"", "won", "warning closed", "warning needs response", "warning under review", "prevented",
                   "charge refunded"})  # fmt: skip
_LOST = "lost"
#: What Stripe itself writes as the description of recurring payments and invoices; it names nothing sold.
_PLAIN = frozenset({"subscription creation", "subscription update", "subscription cycle", "payment for invoice"})


def recognizes(workbook: Workbook) -> float:
    """Certain when the columns of a payment are beside titles only Stripe writes."""
    return recognized(workbook, EXPORT)


def read(workbook: Workbook, context: Context) -> Iterable[PlannedRow]:
    """Every payment; what was refunded or lost in a dispute is a further part."""
    return read_export(workbook, context, EXPORT, _rows, stripe.names_by_customer)


def _rows(record: Record) -> Iterable[PlannedRow]:
    if reason := _no_gift(record):
        yield record.ignored(reason)
        return
    planned = _payment(record)
    yield planned
    taken = Decimal(0)
    for part in (_refund(planned, record), _chargeback(planned, record)):
        if part is not None:
            taken += part.amount or 0
            part.part = 2 if not taken - (part.amount or 0) else 3
            yield part


def _no_gift(record: Record) -> str:
    """Why a row is no gift: a total, a test, or a payment that brought nothing; '' when it is one."""
    if not record.text("id") and total_label(record.row.cells):
        return "A total, not a payment."
    if _mode(record) == "test":
        return "A payment of Stripe's test mode."
    status = record.word("status").replace("_", " ")
    if status in _UNPAID:
        return _UNPAID[status]
    if status in _PAID | _BACK and yes_or_no(record.text("captured")) is False:
        return "The payment was authorized, not captured."
    return ""


def _mode(record: Record) -> str:
    """The mode of a row, `live` or `test`, from either layout; else what it says."""
    word = record.word("mode")
    return {"true": "live", "false": "test"}.get(word, word)


def _payment(record: Record) -> PlannedRow:
    method, problems = stripe.method_of(record.text("source"))
    planned = record.begin(GIFT, method)
    problems += stripe.name_donor(planned, record)
    planned.memo = record.text("description")
    planned.references = stripe.references(record.text("id"), record.text("intent"))
    if not planned.references:
        problems.append(Problem("The row has no Stripe id: check that it is a payment.", ask=True))
    problems += record.read_day(planned, record.text("created"), zone=stripe.zone_of(record, "created"))
    problems += record.read_money(planned, record.text("amount"), record.text("currency"))
    problems += _fund_and_kind(planned, record)
    decide(planned, [*problems, *_odd(planned, record)])
    return planned


def _fund_and_kind(planned: PlannedRow, record: Record) -> list[Problem]:
    """Set what the payment is for: by metadata, else by a description that names a fund."""
    problems = record.read_fund(planned, "fund", "campaign")
    told = planned.memo if record.context.funds.code_for(planned.memo) and planned.memo else ""
    planned.fund_text = planned.fund_text or told or planned.fund_text
    plain = planned.memo.casefold() in _PLAIN
    kind = kind_said(record.text("type"), None, "" if plain else planned.memo, planned.fund_text or "")
    planned.kind = kind if kind in ("ticket", "sponsorship", "match") else GIFT
    asked = [] if plain or planned.kind != GIFT else sold(planned.memo, record.text("type"))
    return [*problems, *asked]


def _odd(planned: PlannedRow, record: Record) -> Iterable[Problem]:
    status, dispute = (record.word(role).replace("_", " ") for role in ("status", "dispute_status"))
    if status not in _PAID | _BACK | _PARTLY_BACK | _DISPUTES:
        yield Problem(f"The status is “{record.text('status')[:40]}”: choose whether the money was received.", ask=True)
    if _mode(record) not in ("", "live"):
        yield Problem(f"The mode is “{record.text('mode')[:40]}”: choose whether the payment is real.", ask=True)
    if not record.text("currency"):
        yield Problem("The currency is missing: enter it.", ask=True)
    if planned.amount is not None and planned.amount < 0:
        yield Problem("A payment cannot be negative: enter what happened.", ask=True)
    if dispute not in {*_KEPT, _LOST} or (status in _DISPUTES and not dispute):
        yield Problem("The payment is disputed: choose whether the money was kept.", ask=True)


def _refund(planned: PlannedRow, record: Record) -> PlannedRow | None:
    """The refund in the row, whatever its status says; None without one."""
    status, text = record.word("status").replace("_", " "), record.text("amount_refunded")
    back = _given_back(planned, record, REFUND, _REFUNDED, whole=status in _BACK)
    if back is None and status in _PARTLY_BACK | (_BACK if text else frozenset()):
        back = replace(planned, part=2, kind=REFUND, amount=None)
        decide(back, [Problem("The row says refunded, but not how much: enter the refund.", ask=True)])
    return back


def _chargeback(planned: PlannedRow, record: Record) -> PlannedRow | None:
    """The money of a lost dispute."""
    if record.word("dispute_status") != _LOST:
        return None
    return _given_back(planned, record, CHARGEBACK, _DISPUTED, whole=True)


def _given_back(
    planned: PlannedRow, record: Record, kind: str, roles: tuple[str, str], *, whole: bool
) -> PlannedRow | None:
    """What went back to the donor: the amount in its column, else all where `whole`; None for nothing."""
    when, text = (record.text(role) for role in roles)
    back = replace(planned, part=2, kind=kind, note="")
    try:
        found = money.parse_amount(text, decimal_comma=record.notation.comma) if text else None
    except AmountError as error:
        if "zero" not in str(error):
            decide(back, [Problem(str(error), ask=True)])
            return back
        found, whole = None, False
    if found is None and not whole:
        return None
    problems = record.read_day(back, when, zone=stripe.zone_of(record, roles[0])) if when else []
    back.amount = -abs(found.amount if found else planned.amount or Decimal(0))
    if planned.amount is not None and -back.amount > planned.amount:
        problems.append(Problem("More was returned than paid: enter the refund.", ask=True))
    decide(back, problems)
    return back
