"""NationBuilder's export of donations: each succeeded, failed, was canceled, or is still pending.

Amounts are in units, in cents, or both, and then must agree. `authorization` holds a card's charge id, by which the
gift is found in the card processor's own files. The fund is the tracking code's, else the page's if it matches a fund's
name.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from babel.numbers import get_currency_precision

from donations.models.gifts import STRIPE
from donations.payment_methods import is_check_number
from imports.cells import Row, Workbook, folded
from imports.contexts import Context
from imports.formats.nationbuilder_people import KNOWN as PEOPLES
from imports.formats.nationbuilder_people import MEANINGS as PEOPLES_MEANINGS
from imports.formats.nationbuilder_people import ROLES as PEOPLE
from imports.formats.nationbuilder_people import SYSTEM, named, used_columns
from imports.formats.parties import not_read
from imports.formats.records import LONGEST_NAME, decide, no_name, nobody_named, too_long
from imports.formats.titled import records_of, titled_tables, titles_found, words
from imports.formats.unread.asking import ask, ask_all
from imports.formats.unread.platforms import Layout, questions_of, warn_of_disagreements
from imports.formats.words import method_named
from imports.parsing import amounts as money
from imports.parsing import dates
from imports.parsing.amounts import AmountError
from imports.parsing.dates import Problem
from imports.parsing.header_detection import Table
from imports.parsing.payment_methods import kept_words
from imports.parsing.timestamps import local_day
from imports.plans import GIFT, IGNORE, IN_KIND, REFUND, PlannedRow, Reference

SLUG = "nationbuilder_donations"
LABEL = "NationBuilder donations"
PERMISSION = "imports.run"

SIGNATURE = words(
    """nationbuilder_donation_id amount_in_cents payment_type_name payment_type succeeded_at failed_at canceled_at
    tracking_code_slug donation_tracking_code_id tracking_code page_slug is_private authorization actblue_order_number
    ngp_id is_corporate_contribution mailing_slug nationbuilder_id signup_id"""
)
AMOUNTS = frozenset({"amount", "amount_in_cents"})
WANTED = 4
ROLES = {
    **PEOPLE,
    **dict.fromkeys(("tracking_code_slug", "tracking_code", "tracking_code_name", "donation_tracking_code"), "code"),
    **dict.fromkeys(("payment_type_name", "payment_type"), "method"),
    **dict.fromkeys(("currency", "currency_code"), "currency"),
}
SUCCEEDED = ("succeeded_at", "received_at", "donated_at", "donation_date", "date", "created_at")
_USED = words(
    """amount amount_in_cents currency code page_slug method authorization check_number actblue_order_number
    nationbuilder_donation_id failed_at canceled_at cancelled_at succeeded_at refunded_at amount_refunded
    refunded_amount note"""
)
#: What columns of NationBuilder's are called in hand-made lists.
MEANINGS = {**PEOPLES_MEANINGS, "code": "fund", "check_number": "check"}
#: Other columns of NationBuilder's, which no record uses.
KNOWN = words(
    """is_private is_corporate_contribution ngp_id mailing_slug mailing_id membership_id membership_name page_id
    pledge_id donation_tracking_code_id donation_id employer occupation recruiter_name recruiter_id author_name
    created_at updated_at import_id merchant_account_id recurring_donation_id
    recurring_donation_slug is_recurring fec_type fec_type_ngp_code fec_type_name work_phone_number fax_number
    tag_list"""
)
#: Consent is read from the export of people, so these columns raise a question here.
_FLAGS_OF_PEOPLE = words("do_not_contact is_deceased email_opt_in mobile_opt_in do_not_call federal_donotcall tag_list")
_METHODS = {"apple pay": "card", "google pay": "card", "actblue": "actblue", "other": "other"}
_CHARGE = re.compile(r"(ch|py|pi)_\w{6,}")
_KINDS = {"ch": "charge", "py": "charge", "pi": "payment_intent"}


def recognizes(workbook: Workbook) -> float:
    """Certain when there is an amount beside columns only NationBuilder writes."""
    known = titles_found(workbook, SIGNATURE)
    return 0.95 if titles_found(workbook, AMOUNTS) and known >= WANTED else 0.0


def read(workbook: Workbook, context: Context) -> Iterable[PlannedRow]:
    """Every donation. A refunded one becomes two rows: the gift and, as part 2, the refund."""
    found = list(titled_tables(workbook, SIGNATURE, WANTED, ROLES))
    asked = questions_of(workbook, found, Layout(_used_columns, KNOWN | PEOPLES, MEANINGS), context)
    habits = {id(table): _habits(table, context) for _, table in found if table is not None}
    for record in records_of(workbook, found):
        if isinstance(record, PlannedRow):
            yield record
            continue
        table, row = record
        planned = _donation(table, row, habits[id(table)], context)
        ask_all(planned, table, row, asked[id(table)])
        yield planned
        if planned.kind == GIFT and planned.decision != IGNORE:
            for back in _given_back(planned, table, row, habits[id(table)], context):
                ask(back, asked[id(table)].questions)
                yield back
    warn_of_disagreements(workbook, asked)


def _used_columns(table: Table, rows: Iterable[Row]) -> frozenset[str]:
    rows = list(rows)
    dated = {next((name for name in SUCCEEDED if table.text(row, name)), "") for row in rows}
    return used_columns(table, rows) - _FLAGS_OF_PEOPLE | _USED | dated


def _habits(table: Table, context: Context) -> tuple[bool | None, bool]:
    """Whether written dates have the day first, and whether amounts have a decimal comma."""
    written = [table.text(row, name) for row in table.body for name in SUCCEEDED]
    amounts = [table.text(row, "amount") for row in table.body]
    order = context.day_first if context.day_first is not None else dates.day_first(written)
    comma = context.decimal_comma if context.decimal_comma is not None else money.uses_decimal_comma(amounts)
    return order, bool(comma)


def _donation(table: Table, row: Row, habits: tuple[bool | None, bool], context: Context) -> PlannedRow:
    planned = PlannedRow(table.sheet.name, row.number, raw=table.raw(row), kind=GIFT)
    planned.party = named(table, row, context)
    planned.note = not_read(planned.party.contact)
    planned.memo = table.text(row, "note")
    planned.fund_text = _fund(table, row, context)
    planned.method = _method(table.text(row, "method"))
    planned.paid_by = kept_words(table.text(row, "method"), planned.method)
    planned.references = tuple(_references(table, row))
    problems: list[Problem] = []
    day = _day(table, row, habits[0], context)
    planned.date = day if isinstance(day, date) else None
    _read_money(planned, table, row, comma=habits[1], context=context, problems=problems)
    if planned.method == "in-kind":
        planned.kind = IN_KIND
    if reason := _no_money(table, row):
        planned.decision, planned.reason = IGNORE, reason
        return planned
    if isinstance(day, Problem):
        problems.append(day)
    decide(planned, [*problems, *_odd(planned, table, row)])
    return planned


def _no_money(table: Table, row: Row) -> str:
    """Why no money was received: the payment failed, was canceled or is pending; '' when it was."""
    if table.text(row, "failed_at"):
        return "The payment failed."
    if table.text(row, "canceled_at") or table.text(row, "cancelled_at"):
        return "The payment was canceled."
    if table.has("succeeded_at") and not table.text(row, "succeeded_at"):
        return "The payment has not succeeded: it is pending."
    return ""


def _day(table: Table, row: Row, day_first: bool | None, context: Context) -> date | Problem:
    text = next((text for name in SUCCEEDED if (text := table.text(row, name))), "")
    return local_day(text, context.time_zone, day_first=day_first)


def _read_money(planned, table: Table, row: Row, *, comma: bool, context: Context, problems: list[Problem]) -> None:
    told = table.text(row, "currency")
    currency = money.currency_code(told) if told else None
    if told and currency is None:
        problems.append(Problem(f"“{told}” is not a currency.", ask=True))
    planned.currency = currency or context.currency
    try:
        planned.amount, planned.currency = _amount(table, row, currency, comma=comma, home=context.currency)
    except AmountError as error:
        problems.append(Problem(str(error), ask=error.ask))
        return
    if planned.amount < 0:
        planned.kind = REFUND


def _amount(table: Table, row: Row, currency: str | None, *, comma: bool, home: str) -> tuple[Decimal, str]:
    """The amount in units; the column in cents is used when that is missing, and must agree with it. Raises
    `AmountError`."""
    units, cents = table.text(row, "amount"), table.text(row, "amount_in_cents")
    if cents and not re.fullmatch(r"-?\d{1,14}", cents):
        raise AmountError(f"“{cents}” is not an amount in cents.", ask=bool(units))
    places = get_currency_precision(currency or home)
    from_cents = Decimal(int(cents)).scaleb(-places) if cents else None
    if not units and from_cents:
        return money.resolve_currency(money.Money(from_cents), currency, home=home)
    amount, found = money.resolve_currency(money.parse_amount(units, decimal_comma=comma), currency, home=home)
    if from_cents is not None and from_cents != amount:
        raise AmountError(f"The amount {units} and {cents} cents do not agree.", ask=True)
    return amount, found


def _fund(table: Table, row: Row, context: Context) -> str:
    code, page = (table.text(row, name).replace("_", " ") for name in ("code", "page_slug"))
    if not code and page and context.funds.code_for(page):
        return page
    return code


def _method(text: str) -> str:
    word = folded(text)
    return _METHODS.get(word) or method_named(word) or word or "other"


def _references(table: Table, row: Row) -> Iterable[Reference]:
    """The references of this donation in other files."""
    authorization = table.text(row, "authorization")
    if _CHARGE.fullmatch(authorization):
        yield Reference(STRIPE, _KINDS[authorization[:2]], authorization)
    if is_check_number(number := table.text(row, "check_number").lstrip("#")):
        yield Reference("check", "number", number)
    if order := table.text(row, "actblue_order_number"):
        yield Reference("actblue", "order", order)
    if number := table.text(row, "nationbuilder_donation_id"):
        yield Reference(SYSTEM, "donation", number)


def _odd(planned: PlannedRow, table: Table, row: Row) -> Iterable[Problem]:
    if not planned.party:
        yield nobody_named(planned, table, row)
    if planned.party.doubt:
        yield Problem(planned.party.doubt, ask=True)
    if reason := no_name(planned, table, row):
        yield Problem(reason, ask=True)
    if too_long(planned):
        yield Problem(f"The name is longer than {LONGEST_NAME} characters.", ask=True)
    if planned.amount is not None and planned.amount < 0 and planned.method == "in-kind":
        yield Problem("An in-kind gift cannot be negative: enter what happened.", ask=True)


def _given_back(planned: PlannedRow, table: Table, row: Row, habits: tuple[bool | None, bool], context: Context):
    """The refund in the row."""
    when, amount = (
        table.text(row, "refunded_at"),
        table.text(row, "amount_refunded") or table.text(row, "refunded_amount"),
    )
    if not when and not amount:
        return
    back = replace(planned, part=2, kind=REFUND, references=())
    problems: list[Problem] = []
    day = local_day(when, context.time_zone, day_first=habits[0]) if when else planned.date
    if isinstance(day, Problem):
        problems.append(day)
    back.date = day if isinstance(day, date) else None
    try:
        whole = planned.amount or Decimal(0)
        back.amount = -abs(money.parse_amount(amount, decimal_comma=habits[1]).amount if amount else whole)
    except AmountError as error:
        if "zero" in str(error):
            return
        problems.append(Problem(str(error), ask=True))
        back.amount = None
    decide(back, problems)
    yield back
