"""PayPal's download of activity: payments, refunds, and much that is no gift (conversions, holds, fees, withdrawals).

Only completed rows that moved the balance count. A refund names its gift by “Reference Txn ID”. A mass payment is the
lump sum of a giving fund, whose donors another report names. Accounts outside the US write the day first and decimal
commas.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from crm.contact_details.values import read_emails
from imports.cells import Workbook, folded
from imports.contexts import Context
from imports.formats.platforms.exports import Export, Record, read_export, recognized
from imports.formats.platforms.middlemen import is_middleman
from imports.formats.records import decide
from imports.formats.titled import words
from imports.parsing.dates import Problem
from imports.parsing.header_detection import Table
from imports.plans import CHARGEBACK, GIFT, REFUND, Party, PlannedRow, Reference

SLUG = "paypal"
LABEL = "PayPal activity"
PERMISSION = "imports.run"

_REGION = "state_province_region_county_territory_prefecture_republic"
_DISTRICT = "address_line_2_district_neighborhood"
EXPORT = Export(
    signature=words(
        """timezone time_zone gross from_email_address to_email_address transaction_id reference_txn_id balance_impact
        item_title item_id address_status shipping_and_handling_amount insurance_amount option_1_name receipt_id
        contact_phone_number custom_number invoice_number"""
    ),
    wanted=4,
    needed=words("date name payment_type status currency amount transaction_id"),
    roles={
        "gross": "amount",
        "type": "payment_type",
        "timezone": "time_zone",
        **dict.fromkeys(("from_email_address", "from_email"), "email"),
        **dict.fromkeys(("to_email_address", "to_email"), "to_email"),
        **dict.fromkeys(("address_line_1", "address_line1"), "address"),
        **dict.fromkeys((_DISTRICT, "address_line_2", "address_line_2_district"), "address_2"),
        **dict.fromkeys(("town_city", "city"), "city"),
        **dict.fromkeys((_REGION, "state_province", "state"), "state"),
        **dict.fromkeys(("zip_postal_code", "zip_code", "postal_code"), "zip"),
        **dict.fromkeys(("contact_phone_number", "phone_number"), "phone"),
        **dict.fromkeys(("reference_txn_id", "reference_transaction_id"), "reference"),
    },
    used=words(
        """date time time_zone name payment_type status currency amount email to_email transaction_id reference
        item_title subject note custom_number balance_impact address address_2 city state zip country phone"""
    ),
    known=words(
        """fee net shipping_address address_status item_id shipping_and_handling_amount insurance_amount sales_tax
        option_1_name option_1_value option_2_name option_2_value invoice_number quantity receipt_id balance
        country_code auction_site buyer_id item_url closing_date escrow_id counterparty_status"""
    ),
    dates=("date",),
    amounts=("amount", "fee", "net", "balance"),
)
#: PayPal's currencies.
CURRENCIES = words(
    """AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF ILS INR JPY MXN MYR NOK NZD PHP PLN RUB SEK SGD THB TRY TWD USD"""
)
COMPLETED = "completed"
#: What a payment is called that was given back, wholly or in part, by another row.
GIVEN_BACK = frozenset({"refunded", "partially refunded", "reversed"})
NO_MONEY = frozenset(
    {"pending", "denied", "failed", "canceled", "cancelled", "voided", "expired", "unclaimed", "uncleared", "declined",
     "removed", "placed", "created", "processing", "unconfirmed", "on hold", "held", "blocked"}
)  # fmt: skip
GIFTS = frozenset({"donation payment", "subscription payment", "mobile payment", "general payment"})
#: Types by which shops are paid, too.
CHECKOUTS = frozenset(
    {"express checkout payment", "website payment", "preapproved payment bill user payment", "pre-approved payment"}
)
LUMPS = frozenset({"mass pay payment", "mass payment", "payouts payment"})
REFUNDS = frozenset({"payment refund", "refund", "partial refund", "payment reversal", "reversal"})
CHARGEBACKS = frozenset({"chargeback", "chargeback settlement"})
_NO_GIFTS = (
    (re.compile(r"currency conversion"), "A currency conversion."),
    (re.compile(r"withdrawal|transfer to bank|auto[- ]?sweep"), "A transfer to the bank."),
    (
        re.compile(r"bank deposit to pp|^general (credit card )?deposit|add(ed)? funds from"),
        "A transfer from the bank.",
    ),
    (re.compile(r"\bholds?\b|authori[sz]ation|\breserves?\b"), "A hold, by which no money was received."),
    (re.compile(r"\bfees?( reversal)?$"), "A fee."),
)
#: British Summer Time, as PayPal has no accounts in Bangladesh.
_ZONES: dict[str, tzinfo] = {"bst": timezone(timedelta(hours=1))}
_NAMED_ZONE = re.compile(r"[A-Za-z]+(/[A-Za-z_+\-0-9]+)+")


@dataclass(frozen=True, slots=True)
class _Facts:
    """The transactions of a file, by id, and the ids that rows of money going back name."""

    taken_back: frozenset[str]
    ids: frozenset[str]


def recognizes(workbook: Workbook) -> float:
    """Certain when the columns of an activity download are there."""
    return recognized(workbook, EXPORT)


def read(workbook: Workbook, context: Context) -> Iterable[PlannedRow]:
    """Every row: gifts, refunds and lost disputes, and all others as ignored or held."""
    return read_export(workbook, context, EXPORT, _rows, _facts)


def _facts(table: Table) -> _Facts:
    back = {
        table.text(row, "reference")
        for row in table.body
        if folded(table.text(row, "payment_type")) in REFUNDS | CHARGEBACKS
        and folded(table.text(row, "status")) == COMPLETED
    }
    return _Facts(frozenset(back - {""}), frozenset(table.text(row, "transaction_id") for row in table.body))


def _rows(record: Record) -> Iterable[PlannedRow]:
    yield record.ignored(reason) if (reason := _no_money(record)) else _payment(record)


def _no_money(record: Record) -> str:
    """Why a row is no gift; '' where it may be one."""
    kind, status, impact = record.word("payment_type"), record.word("status"), record.word("balance_impact")
    if reason := next((reason for pattern, reason in _NO_GIFTS if pattern.search(kind)), ""):
        return reason
    if impact == "memo":
        return "A memo: no money was received."
    if status in NO_MONEY:
        return f"The payment is {status}."
    sent = kind in GIFTS | CHECKOUTS | LUMPS and record.text("amount").startswith(("-", "−", "("))
    if sent and record.text("reference") not in record.facts.ids - {""}:
        return "A payment that was sent, not received."
    return ""


def _payment(record: Record) -> PlannedRow:
    type_ = record.word("payment_type")
    kind = REFUND if type_ in REFUNDS else CHARGEBACK if type_ in CHARGEBACKS else GIFT
    planned = record.begin(kind, "paypal")
    planned.memo = record.text("note")
    back = kind != GIFT
    if back:
        planned.party = _with_email(planned.party, record.text("to_email"))
    number = record.text("reference" if back else "transaction_id")
    planned.references = (Reference("paypal", "transaction", number),) if number else ()
    problems = record.read_fund(planned, "item_title", "subject", "custom_number")
    if back and not planned.fund_text:
        planned.fund_text = None  # it is the gift's
    problems += record.read_day(planned, _moment(record), zone=_zone(record))
    problems += record.read_money(planned, record.text("amount"), record.text("currency"), among=CURRENCIES)
    problems += [*_doubts(planned, record), *_of_state(record, planned, number)]
    decide(planned, problems)
    return planned


def _with_email(party: Party, text: str) -> Party:
    """The person a refund went to, whose address stands in the column of receivers."""
    return replace(party, contact=replace(party.contact, emails=tuple(read_emails(text).found)))


def _moment(record: Record) -> str:
    """Day, time and zone as written; a zone with a name of its own is left to `_zone`."""
    day, clock, zone = record.text("date"), record.text("time"), record.text("time_zone")
    named = _zone(record) is not None
    return " ".join(filter(None, [day, clock, "" if named or not clock else zone]))


def _zone(record: Record) -> tzinfo | None:
    text = record.text("time_zone")
    if folded(text) in _ZONES:
        return _ZONES[folded(text)]
    if not _NAMED_ZONE.fullmatch(text):
        return None
    try:
        return ZoneInfo(text)
    except (KeyError, ValueError):
        return None


def _doubts(planned: PlannedRow, record: Record) -> list[Problem]:
    if record.word("payment_type") in LUMPS:
        asked = "A payment of many gifts: enter them from the giving fund's own report."
        return [Problem(asked, ask=True)]
    if planned.kind == GIFT and is_middleman(planned.party.written):
        asked = f"“{planned.party.written}” passes on the gifts of others: enter them from its own report."
        return [Problem(asked, ask=True)]
    return record.doubts(planned)


def _of_state(record: Record, planned: PlannedRow, number: str) -> Iterable[Problem]:
    """What type, status, balance impact and sign leave open."""
    type_, status, impact = record.word("payment_type"), record.word("status"), record.word("balance_impact")
    if type_ in CHECKOUTS and planned.fund_text is not None and not _is_known_fund(planned, record):
        yield Problem(f"“{record.text('type')}” may be a gift or a sale: choose which.", ask=True)
    elif type_ not in GIFTS | CHECKOUTS | LUMPS | REFUNDS | CHARGEBACKS:
        yield Problem(f"The type is “{record.text('type')[:60]}”: choose what it means.", ask=True)
    returned = status in GIVEN_BACK and planned.kind == GIFT and number in record.facts.taken_back
    if status != COMPLETED and not returned:
        yield Problem(f"The status is “{record.text('status')[:60]}”: choose whether the money was received.", ask=True)
    if record.table.has("balance_impact") and impact not in ("credit", "debit"):
        told = record.text("balance_impact")[:60]
        yield Problem(f"The balance impact is “{told}”: choose whether the money was received.", ask=True)
    yield from _of_sign(planned, impact)
    if planned.kind != GIFT and not number:
        yield Problem("The row names no payment that it takes back: choose the refunded gift.", ask=True)


def _of_sign(planned: PlannedRow, impact: str) -> Iterable[Problem]:
    if planned.amount is None:
        return
    outward = planned.kind != GIFT
    if (planned.amount < 0) != outward or impact == ("credit" if outward else "debit"):
        said = "was sent" if planned.amount < 0 or impact == "debit" else "was received"
        yield Problem(f"The money {said}, unlike that of a {planned.kind}: choose what it is.", ask=True)


def _is_known_fund(planned: PlannedRow, record: Record) -> bool:
    return bool(planned.fund_text and record.context.funds.code_for(planned.fund_text))
