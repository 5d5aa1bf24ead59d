"""Find the records and conventions of hand-made sheets."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from crm.names.keys import is_native
from imports import questions
from imports.cells import NUMBER, TEXT, Row, Sheet, Workbook
from imports.contexts import Context
from imports.formats import consents
from imports.formats.around.footnotes import (
    Note,
    is_footnote,
    notes_beneath,
    prose_said,
    questions_about,
    unmarked,
    warn_of_notes,
    with_notes,
)
from imports.formats.around.untitled import ignored, is_value, read_untitled
from imports.formats.habits import Habits, amount_of, date_of
from imports.formats.months import ROLE, month_columns, read_months
from imports.formats.records import read_contact, read_record
from imports.formats.unread.asking import ask, ask_of_cells
from imports.formats.unread.columns import Unread, unread_in, warn_of_unread
from imports.formats.unread.second_values import second_values, set_aside, warn_of_second_values
from imports.formats.words import says_given_back
from imports.parsing import amounts as money
from imports.parsing import dates
from imports.parsing.amounts import AmountError
from imports.parsing.column_roles import DATES, GIVERS, letters, role_of
from imports.parsing.dates import Problem
from imports.parsing.header_detection import Table, find_table, total_label, warn_about
from imports.parsing.statements import (
    LONGEST_HEADING,
    NO_STATEMENTS,
    Statements,
    combined_statements,
    is_heading,
    is_title,
    statements_of,
    statements_of_file_name,
    unquoted,
)
from imports.plans import GIFT, REVIEW, PlannedRow

# A row with only one of these is a record with missing values, never a heading.
_TELLING = frozenset({"amount", "email", "phone", "address", "city", "place"})
HEADING = "Heading or note, not a gift."
NOTE = "Note, not a gift."
OTHER_TITLES = "Column titles of another table."
#: Single values in a column of names that are not names: a year, a table, a fundraising total.
_HEADING = re.compile(
    r"\W*(\d{4}|\(.*\)|continued.*|(fy|q\d|week|table|batch|page|deposit)\b\W*\d*|(not |un|fully |partly )?"
    r"(paid|received|collected|open|closed)( in full| so far| to date| up)?)\W*",
    re.I,
)
_NEUTRAL = re.compile(
    r"\W*(\d{4}|(fy|q\d|week|table|batch|page|deposit|row)\b\W*\w*|[a-z]|continued.*|\(.*\))\W*", re.I
)
Tables = list[tuple[Sheet, Table | None]]
_FOOTNOTE = re.compile(
    r"^\W*(\*|(?<=[†‡§✝])\s|note\b|nb\b|please\b|updated\b|see\b|legend\b|key\b|yellow|red|green|blue|colou?r)", re.I
)


def tables_in(workbook: Workbook) -> Iterator[tuple[Sheet, Table | None]]:
    """Every sheet with its table, if it has one. Hidden sheets are skipped."""
    for sheet in workbook.sheets:
        yield sheet, None if sheet.hidden else find_table(sheet)


def read_sheets(
    workbook: Workbook,
    context: Context,
    found: Tables | None = None,
    *,
    method: str | None = None,
    kind: str | None = None,
    currency: str = "",
    month_day: str = "",
    meanings: Mapping[str, Mapping[str, str]] | None = None,
) -> Iterator[PlannedRow]:
    """All records of all sheets; other rows as `ignore`. Adds to `workbook.warnings`. `found` are the tables, if known;
    `method` is the payment method when the file doesn't say. A user set `kind` and `currency` of mapped tables,
    `month_day` of gifts in month columns, and `meanings` of a column's values."""
    found = list(tables_in(workbook)) if found is None else found
    shared = _habits_of_all(workbook, found, context)
    for sheet, table in found:
        if sheet.hidden:
            yield from _hidden(workbook, sheet)
        elif table is None:
            yield from read_untitled(workbook, sheet)
        else:
            warn_about(workbook, table)
            yield from _above(table)
            habits = _habits(table, shared, workbook, found, method)
            habits = _explained(habits, table, kind, currency, month_day, meanings or {})
            yield from _read_table(workbook, table, habits, context)


def _habits_of_all(workbook: Workbook, found: Tables, context: Context) -> Habits:
    """The conventions all tables of the workbook share, and what the rows above them say."""
    tables = [table for _, table in found if table is not None]
    preamble = [cell.text for sheet, table in found for row in _before(sheet, table) for cell in row.cells]
    return _shared_habits(workbook, tables, preamble, context)


