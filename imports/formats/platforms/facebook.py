"""Facebook's report of payouts: gifts to fundraisers there, often without an email address.

Whoever started a fundraiser is not its donor. Only charges (“S”) are documented; any other action is a question.
"""

from collections.abc import Iterable

from imports.cells import Workbook
from imports.contexts import Context
from imports.formats.platforms.exports import Export, Record, read_export, recognized
from imports.formats.records import decide
from imports.formats.titled import words, yes_or_no
from imports.parsing.dates import Problem
from imports.plans import GIFT, PlannedRow, Reference

SLUG = "facebook"
LABEL = "Facebook payouts"
PERMISSION = "imports.run"

EXPORT = Export(
    signature=words(
        """charge_date charge_time donation_amount fb_fee net_payout_amount payout_currency sender_currency
        tax_usd_amount charge_action_type charity_id fundraiser_title fundraiser_type campaign_owner_name
        payment_processor matching_donation"""
    ),
    wanted=5,
    needed=words("payment_id date amount payout_currency action first_name last_name"),
    roles={
        "charge_date": "date",
        "donation_amount": "amount",
        "charge_action_type": "action",
        "email_address": "email",
        "matching_donation": "matching",
    },
    used=words(
        """payment_id date amount payout_currency sender_currency action first_name last_name email fundraiser_title
        matching"""
    ),
    known=words(
        """charge_time fb_fee net_payout_amount tax_amount tax_usd_amount charity_id campaign_id fundraiser_type
        campaign_owner_name source_name permalink payment_processor payout_id payout_date"""
    ),
    amounts=("amount", "fb_fee", "net_payout_amount"),
)
CHARGE = "s"


def recognizes(workbook: Workbook) -> float:
    """Certain when the columns of a report of payouts are there."""
    return recognized(workbook, EXPORT)


def read(workbook: Workbook, context: Context) -> Iterable[PlannedRow]:
    """Every charge as a gift."""
    return read_export(workbook, context, EXPORT, _rows)


def _rows(record: Record) -> Iterable[PlannedRow]:
    if not record.text("payment_id") and not record.text("date"):
        yield record.ignored("The row has no payment.")
        return
    planned = record.begin(GIFT, "facebook")
    planned.memo = record.text("fundraiser_title")
    if record.context.funds.code_for(planned.memo or None):
        planned.fund_text = planned.memo
    if number := record.text("payment_id"):
        planned.references = (Reference("facebook", "payment", number),)
    problems = record.read_day(planned, record.text("date"))
    problems += record.read_money(planned, record.text("amount"), record.text("payout_currency"))
    decide(planned, [*problems, *_doubts(record, planned), *_of_state(record, planned)])
    yield planned


def _doubts(record: Record, planned: PlannedRow) -> list[Problem]:
    if not planned.party and not planned.party.contact.emails:
        return [Problem("Facebook does not name the donor: choose the donor.", ask=True)]
    return record.doubts(planned)


def _of_state(record: Record, planned: PlannedRow) -> Iterable[Problem]:
    if record.word("action") != CHARGE:
        yield Problem(f"The action is “{record.text('action')[:60]}”: choose what it means.", ask=True)
    sent = record.word("sender_currency")
    if sent and sent != record.word("payout_currency"):
        told = f"{record.text('sender_currency')} and paid out in {record.text('payout_currency')}"
        yield Problem(f"The gift was made in {told}: enter its amount and currency.", ask=True)
    if record.text("matching") and yes_or_no(record.text("matching")) is not False:
        yield Problem("Facebook says that this is a matching donation: choose the donor.", ask=True)
    if planned.amount is not None and planned.amount < 0:
        yield Problem("The amount is negative: choose the refunded gift.", ask=True)
