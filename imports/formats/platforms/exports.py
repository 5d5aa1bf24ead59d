"""What layouts of platforms share: an `Export` names a layout's columns, a `Record` reads one row of it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Any

from babel.numbers import get_currency_precision

from imports.cells import Row, Workbook, folded
from imports.contexts import Context
from imports.formats.givers import read_party
from imports.formats.parties import not_read
from imports.formats.records import LONGEST_NAME, no_name, nobody_named, too_long
from imports.formats.titled import records_of, snake, titled_tables
from imports.formats.unread.asking import ask, ask_all
from imports.formats.unread.platforms import Layout, questions_of, warn_of_disagreements
from imports.parsing import amounts as money
from imports.parsing import dates
from imports.parsing.amounts import AmountError
from imports.parsing.dates import Problem
from imports.parsing.header_detection import Table
from imports.parsing.statements import NO_STATEMENTS
from imports.parsing.timestamps import local_day
from imports.plans import PlannedRow

SEARCH_ROWS = 30
CERTAIN = 0.95
_DOTTED = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2,4}\b")


@dataclass(frozen=True, slots=True)
class Export:
    """A platform's layout. Titles are in snake case; a column's role is its title where `roles` names no other."""

    signature: frozenset[str]  # titles by which the row of titles is found
    wanted: int  # how many of them a file must have
    needed: frozenset[str]  # roles without which no row can be read
    roles: Mapping[str, str]
    used: frozenset[str]  # roles that records take something from
    known: frozenset[str] = frozenset()  # other columns of the platform
    dates: tuple[str, ...] = ("date",)
    amounts: tuple[str, ...] = ("amount",)
    refuses: frozenset[str] = frozenset()  # roles of another layout of the same platform


@dataclass(frozen=True, slots=True)
class Notation:
    """How a file writes dates and amounts: the day first or not (None: unknown), and a decimal comma or a point."""

    day_first: bool | None
    comma: bool


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a platform's file. `facts` is what the layout found out about the whole table."""

    table: Table
    row: Row
    notation: Notation
    context: Context
    facts: Any = None

    def text(self, role: str) -> str:
        return self.table.text(self.row, role)

    def word(self, role: str) -> str:
        """The text of a cell as statuses and types are compared."""
        return folded(self.text(role))

    def is_nothing(self, role: str) -> bool:
        """Whether an amount is zero or missing."""
        text = self.text(role)
        try:
            money.parse_amount(text, decimal_comma=self.notation.comma)
        except AmountError as error:
            return not text or "zero" in str(error)
        return False

    def begin(self, kind: str | None, method: str, *, part: int = 1) -> PlannedRow:
        """The planned row with its donor and method, before it is decided."""
        planned = PlannedRow(self.table.sheet.name, self.row.number, part=part, raw=self.table.raw(self.row), kind=kind)
        planned.method = method
        planned.party = read_party(self.table, self.row, self.context)
        planned.note = not_read(planned.party.contact)
        return planned

    def ignored(self, reason: str) -> PlannedRow:
        """The row as no gift."""
        planned = PlannedRow(self.table.sheet.name, self.row.number, raw=self.table.raw(self.row), reason=reason)
        planned.decision = "ignore"
        return planned

    def read_day(self, planned: PlannedRow, text: str, *, zone: tzinfo | None = None) -> list[Problem]:
        """Set the day of a written moment, which is local unless it or `zone` says otherwise; returns why it has
        none."""
        day = local_day(text, self.context.time_zone, day_first=self.notation.day_first, written_in=zone)
        planned.date = day if isinstance(day, date) else None
        return [day] if isinstance(day, Problem) else []

    def read_money(
        self, planned: PlannedRow, text: str, currency: str, *, among: frozenset[str] = frozenset()
    ) -> list[Problem]:
        """Set amount and currency; returns why they cannot be. `among` are the platform's currencies, where it
        documents them."""
        code = money.currency_code(currency) if currency else None
        problems = []
        if currency and (code is None or (among and code not in among)):
            problems.append(Problem(f"“{currency[:20]}” is not a currency of this platform.", ask=True))
        planned.currency = code or self.context.currency
        try:
            found = money.parse_amount(text, decimal_comma=self.notation.comma)
            planned.amount, planned.currency = money.resolve_currency(found, code, home=self.context.currency)
        except AmountError as error:
            return [*problems, Problem(str(error), ask=error.ask)]
        places = get_currency_precision(planned.currency)
        if places < 2 and planned.amount != round(planned.amount, places):
            problems.append(Problem(f"{text} has more decimal places than {planned.currency} has.", ask=True))
        return problems

    def read_fund(self, planned: PlannedRow, *roles: str) -> list[Problem]:
        """Set the fund from the first of these columns that names a known one, else the first that is filled; asks
        where two name different funds."""
        texts = [text for role in roles if (text := self.text(role))]
        known = {code: text for text in reversed(texts) if (code := self.context.funds.code_for(text))}
        if roles and self.table.has(*roles):
            planned.fund_text = next((text for text in texts if text in known.values()), texts[0] if texts else "")
        if len(known) < 2:
            return []
        names = " and ".join(f"“{text}”" for text in sorted(known.values()))
        return [Problem(f"The row names more than one fund, {names}: choose the fund.", ask=True)]

    def doubts(self, planned: PlannedRow) -> list[Problem]:
        """What is unsure about the donor."""
        found = []
        if not planned.party:
            found.append(nobody_named(planned, self.table, self.row))
        if planned.party.doubt:
            found.append(Problem(planned.party.doubt, ask=True))
        if reason := no_name(planned, self.table, self.row):
            found.append(Problem(reason, ask=True))
        if too_long(planned):
            found.append(Problem(f"The name is longer than {LONGEST_NAME} characters.", ask=True))
        return found