def _hidden(workbook: Workbook, sheet: Sheet) -> Iterator[PlannedRow]:
    workbook.warnings.append(f"The sheet “{sheet.name}” is hidden; its {len(sheet.rows):,} rows were left out.")
    yield from (ignored(sheet, row, "The sheet is hidden.") for row in sheet.rows)


def _explained(
    habits: Habits, table: Table, kind: str | None, currency: str, month_day: str, meanings: Mapping
) -> Habits:
    """The conventions with the user's answers, where there are any."""
    if kind and table.explained:
        habits = replace(habits, said=replace(habits.said, kind=kind, questions=(), went_back=False))
    if currency and table.explained:
        habits = replace(habits, currency=currency)
    return replace(habits, month_day=month_day, meanings=meanings)


def _above(table: Table) -> Iterator[PlannedRow]:
    """A warning about what looks like records above the titles: another table, which is not read."""
    for row in table.sheet.rows:
        filled = [cell for cell in row.cells if not cell.is_blank]
        if row.number < table.header and len(filled) > 2 and any(is_value(cell) for cell in filled):
            planned = ignored(table.sheet, row, "This row is above the column titles: choose what it is.")
            planned.decision = REVIEW
            yield planned


def _read_table(workbook: Workbook, table: Table, habits: Habits, context: Context) -> Iterator[PlannedRow]:
    bare = {row.number: unmarked(table, row) for row in table.body if not row.is_blank}
    rows = [(row, _no_record(table, row, habits)) for row, _ in bare.values()]
    records = [row for row, reason in rows if not reason]
    marks = {number: signs for number, (_, signs) in bare.items()}
    notes = _notes(workbook, table, rows, marks)
    unread = unread_in(table, records, habits, context)
    unread = replace(unread, kept=(*unread.kept, *set_aside(table, records, context)))
    warn_of_unread(workbook, table, unread)
    _warn_of_comments(workbook, table, records)
    habits = _habits_of_records(table, records, replace(habits, said=with_notes(habits.said, notes)), unread)
    told = () if table.explained and habits.said.kind else notes
    section, pairs, read = habits, [], _reader(table)
    for row, reason in rows:
        if reason:
            section = _section(row, reason, section, habits)
            yield ignored(table.sheet, row, reason, table)
        else:
            pairs += (disagreeing := second_values(table, row, section, context))
            asked = [question for _, _, question in disagreeing]
            asked += [*_marks(table, row), *questions_about(row, marks[row.number], told)]
            for planned in read(row, section, context):
                ask_of_cells(planned, table, row, unread)
                ask(planned, asked)
                yield planned
    warn_of_second_values(workbook, table, pairs)


def _reader(table: Table) -> Callable[[Row, Habits, Context], Iterable[PlannedRow]]:
    """What reads one record of a table: of gifts, of gifts by month, or of people."""
    if months := month_columns(table):
        return partial(read_months, months)
    read = read_record if table.has("amount") else read_contact
    return lambda row, habits, context: (read(table, row, habits, context),)


def _habits_of_records(table: Table, records: list[Row], habits: Habits, unread: Unread) -> Habits:
    """The habits with what a table's records show, and what is asked of all of them."""
    habits = replace(habits, questions=unread.questions, marked=_marked(table, records, habits))
    native = any(is_native(column.title) for column in table.columns_of("amount"))
    return _ask_what_went_back(table, records, replace(habits, local_digits=native))


def _notes(
    workbook: Workbook, table: Table, rows: list[tuple[Row, str]], marks: Mapping[int, tuple[str, ...]]
) -> list[Note]:
    """The lines that are notes, and headings with no record beneath them; those and prose above the table are named."""
    records = [row for row, reason in rows if not reason]
    last = max((row.number for row in records), default=0)
    lines = [row for row, reason in rows if reason == NOTE or (reason == HEADING and row.number > last)]
    above = (row for row in table.sheet.rows if row.number < table.header)
    prose = [row for row in above if len(" ".join(_filled(row))) > LONGEST_HEADING]
    notes = notes_beneath(table, records, lines, marks)
    warn_of_notes(workbook, table, [*notes_beneath(table, (), prose, {}), *notes])
    return notes


def _marks(table: Table, row: Row) -> list[str]:
    """Questions about comments on the row's cells, and struck-through cells."""
    titles = {column.index: column.title for column in table.columns}
    cells = [(titles.get(index) or letters(index), cell) for index, cell in enumerate(row.cells)]
    found = [
        f"A comment on “{title}” says “{cell.comment[:200]}”: choose what it changes."
        for title, cell in cells
        if cell.comment
    ]
    if struck := [f"“{cell.text[:40]}”" for _, cell in cells if cell.struck]:
        found.append(f"{', '.join(struck[:4])} is struck through: choose whether the row counts.")
    return found


