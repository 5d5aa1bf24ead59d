"""Eventbrite's list of attendees: one row a seat. The first row of an order is its buyer, who paid all its seats.

Guests may be listed under the buyer's name or as “Information Requested”; who they are is then unknown. Free seats are
no gifts, but their guests are named.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePath

from crm.names.comparison import DIFFERENT, compare
from imports.cells import Row, Workbook, folded
from imports.contexts import Context
from imports.formats.platforms.exports import Export, Record, read_export, recognized
from imports.formats.records import decide
from imports.formats.titled import words
from imports.formats.words import method_named
from imports.parsing.dates import Problem
from imports.parsing.header_detection import Table
from imports.plans import GIFT, IGNORE, REFUND, SPONSORSHIP, TICKET, Party, PlannedRow, Reference

SLUG = "eventbrite"
LABEL = "Eventbrite attendees"
PERMISSION = "imports.run"

EXPORT = Export(
    signature=words(
        """order order_id order_no order_number order_date ticket_type attendee attendee_id order_type total_paid
        fees_paid eventbrite_fees eventbrite_payment_processing attendee_status price_tier barcode home_address_1
        home_zip"""
    ),
    wanted=4,
    needed=words("order date first_name last_name amount status ticket_type"),
    roles={
        **dict.fromkeys(("order_id", "order_no", "order_number"), "order"),
        **dict.fromkeys(("attendee_id", "attendee_no", "attendee_number"), "attendee"),
        "barcode_number": "barcode",
        "order_date": "date",
        "total_paid": "amount",
        "attendee_status": "status",
        "order_type": "order_kind",
        "email_address": "email",
        **dict.fromkeys(("cell_phone", "home_phone", "work_phone", "mobile_phone"), "phone"),
        **{f"home_{part}": part for part in ("city", "state", "zip", "country")},
        "home_address_1": "address",
        "home_address_2": "address_2",
    },
    used=words(
        """order date first_name last_name email ticket_type attendee barcode order_kind currency amount status address
        address_2 city state zip country phone event_name"""
    ),
    known=words(
        """quantity price_tier group fees_paid eventbrite_fees eventbrite_payment_processing prefix suffix
        delivery_method event_id event_start_date event_start_time event_end_date tax_paid buyer_first_name
        buyer_last_name buyer_email gender age birth_date job_title company website blog notes attendee_notes"""
    ),
    amounts=("amount", "fees_paid", "eventbrite_fees", "eventbrite_payment_processing"),
)
HELD_SEATS = frozenset({"attending", "checked in", "not attending"})
REFUNDED = "refunded"
ONLINE = frozenset({"eventbrite completed", "paypal completed", "completed", ""})
OFFLINE = re.compile(r"(paid |pay(ment)? )?(manually |offline )?(with|by|in|via) (cash|check|cheque)|cash|check|cheque")
FREE = "free order"
_SPONSORS = re.compile(r"\bsponsor(s|ed|ship|ships)?\b", re.I)
_DONATIONS = re.compile(r"\b(donations?|donate|contribution)\b", re.I)
_UNKNOWN = frozenset({"information requested", "info requested", "guest", "n/a", "-", "tba", "tbd", ""})
#: What a file's name says besides the event's.
_NOT_THE_EVENT = re.compile(
    r"\(\d+\)|\b(attendees?|orders?|guests?|list|summary|report|export|eventbrite|final|copy|download|csv|"
    r"\d{4}[-_. ]\d{1,2}[-_. ]\d{1,2}|\d{1,2}[-_. ]\d{1,2}[-_. ]\d{2,4}|\d{3,})(?![^\W_])|[-_–—()]+",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Facts:
    """The first row of each order, and what the name of the file calls the event."""

    buyers: dict[str, Row]
    event: str


def recognizes(workbook: Workbook) -> float:
    """Certain when the columns of a list of attendees are there."""
    return recognized(workbook, EXPORT)


def read(workbook: Workbook, context: Context) -> Iterable[PlannedRow]:
    """Every seat: a ticket, sponsorship or gift, or a free seat. A refunded seat has its refund as part 2."""
    event = " ".join(_NOT_THE_EVENT.sub(" ", PurePath(workbook.name).stem.replace("_", " ")).split())
    return read_export(workbook, context, EXPORT, _rows, lambda table: _Facts(_buyers(table), event))


def _buyers(table: Table) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in table.body:
        if number := table.text(row, "order"):
            found.setdefault(number, row)
    return found


def _rows(record: Record) -> Iterable[PlannedRow]:
    if not record.text("order") and not record.text("amount"):
        yield record.ignored("The row has no order.")
        return
    seat = _seat(record)
    yield seat
    if record.word("status") == REFUNDED and seat.kind in (TICKET, SPONSORSHIP, GIFT):
        back = replace(seat, part=2, kind=REFUND, references=(), amount=None if seat.amount is None else -seat.amount)
        back.note = "The file has no date of the refund: it is the order's."
        yield back


def _seat(record: Record) -> PlannedRow:
    planned = record.begin(_kind(record), _method(record))
    _name_guest(planned, record)
    if _is_free(record):
        planned.kind, planned.decision, planned.reason, planned.guest = None, IGNORE, "A free seat.", True
        return planned
    number = record.text("attendee") or record.text("barcode")
    planned.references = (Reference("eventbrite", "attendee", number),) if number else ()
    planned.memo = record.text("ticket_type")
    planned.fund_text = record.text("event_name") or record.facts.event or None
    problems = record.read_day(planned, record.text("date"))
    problems += record.read_money(planned, record.text("amount"), record.text("currency"))
    if planned.amount is not None and planned.amount < 0:
        planned.kind = REFUND
    problems += [*_of_state(record, planned), *([] if planned.paid_in else record.doubts(planned))]
    decide(planned, problems)
    return planned


def _kind(record: Record) -> str:
    ticket = record.text("ticket_type")
    return SPONSORSHIP if _SPONSORS.search(ticket) else GIFT if _DONATIONS.search(ticket) else TICKET


def _method(record: Record) -> str:
    """Eventbrite, or what was paid at the door."""
    kind = record.word("order_kind")
    return (OFFLINE.search(kind) and method_named(kind)) or "eventbrite"


def _is_free(record: Record) -> bool:
    return record.is_nothing("amount") if record.text("amount") else record.word("order_kind") == FREE


def _name_guest(planned: PlannedRow, record: Record) -> None:
    """The guest of a seat, and the row of its buyer; nobody where the buyer's name only fills the guest's place."""
    unknown = {record.word("first_name"), record.word("last_name")} <= _UNKNOWN
    first = record.facts.buyers.get(record.text("order"), record.row)
    if unknown:
        planned.party = Party(contact=planned.party.contact)
    if first.number == record.row.number:
        return
    planned.paid_in = first.number
    buyer = replace(record, row=first).begin(None, "").party
    if unknown or _is_same(planned.party, buyer, record, first):
        planned.party = Party()


def _is_same(guest: Party, buyer: Party, record: Record, first: Row) -> bool:
    if folded(guest.written) == folded(buyer.written):
        return True
    email = record.word("email")
    reached = not email or email == folded(record.table.text(first, "email"))
    if not (guest.people and buyer.people and reached):
        return False
    return compare(guest.people[0], buyer.people[0]).verdict != DIFFERENT


def _of_state(record: Record, planned: PlannedRow) -> Iterable[Problem]:
    """What the attendee's status and the type of the order leave open."""
    status, kind = record.word("status"), record.word("order_kind")
    if status not in HELD_SEATS and status != REFUNDED:
        yield Problem(f"The status is “{record.text('status')[:60]}”: choose whether the seat was paid.", ask=True)
    if kind not in ONLINE and not OFFLINE.fullmatch(kind):
        asked = f"The type of the order is “{record.text('order_kind')[:60]}”: choose whether the seat was paid."
        yield Problem(asked, ask=True)
    if planned.kind == REFUND and status == REFUNDED and not planned.references:
        yield Problem("A refund without the number of a seat: choose what was refunded.", ask=True)
