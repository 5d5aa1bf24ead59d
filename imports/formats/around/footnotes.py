"""Marks on cells and the notes beneath a table that say what they mean: “Tom Vance*”, “* pledged, not received”.

A note that says something of the rows above holds those that bear its mark, else those whose people it names, else all
of them. A mark is never part of a name, and one that nothing explains is a question.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from imports import questions
from imports.cells import Row, Workbook
from imports.formats.consents import leaves_open, says_plainly_closed
from imports.parsing.column_roles import DATES, GIVERS
from imports.parsing.header_detection import Table
from imports.parsing.outcomes import says_did_not_come
from imports.parsing.statements import (
    LONGEST_HEADING,
    NO_STATEMENTS,
    SURELY_UNPAID,
    Statements,
    combined_statements,
    statements_of,
    unquoted,
)
from imports.plans import GIFT

_SIGNS = r"[*†‡§¹²³⁴✝]"
_FIRST = "*†‡§¹²³⁴✝()"
_BEHIND = re.compile(rf"(?P<text>.*[\w.)’'])\s*(?P<mark>{_SIGNS}+|\(\*+\))")
_BEFORE = re.compile(rf"(?P<mark>{_SIGNS}+|\(\*+\))\s*(?P<text>\w.*)")
_EXPLAINED = re.compile(rf"[\s(]{{0,2}}(?P<mark>{_SIGNS}+)\)?\s*[-–—=:]?\s*(?P<text>\w.*)")
_BARE = frozenset({*GIVERS, "amount", *DATES})
#: Words of a note that name nobody, though they begin with a capital.
_NO_NAMES = frozenset(
    [
        "Note",
        "NOTE",
        "These",
        "This",
        "All",
        "The",
        "Amounts",
        "Checks",
        "Check",
        "Gifts",
        "Please",
        "Not",
        "Family",
        "Church",
        "Donor",
    ]
)
_NOTHING_CAME = re.compile(
    r"\b(nothing|none|no money|not one)( of (it|this|these|them))?( has| have)?( yet| been| ever)* "
    r"(come|came|arrived|received|paid)\b|\binten(t|ds?|ded|tions?) to (give|donate|pay)\b",
    re.I,
)
_SENTENCE = re.compile(r"(?<=[.;:!?])\s+|\s[—–-]\s")
_MOST = 5


@dataclass(frozen=True, slots=True)
class Note:
    """A note beneath a table: its row, the mark it explains, and the rows above of which it says something."""

    number: int
    text: str
    mark: str = ""
    about: frozenset[int] = frozenset()


def unmarked(table: Table, row: Row) -> tuple[Row, tuple[str, ...]]:
    """The row without marks on names, days and amounts, and the marks."""
    marks: list[str] = []
    cells = list(row.cells)
    if sum(not cell.is_blank for cell in cells) < 2 or is_footnote(row):
        return row, ()
    for column in table.columns:
        text = row.cell(column.index).text.strip()
        marked = text and column.role in _BARE and (text[0] in _FIRST or text[-1] in _FIRST)
        told = (_BEHIND.fullmatch(text) or _BEFORE.fullmatch(text)) if marked else None
        if told:
            marks.append(told["mark"].strip("()"))
            cells[column.index] = replace(cells[column.index], text=told["text"].strip(), written=text)
    return (Row(row.number, cells), tuple(marks)) if marks else (row, ())


def notes_beneath(
    table: Table, records: Iterable[Row], notes: Iterable[Row], marks: Mapping[int, tuple[str, ...]]
) -> list[Note]:
    """The notes of a table, with the rows above that each is about. `marks` are those of records, by row."""
    people = [(row.number, _words(" ".join(text for role in GIVERS for text in table.texts(row, role))))
              for row in records]  # fmt: skip
    return [_note(table, row, people, marks) for row in notes]


def _note(table: Table, row: Row, people: list[tuple[int, set[str]]], marks: Mapping[int, tuple[str, ...]]) -> Note:
    text = " ".join(" ".join(cell.text.split()) for cell in row.cells if not cell.is_blank)
    told = _EXPLAINED.match(text)
    mark = told["mark"] if told else ""
    above = [(number, words) for number, words in people if number < row.number]
    bearers = {number for number, _ in above if mark in marks.get(number, ())} if mark else set()
    words = {word for word in _words(text) if word[0].isupper()} - _NO_NAMES
    named = {number for number, known in above if known & words}
    if not _says_something(text, table, of_somebody=bool(bearers or named)):
        return Note(row.number, text, mark)
    return Note(row.number, text, mark, frozenset(bearers or named or {number for number, _ in above}))


def questions_about(row: Row, marks: tuple[str, ...], notes: Iterable[Note]) -> list[str]:
    """What is asked of a row for the notes about it, and for marks that no note explains."""
    notes = list(notes)
    explained = {note.mark for note in notes}
    found = [f"Row {note.number} says “{unquoted(note.text[:80])}”: {questions.WHAT_IT_CHANGES}"
             for note in notes if row.number in note.about]  # fmt: skip
    unclear = [mark for mark in dict.fromkeys(marks) if mark not in explained]
    return found + [
        f"The row has the mark “{mark}”, which nothing explains: choose what it changes." for mark in unclear
    ]


def with_notes(said: Statements, notes: Iterable[Note]) -> Statements:
    """What is said around a table, with the currency that a note beneath it names."""
    named = [statements_of(note.text) for note in notes if not note.mark]
    return combined_statements([said, *(Statements(currency=one.currency, quote=one.quote) for one in named)])


def warn_of_notes(workbook: Workbook, table: Table, notes: Iterable[Note]) -> None:
    """Name the notes beneath a table."""
    place = f"Sheet “{table.sheet.name}”: " if table.sheet.name else ""
    for note in (notes := list(notes))[:_MOST]:
        held = " Until it is settled, the rows it is about need review." if note.about else ""
        workbook.warnings.append(f"{place}Row {note.number} was read as a note: “{note.text[:200]}”.{held}")
    if len(notes) > _MOST:
        workbook.warnings.append(f"{place}{len(notes) - _MOST} more rows were read as notes.")


def prose_said(text: str) -> Statements:
    """What a paragraph above a table says of its rows: only that nothing came, as it may speak of much else."""
    if not (SURELY_UNPAID.search(text) or _NOTHING_CAME.search(text)):
        return NO_STATEMENTS
    return Statements(questions=(f"“{unquoted(text[:80])}…” {questions.NOT_RECEIVED}",), quote=text)


def is_footnote(row: Row) -> bool:
    """Whether a row begins with a mark and holds nothing but words after it."""
    texts = [cell.text.strip() for cell in row.cells if not cell.is_blank]
    return bool(texts) and bool(_EXPLAINED.match(texts[0])) and not any(re.search(r"\d", text) for text in texts)


def _says_something(text: str, table: Table, *, of_somebody: bool) -> bool:
    """Whether a note says of rows that they are no plain gifts, or of people that they may not be written to."""
    said = [statements_of(part) for part in (_SENTENCE.split(text) if len(text) > LONGEST_HEADING else [text])]
    closes = leaves_open(text) or any(one.consents or one.unclear for one in said)
    if not table.has("amount"):
        return closes
    money = any(one.went_back or one.questions or one.kind not in (None, GIFT) for one in said)
    return money or says_did_not_come(text, note=True) or says_plainly_closed(text) or (of_somebody and closes)


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{3,}", text))
