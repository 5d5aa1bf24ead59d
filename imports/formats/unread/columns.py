"""Columns nobody understood: what is asked before the file is used, and what is only kept with its rows.

Dates, money, statuses and consent change what a row means: such a column holds every row of its table until a person
says what it is. Everything else stays beside the rows, named.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from imports.cells import TEXT, Cell, Row, Workbook, folded
from imports.contexts import Context
from imports.formats import consents
from imports.formats.givers import DONOR_TYPE, kind_of_donor
from imports.formats.habits import Habits
from imports.formats.unread import titles
from imports.formats.unread.contents import is_currency, is_date, is_method, is_money, mostly
from imports.formats.unread.deductible import is_mark_of_receipts
from imports.parsing.column_roles import DATES as DATE_ROLES
from imports.parsing.column_roles import GIVERS, PATTERNS, Column
from imports.parsing.header_detection import Table
from imports.parsing.outcomes import says_did_not_come
from imports.parsing.statements import Statements, consents_named, currency_named

#: Meanings that are understood and that no record takes anything from.
UNUSED = frozenset({"thanked", "elsewhere", "external_id", "employer"})
CONSENT, DATES, MONEY, STATES, METHODS = "consent", "dates", "money", "a status", "payment methods"
PRIVACY = "a wish for privacy"
_GIVEN_ON = ("date", "deposit_date", "check_date")
_OF_WORDS = ("fund", "method", "type", "soft_credit", "adviser", "spouse", "tribute")
_WATCHED = frozenset({None, "thanked", "elsewhere", "external_id", "check", "serial", *DATE_ROLES})
_FEW, _SHORT = 12, 4
_TRIED = 500
#: A platform's own column of notes.
NOTE = "note"
#: Titles one sentence names.
NAMED = 200


@dataclass(slots=True)
class Beside:
    """What a platform's file says outside the columns of its layout: words around the table, and other columns that
    mean the same as the layout's."""

    said: Statements
    table: Table  # with every column's meaning in the terms of hand-made lists
    repeated: tuple[str, ...]  # meanings of several columns
    alone: tuple[Column, ...]  # other columns with a meaning of which the layout's own may be blank
    context: Context
    pairs: list[tuple[Column, Column, str]] = field(default_factory=list)  # of columns found to disagree


@dataclass(frozen=True, slots=True)
class Unread:
    """What is asked of a table before any row of it is used, and titles of what is only kept."""

    questions: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()  # titles of the columns the questions are about
    of_filled: tuple[tuple[Column, str], ...] = ()  # columns about consent: asked of rows that have something in them
    watched: tuple[Column, ...] = ()  # columns no record takes a remark from: each cell is looked at
    outcomes: tuple[Column, ...] = ()  # those of them that say what became of the money
    marked: tuple[Column, ...] = ()  # those of them in which a mark means that a receipt may be given
    beside: Beside | None = None  # of a platform's file: what else than its own columns speaks of a row


def unread_in(table: Table, records: list[Row], habits: Habits, context: Context) -> Unread:
    """Look at every column without a meaning. Nothing is asked of a table a person explained."""
    questions: list[str] = []
    kept: list[str] = []
    asked: list[str] = []
    filled: list[tuple[Column, str]] = []
    for column in table.columns:
        cells = _cells(column, records)
        misread = _misread(column, cells[:_TRIED], table, habits) if cells else ""
        unused = column.role in UNUSED or (column.role == DONOR_TYPE and not all(map(_is_kind_of_donor, cells)))
        if not cells or not (misread or column.role is None or unused):
            continue
        quiet = table.explained or unused
        what = "" if quiet else _asked_of(column, cells, table, habits, context, misread)
        if what in (CONSENT, PRIVACY):
            filled.append((column, _question(column, cells, what)))
        else:
            (questions if what else kept).append(_question(column, cells, what) if what else column.title)
        asked += [column.title] if what else []
    if nameless := _may_be_names(table, records, kept, context):
        questions.append(f"No column was recognized as a name, and “{nameless}” could be one: choose what it means.")
        asked.append(nameless)
    watched = tuple(column for column in _watched(table, context) if column.title not in asked)
    outcomes = tuple(column for column in watched if _is_of_outcomes(column, _cells(column, records), table))
    marked = marks_of_receipts(watched, records)
    return Unread(tuple(questions), tuple(kept), tuple(asked), tuple(filled), watched, outcomes, marked)


