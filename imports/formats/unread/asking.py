"""What is asked of a row for its own cells beside the columns that are read, and for its whole table."""

import re
from collections.abc import Iterable

from crm.names.given_names import is_given
from crm.names.organizations import is_organization
from imports.cells import Row
from imports.formats import consents
from imports.formats.parties import party_named
from imports.formats.unread import titles
from imports.formats.unread.beside import asked_beside
from imports.formats.unread.columns import NOTE, Unread, may_close_by_flag
from imports.formats.unread.deductible import asks_what_was_given
from imports.formats.unread.second_values import same_giver
from imports.formats.words import method_named
from imports.parsing.column_roles import Column
from imports.parsing.header_detection import Table
from imports.parsing.outcomes import says_came, says_did_not_come
from imports.parsing.statements import CHANNELS
from imports.plans import ACCEPT, IGNORE, PLEDGE, PLEDGE_PAYMENT, REFUND, REVIEW, PlannedRow

#: Words of a cell that may be a name.
_NAME = 7


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
    if unread.beside is not None and planned.decision != IGNORE:
        ask(planned, asked_beside(planned, table, row, unread.beside))


def ask_of_cells(planned: PlannedRow, table: Table, row: Row, unread: Unread) -> None:
    """Hold a row for what its own cells say beside the columns that are read."""
    if planned.decision == IGNORE:
        return
    contact = [question for column, question in unread.of_filled if _is_asked(column, row)]
    contact += _remarks_on_contact(planned, table, row, unread)
    if contact:
        planned.party = consents.without_openings(planned.party)
    money = _remarks_on_money(planned, table, row, unread) or _flags_of_money(planned, table, row, unread)
    given = asks_what_was_given(planned, table, row, unread.watched, unread.marked)
    ask(planned, [*contact, *money, *given, *_other_givers(planned, table, row, unread)])


def _is_asked(column: Column, row: Row) -> bool:
    text = " ".join(row.cell(column.index).text.split())
    flag = titles.FLAG.fullmatch(text.strip(" .!?"))
    return bool(text) and (not flag or may_close_by_flag(column.title.replace("_", " "), text))


def _flags_of_money(planned: PlannedRow, table: Table, row: Row, unread: Unread) -> list[str]:
    """The questions whether a gift counts, of a yes or no whose title says so: “Dup?”, “In bank”."""
    if not table.has("amount") or planned.kind in (PLEDGE, REFUND):
        return []
    found = []
    for column in unread.watched:
        text, title = " ".join(row.cell(column.index).text.split()), column.title.replace("_", " ")
        if text and column.role is None and _speaks_against(title, text):
            found.append(f"“{column.title}” says “{text[:60]}”: choose whether the gift counts.")
    return found


def _speaks_against(title: str, text: str) -> bool:
    flag = bool(titles.FLAG.fullmatch(text.strip(" .!?")))
    if titles.COUNTS.fullmatch(title):
        return flag and titles.says_no(text)
    if titles.says_no(text):
        return False
    return bool(titles.OF_ANOTHER_LINE.fullmatch(title) or (flag and titles.DOES_NOT_COUNT.fullmatch(title)))


def _other_givers(planned: PlannedRow, table: Table, row: Row, unread: Unread) -> list[str]:
    """The questions who gave, of columns nobody read that may name another giver."""
    if not table.has("amount") or planned.adviser:
        return []
    found = []
    for column in unread.watched:
        text = " ".join(row.cell(column.index).text.split())
        if text and column.role is None and _may_be_giver(planned, column, text):
            found.append(f"“{column.title}” says “{text[:60]}”: choose the donor.")
    return found


def _may_be_giver(planned: PlannedRow, column: Column, text: str) -> bool:
    title = column.title.replace("_", " ")
    named = bool(titles.OF_GIVERS.search(title))
    if (titles.NO_GIVERS.search(title) and not named) or titles.FLAG.fullmatch(text) or len(text.split()) > _NAME:
        return False
    if titles.GIVES_FOR_OTHERS.search(text):
        return not same_giver(planned.party.written, text)
    return named and _is_a_name(text) and not same_giver(planned.party.written, text)


def _is_a_name(text: str) -> bool:
    """Whether a cell names a person or an organization, by what is known of names."""
    people = party_named(text).people
    given = bool(people) and bool(people[0].given) and is_given(people[0].given.split()[0])
    plain = bool(re.fullmatch(r"[^\W\d_][^\d@:/?]{2,60}", text)) and text[0].isupper() and len(text.split()) > 1
    return is_organization(text) or given or (plain and bool(people) and method_named(text) is None)


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