def _warn_of_comments(workbook: Workbook, table: Table, records: list[Row]) -> None:
    """Warn about comments on cells of a table's sheet that belong to no record."""
    numbers = {row.number for row in records}
    place = f"Sheet “{table.sheet.name}”: " if table.sheet.name else ""
    for row in () if workbook.is_text else table.sheet.rows:
        for index, cell in enumerate(row.cells):
            if cell.comment and row.number not in numbers:
                workbook.warnings.append(
                    f"{place}Cell {letters(index)}{row.number} has the comment “{cell.comment[:200]}”."
                )


def _ask_what_went_back(table: Table, records: list[Row], habits: Habits) -> Habits:
    """Hold the rows of a list titled as refunds, unless its cells say which rows are refunds."""
    if not habits.said.went_back or not table.has("amount"):
        return habits
    for row in records:
        texts = (table.text(row, role) for role in ("amount", "type", "notes"))
        if any(text.startswith(("-", "(", "–", "−")) or says_given_back(text) for text in texts):
            return habits
    question = f"“{habits.said.quote}” {questions.WENT_BACK}"
    return replace(habits, said=replace(habits.said, questions=(*habits.said.questions, question)))


def _section(row: Row, reason: str, section: Habits, habits: Habits) -> Habits:
    """The conventions below a row that is not a record: a heading may say what the following rows are."""
    text = " ".join(cell.text for cell in row.cells if not cell.is_blank)
    if reason == OTHER_TITLES:
        question = f"Row {row.number} has different column titles: import the rows below it as a separate file."
        return replace(section, questions=(*section.questions, question))
    if reason != HEADING:
        return section
    if not (said := statements_of(text)):
        return _beneath_unknown(text, section, habits)
    if said.went_back:
        said = replace(said, questions=(f"“{said.quote}” {questions.WENT_BACK}",))
    return replace(section, said=combined_statements((said, habits.said)), method=said.method or habits.method)


def _beneath_unknown(text: str, section: Habits, habits: Habits) -> Habits:
    """The conventions below an unknown heading. In a list whose title says that its rows are not plain gifts, rows
    below it might be."""
    if section.said.kind in (None, GIFT) or dates.is_month(text) or _NEUTRAL.fullmatch(text):
        return section
    around = section.said.quote
    question = (
        f"“{unquoted(text[:60])}” is the heading above these rows, in a list of another type (‘{around}’): "
        f"{questions.OTHER_TYPE_AROUND}"
    )
    return replace(habits, said=replace(habits.said, kind=None, method=None, questions=(question,)))


def _marked(table: Table, records: list[Row], habits: Habits) -> str | None:
    """The foreign currencies shown by at least half of the amounts, so that amounts without one raise a question."""
    shown = []
    for row in records:
        try:
            shown.append(amount_of(table.cell(row, "amount"), habits).currency)
        except AmountError:
            continue
    codes = {code for code in shown if code}
    if habits.currency:
        return None
    many = 2 * sum(code is not None for code in shown) >= len(shown)
    return " and ".join(sorted(codes - {"$", "USD"})) or None if many else None


def _no_record(table: Table, row: Row, habits: Habits) -> str:
    """Why a row is not a record: repeated titles, a total, a heading, a footnote; '' when it is one."""
    if table.is_header_again(row):
        return "Repeated column titles."
    if _is_other_titles(row):
        return OTHER_TITLES
    dated = any(not isinstance(date_of(table.cell(row, role), habits), Problem) for role in DATES)
    label = total_label(row.cells)
    if label and not dated:
        return f"Total ({label}), not a gift."
    filled = [(index, cell) for index, cell in enumerate(row.cells) if not cell.is_blank]
    roles = {column.index: column.role for column in table.columns}
    if all(roles.get(index) in ("serial", "thanked", "elsewhere") for index, _ in filled):
        return "Line number only."
    if len(filled) > 1 or dated:
        return NOTE if is_footnote(row) and not dated else ""
    (index, cell) = filled[0]
    if cell.kind != TEXT or roles.get(index) in _TELLING:
        return ""
    if _FOOTNOTE.match(cell.text.strip()):
        return NOTE
    named = roles.get(index) in GIVERS and not cell.text.strip().startswith(("—", "–", "--", "#"))
    heads = (
        statements_of(cell.text) or dates.is_month(cell.text) or _HEADING.fullmatch(cell.text) or is_heading(cell.text)
    )
    sentence = len(cell.text.split()) > 3 and consents.says_closed(cell.text)
    return "" if named and not (sentence or (heads and table.has("amount"))) else HEADING


