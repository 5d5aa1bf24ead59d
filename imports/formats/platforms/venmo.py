"""Venmo's statements, of personal accounts and business profiles: who paid, with a note, without an email address.

Two lines stand above the titles. Lines without a transaction are balances and the disclaimer at the end.
"""

import re
from collections.abc import Iterable
from datetime import UTC

from imports.cells import Workbook
from imports.contexts import Context
from imports.formats.parties import party_named
from imports.formats.platforms.exports import Export, Record, read_export, recognized
from imports.formats.records import decide
from imports.formats.titled import words
from imports.parsing.dates import Problem
from imports.plans import GIFT, REFUND, PlannedRow, Reference

SLUG = "venmo"
LABEL = "Venmo statement"
PERMISSION = "imports.run"

EXPORT = Export(
    signature=words(
        """datetime time_utc amount_total amount_tip amount_tax amount_fee tax_rate tax_exempt funding_source
        beginning_balance ending_balance statement_period_venmo_fees terminal_location year_to_date_venmo_fees
        disclaimer"""
    ),
    wanted=4,
    needed=words("id date payment_type status name receiver amount"),
    roles={
        "transaction_id": "id",
        "datetime": "date",
        "time_utc": "time",
        "type": "payment_type",
        "note": "remark",  # often a joke, which leaves nothing open
        "from": "name",
        "to": "receiver",
        "amount_total": "amount",
    },
    used=words("id date time payment_type status remark name receiver amount"),
    known=words(
        """amount_tip amount_tax amount_fee amount_net tax_rate tax_exempt funding_source destination beginning_balance
        ending_balance statement_period_venmo_fees terminal_location year_to_date_venmo_fees disclaimer"""
    ),
)
PAYMENTS = frozenset({"payment", "merchant transaction", "business payment"})
REFUNDS = frozenset({"refund", "payment refund"})
TRANSFERS = frozenset({"standard transfer", "instant transfer", "bank transfer", "transfer", "add funds", "top up"})
COMPLETE = frozenset({"complete", "completed"})
NO_MONEY = frozenset(
    {"pending", "failed", "canceled", "cancelled", "declined", "expired", "denied", "reversed", "held"}
)  # fmt: skip
#: A number that a spreadsheet shortened: “4.1E+18”.
_SHORTENED = re.compile(r"[\d.,]+E\+?\d+", re.I)


def recognizes(workbook: Workbook) -> float:
    """Certain when the columns of a statement are there."""
    return recognized(workbook, EXPORT)


def read(workbook: Workbook, context: Context) -> Iterable[PlannedRow]:
    """Every payment received or refunded; transfers, payments sent and balances are ignored."""
    return read_export(workbook, context, EXPORT, _rows)


def _rows(record: Record) -> Iterable[PlannedRow]:
    yield record.ignored(reason) if (reason := _no_gift(record)) else _payment(record)


def _no_gift(record: Record) -> str:
    kind, status = record.word("payment_type"), record.word("status")
    if not record.text("id") and not (kind and record.text("amount")):
        return "A balance or a note of the statement."
    if kind in TRANSFERS:
        return "A transfer between Venmo and the bank."
    if status in NO_MONEY:
        return f"The payment is {status}."
    if kind in PAYMENTS and record.text("amount").startswith(("-", "−", "(")):
        return "A payment that was sent, not received."
    return ""


def _payment(record: Record) -> PlannedRow:
    back = record.word("payment_type") in REFUNDS
    planned = record.begin(REFUND if back else GIFT, "venmo")
    if back:
        planned.party = party_named(record.text("receiver"))
    planned.memo = record.text("remark")
    number = record.text("id")
    if number and not _SHORTENED.fullmatch(number) and not back:
        planned.references = (Reference("venmo", "transaction", number),)
    if record.context.funds.code_for(planned.memo or None):
        planned.fund_text = planned.memo
    clock = record.text("time")
    moment = " ".join(filter(None, [record.text("date"), clock]))
    problems = record.read_day(planned, moment, zone=UTC if clock else None)
    problems += record.read_money(planned, record.text("amount"), "USD")
    decide(planned, [*problems, *record.doubts(planned), *_of_state(record, planned)])
    return planned


def _of_state(record: Record, planned: PlannedRow) -> Iterable[Problem]:
    if record.word("payment_type") not in PAYMENTS | REFUNDS:
        yield Problem(f"The type is “{record.text('payment_type')[:60]}”: choose what it means.", ask=True)
    if record.word("status") not in COMPLETE:
        yield Problem(f"The status is “{record.text('status')[:60]}”: choose whether the money was received.", ask=True)
    if planned.amount is not None and (planned.amount < 0) != (planned.kind == REFUND):
        yield Problem("The sign of the amount and the type disagree: choose what it is.", ask=True)