def recognized(workbook: Workbook, export: Export) -> float:
    """Certain when a row near the top has enough titles only this platform writes, and all that are needed."""
    for sheet in workbook.visible:
        for row in [row for row in sheet.rows[: 2 * SEARCH_ROWS] if not row.is_blank][:SEARCH_ROWS]:
            titles = {snake(text) for text in row.texts if text.strip()}
            roles = {export.roles.get(title, title) for title in titles}
            enough = len(titles & export.signature) >= export.wanted and export.needed <= roles
            if enough and not roles & export.refuses:
                return CERTAIN
    return 0.0


def read_export(
    workbook: Workbook,
    context: Context,
    export: Export,
    rows_of: Callable[[Record], Iterable[PlannedRow]],
    facts_of: Callable[[Table], Any] = lambda table: None,
) -> Iterator[PlannedRow]:
    """The planned rows of every record, with what is asked of columns the layout does not know."""
    found = list(titled_tables(workbook, export.signature, export.wanted, export.roles))
    layout = Layout(lambda table, rows: export.used, export.known, {})
    asked = questions_of(workbook, found, layout, context)
    for unread in asked.values():
        if unread.beside is not None:  # a platform's own names of files and lines above the titles say nothing of rows
            unread.beside.said = NO_STATEMENTS
    tables = [table for _, table in found if table is not None]
    shared = {id(table): (_notation(table, export, context), facts_of(table)) for table in tables}
    for record in records_of(workbook, found):
        if isinstance(record, PlannedRow):
            yield record
            continue
        table, row = record
        for planned in rows_of(Record(table, row, shared[id(table)][0], context, shared[id(table)][1])):
            if planned.part == 1:
                ask_all(planned, table, row, asked[id(table)])
            else:
                ask(planned, asked[id(table)].questions)
            yield planned
    warn_of_disagreements(workbook, asked)


def _notation(table: Table, export: Export, context: Context) -> Notation:
    """The notation of a table's columns, as a person said or as the columns prove."""
    written = [text for row in table.body for role in export.dates for text in table.texts(row, role)]
    order = context.day_first
    if order is None:
        order = dates.day_first(map(_day, written))
    if order is None and written and all(_DOTTED.match(text) for text in written):
        order = True  # with dots, nobody writes the month first
    texts = [text for row in table.body for role in export.amounts for text in table.texts(row, role)]
    comma = context.decimal_comma
    if comma is None:
        comma = money.uses_decimal_comma(texts, likely=True)
    return Notation(order, bool(comma))


def _day(text: str) -> str:
    """The day of a written moment, for the order of day and month."""
    return text.split()[0] if text.split() else ""