def marks_of_receipts(watched: Iterable[Column], records: list[Row]) -> tuple[Column, ...]:
    """The columns of marks for gifts that may have a receipt, where any row has a mark."""
    return tuple(column for column in watched if is_mark_of_receipts(column) and _cells(column, records))


def _cells(column: Column, records: list[Row]) -> list[Cell]:
    return [cell for row in records if not (cell := row.cell(column.index)).is_blank]


def _watched(table: Table, context: Context) -> tuple[Column, ...]:
    if table.explained:
        return ()
    return tuple(one for one in table.columns if one.role in _WATCHED and folded(one.title) not in context.left_columns)


def _is_of_outcomes(column: Column, cells: list[Cell], table: Table) -> bool:
    """Whether a column of a few short values says of one that money did not come: what else it says matters, too."""
    texts = {" ".join(cell.text.split()) for cell in cells}
    short = len(texts) <= _FEW and all(len(text.split()) <= _SHORT for text in texts)
    plain = column.role is None and not titles.ASIDE.search(column.title) and table.has("amount")
    return plain and short and any(map(says_did_not_come, texts))


def question_of(
    column: Column, cells: list[Cell], table: Table, habits: Habits, context: Context, what: str = ""
) -> str:
    """What is asked of a filled column without a meaning, which holds `what` where that is known; '' for nothing."""
    what = _asked_of(column, cells, table, habits, context, what)
    return _question(column, cells, what) if what else ""


def _asked_of(column: Column, cells: list[Cell], table: Table, habits: Habits, context: Context, what: str) -> str:
    if folded(column.title) in context.left_columns:
        return ""
    return what or _holds(column, cells[:_TRIED], table, habits, context)


def _question(column: Column, cells: list[Cell], what: str) -> str:
    sample = " ".join(cells[0].text.split())[:30]
    such = f"The column “{column.title}” holds {what} (such as “{sample}”)"
    return f"{such} that could not be recognized: choose what it means."


def warn_of_unread(workbook: Workbook, table: Table, unread: Unread) -> None:
    """Say what is asked about a table's columns, and which are only kept with its rows."""
    place = f"Sheet “{table.sheet.name}”: " if table.sheet.name else ""
    workbook.asked += [title for title in unread.asked if title not in workbook.asked]
    workbook.warnings += [f"{place}{question} Until then, its rows need review." for question in unread.questions]
    workbook.warnings += [
        f"{place}{question} Until then, rows with something in it need review." for _, question in unread.of_filled
    ]
    if unread.kept:
        names = ", ".join(f"“{title[:60]}”" for title in unread.kept[:NAMED]) + (
            " …" if len(unread.kept) > NAMED else ""
        )
        workbook.warnings.append(f"{place}These columns are kept with each row but not used: {names}.")


def _may_be_names(table: Table, records: list[Row], kept: list[str], context: Context) -> str:
    """The title of a column that may say who people are, in a list of contacts without any that does; else ''."""
    if table.explained or table.has("amount", *GIVERS):
        return ""
    for column in table.columns:
        texts = [text for row in records if (text := row.cell(column.index).text.strip())]
        if column.title not in kept or folded(column.title) in context.left_columns:
            continue
        if 2 * sum(map(_is_like_a_name, texts)) > len(texts):
            return column.title
    return ""


def _is_like_a_name(text: str) -> bool:
    return (
        bool(re.fullmatch(r"[^\W\d_][^\d@:/?]{2,60}", text)) and not titles.FLAG.fullmatch(text) and text[0].isupper()
    )


def _is_kind_of_donor(cell: Cell) -> bool:
    return bool(kind_of_donor(cell.text))


def _misread(column: Column, cells: list[Cell], table: Table, habits: Habits) -> str:
    """What a column holds that is called like something else: “Paid?” with yes and no, “Rent fund” with amounts."""
    if column.role in DATE_ROLES and sum(one.role in DATE_ROLES for one in table.columns) > 1:
        return "" if any(map(is_date, cells)) else STATES
    if column.role == "amount" and len(table.columns_of("amount")) > 1:
        return "" if any(is_money(cell, habits, told=True) for cell in cells) else STATES
    if column.role in ("phone", "email", "address", "place", *GIVERS) and all(
        titles.FLAG.fullmatch(c.text.strip()) for c in cells
    ):
        return CONSENT
    if column.role in ("net", "soft_credit", "fee") and table.has(*_GIVEN_ON) and not table.has("amount"):
        return MONEY if mostly(cells, lambda cell: is_money(cell, habits, told=True)) else ""
    if column.role in _OF_WORDS and not PATTERNS[column.role].fullmatch(" ".join(column.title.casefold().split())):
        return MONEY if mostly(cells, lambda cell: is_money(cell, habits, told=True)) else ""
    return ""