def _is_other_titles(row: Row) -> bool:
    """Whether the row holds the titles of another table: mostly words that mean columns."""
    texts = [cell.text for cell in row.cells if not cell.is_blank]
    if len(texts) < 3 or any(cell.kind != TEXT or len(cell.text) > 40 for cell in row.cells if not cell.is_blank):
        return False
    return len({role for text in texts if (role := role_of(text))}) >= max(3, 2 * len(texts) // 3)


def _before(sheet: Sheet, table: Table | None) -> Iterable[Row]:
    return [] if sheet.hidden else [row for row in sheet.rows if table is None or row.number <= table.header][:40]


def _shared_habits(workbook: Workbook, tables: list[Table], preamble: list[str], context: Context) -> Habits:
    """What the whole file proves, for tables that prove nothing themselves: one author, one convention."""
    written = [text for table in tables for text in _texts(table, *DATES)]
    amounts = [text for table in tables for text in _texts(table, "amount", ROLE)]
    order = context.day_first
    if order is None:
        order = dates.day_first(written)
    if order is None and not _contradict(tables):
        order = dates.order_told(preamble)
    if order is None and any(dates.is_ambiguous(text) for text in written):
        workbook.warnings.append(
            "Dates such as 3/4/2024 could be month/day or day/month, and nothing in the file shows which. Choose it "
            "under Columns."
        )
    comma = context.decimal_comma
    if comma is None:
        likely = any("semicolons" in warning for warning in workbook.warnings)
        comma = money.uses_decimal_comma(amounts, likely=likely)
    if comma:
        workbook.warnings.append("Amounts are written with a decimal comma (1.234,56) and were read that way.")
    return Habits(order, comma, workbook.date1904)


def _habits(table: Table, shared: Habits, workbook: Workbook, found: Tables, method: str | None) -> Habits:
    own = dates.day_first(_texts(table, *DATES))
    said = _said_around(table, workbook, found)
    if method is None and not table.has("method"):
        method = said.method
    order = own if own is not None else shared.day_first
    named = any(other is not None and other.has(*GIVERS) for _, other in found)
    return replace(shared, day_first=order, method=method, said=said, unnamed=named and not table.has(*GIVERS))


def _said_around(table: Table, workbook: Workbook, found: Tables) -> Statements:
    """What the titles above a table, the sheet's name, the file's name, and notes on sheets without a table say."""
    above = [row for row in _before(table.sheet, table) if row.number < table.header]
    rows = [row for row in above if not row.is_blank]
    if rows and len(_filled(rows[-1])) > 1:
        table.groups = _groups(table, rows.pop())
    lines = [" ".join(_filled(row)) for row in reversed(rows)]
    notes = [text for sheet, other in found if other is None and not sheet.hidden for text in _lines(sheet)]
    prose = [said for said in map(statements_of, notes) if said.currency and len(said.quote) > LONGEST_HEADING]
    name = statements_of(table.sheet.name) if is_title(table.sheet.name) else NO_STATEMENTS
    said = [*map(statements_of, lines), *(prose_said(line) for line in lines if len(line) > LONGEST_HEADING)]
    return combined_statements([*said, name, statements_of_file_name(workbook.name), *prose])


def _groups(table: Table, row: Row) -> dict[int, str]:
    """The heading over each column, from a row of group headings: each applies until the next."""
    found, last = {}, ""
    for column in table.columns:
        last = row.cell(column.index).text.strip() or last
        found[column.index] = last
    return found


def _filled(row: Row) -> list[str]:
    return [cell.text.strip() for cell in row.cells if not cell.is_blank]


def _lines(sheet: Sheet) -> list[str]:
    return [" ".join(_filled(row)) for row in sheet.rows[:40] if not row.is_blank]


def _contradict(tables: list[Table]) -> bool:
    return len({dates.day_first(_texts(table, *DATES)) for table in tables} - {None}) > 1


def _texts(table: Table, *roles: str) -> list[str]:
    columns = [column.index for column in table.columns if column.role in roles]
    cells = (row.cell(index) for row in table.body for index in columns)
    return [cell.text for cell in cells if cell.kind == TEXT or (cell.kind == NUMBER and not cell.number_format)]
