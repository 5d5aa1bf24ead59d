"""Benevity's report of a disbursement: gifts of employees, and beside each what the employer adds.

A row is two gifts of two donors: the employee's, and as part 2 the employer's match, for which the employee is only
thanked. Ten lines stand above the titles, totals below. A donor may have shared no name.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from crm.names.people import clean
from imports.cells import NO_CELL, Row, Workbook, folded
from imports.contexts import Context
from imports.formats.platforms.exports import Export, Record, read_export, recognized
from imports.formats.records import decide
from imports.formats.titled import words
from imports.parsing.dates import Problem
from imports.parsing.header_detection import Table
from imports.plans import GIFT, MATCH, Party, PlannedRow, Reference

SLUG = "benevity"
LABEL = "Benevity disbursement"
PERMISSION = "imports.run"

EXPORT = Export(
    signature=words(
        """donor_first_name donor_last_name donation_date project project_remote_id donation_frequency match_amount
        total_donation_to_be_acknowledged cause_support_fee merchant_fee fee_comment activity source reason"""
    ),
    wanted=6,
    needed=words("company project date first_name last_name transaction_id currency amount match"),
    roles={
        "donor_first_name": "first_name",
        "donor_last_name": "last_name",
        "donation_date": "date",
        "state_province": "state",
        "postal_code": "zip",
        "total_donation_to_be_acknowledged": "amount",
        "match_amount": "match",
    },
    used=words(
        """company project date first_name last_name email address city state zip activity comment transaction_id
        currency reason amount match"""
    ),
    known=words("donation_frequency project_remote_id source cause_support_fee merchant_fee fee_comment"),
    amounts=("amount", "match", "cause_support_fee", "merchant_fee"),
)
NOT_SHARED = "not shared by donor"
ANONYMOUS = "The donor shared no name."
#: Why Benevity pays in a person's name: only this is money of that person's own.
OWN_GIFTS = frozenset({"user donation", ""})
_TOTALS = re.compile(r"(totals?|total donations.*|check fee|net total.*|.*\bfees?|sub-?totals?)\W*", re.I)


def recognizes(workbook: Workbook) -> float:
    """Certain when the columns of a disbursement are there."""
    return recognized(workbook, EXPORT)


def read(workbook: Workbook, context: Context) -> Iterable[PlannedRow]:
    """Gifts and matches; the lines of totals are ignored."""
    return read_export(workbook, context, EXPORT, _rows, _charity)


def _charity(table: Table) -> str:
    """The charity as the lines above the titles name it."""
    above = (row.texts for row in table.sheet.rows if row.number < table.header)
    return next((folded(texts[1]) for texts in above if len(texts) > 1 and folded(texts[0]) == "charity name"), "")


def _rows(record: Record) -> Iterable[PlannedRow]:
    first = next((text.strip() for text in record.row.texts if text.strip()), "")
    if _TOTALS.fullmatch(first) and not record.text("transaction_id"):
        yield record.ignored("A total of the report.")
        return
    shared = replace(record, row=_without_blanks(record.row))
    matched = not record.is_nothing("match")
    gift = None if record.is_nothing("amount") and matched else _gift(shared, record)
    if gift:
        yield gift
    if matched:
        yield _match(shared, record, part=2 if gift else 1)


def _without_blanks(row: Row) -> Row:
    """The row with nothing where a donor shared nothing."""
    return Row(row.number, [NO_CELL if folded(cell.text) == NOT_SHARED else cell for cell in row.cells])


def _gift(shared: Record, record: Record) -> PlannedRow:
    planned, problems = _begin(shared, record, GIFT, "amount")
    if planned.party:
        problems += shared.doubts(planned)
    elif record.word("first_name") == record.word("last_name") == NOT_SHARED:
        planned.note = ANONYMOUS
    else:
        problems.append(Problem("No donor is named: choose the donor.", ask=True))
    decide(planned, problems)
    return planned


def _match(shared: Record, record: Record, *, part: int) -> PlannedRow:
    planned, problems = _begin(shared, record, MATCH, "match")
    planned.part = part
    company = clean(record.text("company"))
    planned.adviser, planned.note = planned.party if planned.party.people else Party(), ""
    planned.party = Party(written=company, organization=company)
    if not company or folded(company) == NOT_SHARED:
        planned.party = Party()
        problems.append(Problem("The match names no employer: choose the donor.", ask=True))
    decide(planned, problems)
    return planned


def _begin(shared: Record, record: Record, kind: str, role: str) -> tuple[PlannedRow, list[Problem]]:
    """What an employee's gift and the employer's match have in common."""
    planned = shared.begin(kind, "benevity")
    planned.raw = record.table.raw(record.row)
    planned.memo = "; ".join(filter(None, [shared.text("activity"), shared.text("comment")]))
    planned.fund_text = _fund(shared)
    number = record.text("transaction_id")
    planned.references = (Reference("benevity", "donation" if kind == GIFT else "match", number),) if number else ()
    problems = shared.read_day(planned, record.text("date"))
    problems += shared.read_money(planned, record.text(role), record.text("currency"))
    if record.word("reason") not in OWN_GIFTS:
        problems.append(Problem(f"The reason is “{record.text('reason')[:60]}”: choose who gave.", ask=True))
    if planned.amount is not None and planned.amount < 0:
        problems.append(Problem("The amount is negative: choose the refunded gift.", ask=True))
    return planned, problems


def _fund(record: Record) -> str:
    """The fund a project, an activity or a comment names; a project of the charity's own name is no fund."""
    texts = [text for role in ("project", "activity", "comment") if (text := record.text(role))]
    known = next((text for text in texts if record.context.funds.code_for(text)), "")
    project = record.text("project")
    return known or ("" if folded(project) == record.facts else project)
