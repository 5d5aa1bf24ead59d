"""What is asked of a row for its own cells beside the columns that are read, and for its whole table."""

from collections.abc import Iterable

from imports.cells import Row
from imports.formats import consents
from imports.formats.unread import titles
from imports.formats.unread.columns import NOTE, Unread
from imports.parsing.column_roles import Column
from imports.parsing.header_detection import Table
from imports.parsing.outcomes import says_came, says_did_not_come
from imports.parsing.statements import CHANNELS
from imports.plans import ACCEPT, IGNORE, PLEDGE, PLEDGE_PAYMENT, REFUND, REVIEW, PlannedRow


def ask(planned: PlannedRow, questions: Iterable[str]) -> None:
    """Hold a row that would be accepted until the questions are answered."""
    text = " ".join(question for question in dict.fromkeys(questions) if question not in planned.reason)
    if planned.decision in (ACCEPT, REVIEW) and text:
        planned.reason = f"{planned.reason} {text}".strip()
        planned.decision = REVIEW


def ask_all(planned: PlannedRow, table: Table, row: Row, unread: Unread) -> None:
    """Hold a row for what is asked of its whole table, and for what its own cells say."""
    planned.party = consents.with_remark(planned.party, table.text(row, NOTE), table)
    ask(planned, unread.questions)
    ask_of_cells(planned, table, row, unread)


def ask_of_cells(planned: PlannedRow, table: Table, row: Row, unread: Unread) -> None:
    """Hold a row for what its own cells say beside the columns that are read."""
    if planned.decision == IGNORE:
        return
    contact = [question for column, question in unread.of_filled if not row.cell(column.index).is_blank]
    contact += _remarks_on_contact(planned, table, row, unread)
    if contact:
        planned.party = consents.without_openings(planned.party)
    ask(planned, [*contact, *_remarks_on_money(planned, table, row, unread)])


def _remarks_on_contact(planned: PlannedRow, table: Table, row: Row, unread: Unread) -> list[str]:
    asked = {column for column, _ in unread.of_filled}
    found = []
    for column in unread.watched:
        text = " ".join(row.cell(column.index).text.split())
        if text and column not in asked and _may_close(planned, column, text, table):
            found.append(f"“{column.title}” says “{text[:80]}”: choose whether they may be contacted.")
    return found


def _may_close(planned: PlannedRow, column: Column, text: str, table: Table) -> bool:
    """Whether a cell nobody read may close what the rest of the row leaves open."""
    title = column.title.replace("_", " ")
    if table.has("amount"):
        return consents.says_plainly_closed(text)
    if titles.CONSENT.search(title) and table.has(*consents.ROLES, consents.STATUS) and titles.DETAIL.search(title):
        return not consents.is_closed(planned.party) and bool(titles.CLOSES.search(title) or consents.says_closed(text))
    if column.role == NOTE:
        return consents.leaves_open(text)
    everywhere = {channel for channel, opens in planned.party.told.consents if not opens} >= set(CHANNELS)
    return not everywhere and consents.says_closed(text)


def _remarks_on_money(planned: PlannedRow, table: Table, row: Row, unread: Unread) -> list[str]:
    """The questions whether the money came, of notes and of each column nobody read."""
    back = planned.kind == REFUND or (planned.amount is not None and planned.amount < 0)
    if back or not table.has("amount") or "money was re" in planned.reason:
        return []
    promised = planned.kind not in (PLEDGE, PLEDGE_PAYMENT)
    notes = (text for text in table.texts(row, "notes") if says_did_not_come(text, promised=promised, note=True))
    found = [f"The row says “{text[:60]}”: choose whether the money was received." for text in notes]
    for column in unread.watched:
        text = " ".join(row.cell(column.index).text.split())
        if text and _is_open(column, text, promised, unread):
            found.append(f"“{column.title}” says “{text[:60]}”: choose whether the money was received.")
    return found


def _is_open(column: Column, text: str, promised: bool, unread: Unread) -> bool:
    if titles.ASIDE.search(column.title):
        return bool(titles.SURE.search(text))
    note = column.role == NOTE
    return says_did_not_come(text, promised=promised, note=note) or (column in unread.outcomes and not says_came(text))