def _holds(column: Column, cells: list[Cell], table: Table, habits: Habits, context: Context) -> str:
    title = column.title.replace("_", " ")
    if titles.CONSENT.search(title):
        return "" if _is_detail(title, cells, table) else CONSENT
    if titles.PRIVACY.search(title):
        return PRIVACY if any(may_close_by_flag(title, cell.text) for cell in cells) else ""
    if _may_speak_of_consent(title, cells, table):
        return CONSENT
    if mostly(cells, is_date):
        return "" if titles.OTHER_DATES.search(title) else DATES
    if mostly(cells, is_currency):
        return MONEY
    return _holds_of_money(column, title, cells, table, habits, context)


def _holds_of_money(
    column: Column, title: str, cells: list[Cell], table: Table, habits: Habits, context: Context
) -> str:
    """Amounts, how they were paid, or what became of them; '' for none of these."""
    lacks_amounts = table.has(*_GIVEN_ON) and not table.has("amount")
    means_money = titles.MONEY_TITLE.search(title) or context.funds.code_for(title) or titles.PERIOD.fullmatch(title)
    told = bool(means_money or currency_named(column.title)[0] or lacks_amounts)
    if titles.PERIOD.fullmatch(title) and any(is_money(cell, habits, told=True) for cell in cells):
        return MONEY
    if mostly(cells, lambda cell: is_money(cell, habits, told=told)):
        other = titles.OTHER_MONEY.search(title) and not lacks_amounts
        return "" if other else MONEY
    if titles.STATE.search(title):
        return STATES
    if table.has("amount") and not table.has("method") and mostly(cells, is_method):
        return "" if titles.OF_SOURCES.search(title) else METHODS
    states = consents.STATUSES if not table.has("amount") else ()
    words = {cell.text.strip() for cell in cells if cell.kind == TEXT}
    if words and len(words) <= 8 and all(_is_state(word, states) for word in words):
        return "" if re.search(r"thank|ackn|receipt|letter|volunt|member|board|matching", title, re.I) else STATES
    return ""


def _is_detail(title: str, cells: list[Cell], table: Table) -> bool:
    """Whether a column only adds to one that says who may be contacted: why, by which list, since when."""
    told = table.has(*consents.ROLES, consents.STATUS) and titles.DETAIL.search(title)
    return bool(told) and not any(titles.FLAG.fullmatch(cell.text.strip()) for cell in cells)


def _may_speak_of_consent(title: str, cells: list[Cell], table: Table) -> bool:
    """Whether a column nobody read may say who must not be contacted: by what is in it, or a yes or no under a title
    that speaks of reaching people."""
    texts = {" ".join(cell.text.split()) for cell in cells}
    if titles.ABOUT_SOMETHING_ELSE.search(title):
        return False
    short = all(len(text.split()) <= _SHORT for text in texts)
    if not table.has("amount") and short and any(consents_named(text) or consents.says_closed(text) for text in texts):
        return True
    flags = [text for text in texts if titles.FLAG.fullmatch(text.strip(" .!?"))]
    if titles.REACH.search(title):
        return bool(flags)
    if table.has("amount") or titles.HARMLESS.search(title) or len(flags) < len(texts):
        return False
    counted = texts == {"1"} and not titles.UNREACHABLE.search(title)  # more likely how many
    return not counted and any(may_close_by_flag(title, text) for text in flags)


def may_close_by_flag(title: str, text: str) -> bool:
    """Whether a yes or no may say that somebody must not be written to: under “Active” a no, under “Late” a yes."""
    if titles.REACH.search(title):
        return True
    if titles.REACHABLE.search(title):
        return titles.says_no(text)
    return not (titles.UNREACHABLE.search(title) and titles.says_no(text))


def _is_state(word: str, states) -> bool:
    bare = re.fullmatch(r"y(es)?|no?", word, re.I)
    return not bare and bool(titles.STATE_WORDS.fullmatch(word) or any(p.fullmatch(word) for p, said in states if said))
