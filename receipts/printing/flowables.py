"""The items of a receipt letter below the fold, and their placement on pages.

An item knows its height and draws itself from its top edge. Items that must stay together are bound to the next one; a
table that continues on another page repeats its header.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from core.db.chunks import chunks
from core.pdf.document import Document
from core.pdf.shapes import path
from core.pdf.text import Style, Words, width, wrap, wrap_runs
from core.pdf.typefaces import NASTALIQ
from receipts.printing import layout
from receipts.printing.layout import BOLD, LEFT, MEASURE, MEDIUM, REGULAR, RIGHT, SEMIBOLD
from receipts.snapshot import Legend, LetterSnapshot, Organization, Paragraph, Row, Total

Draw = Callable[[Document, float], None]


class Spacing(NamedTuple):
    """White space in points, in places where a letter can be tightened."""

    table: float
    box: float
    paragraph: float
    signature: float  # from the box to the signature line


SPACINGS = (
    Spacing(table=10.5, box=18.8, paragraph=5.4, signature=38.6),
    Spacing(table=10.5, box=18.8, paragraph=5.4, signature=35.6),
    Spacing(table=6, box=11, paragraph=3, signature=24),
)

TEXT = Style(REGULAR, 10.5, layout.INK)
NOTICE = Style(SEMIBOLD, 10.5, layout.INK)
URDU = Style(NASTALIQ, 12.9, layout.ACCENT)
HEAD = Style(MEDIUM, 8.8, layout.GREY)
WHAT, AMOUNT, DETAIL = Style(MEDIUM, 10, layout.INK), Style(REGULAR, 10.5, layout.INK), Style(REGULAR, 8.8, layout.GREY)
TOTAL, SUM = Style(BOLD, 12, layout.INK), Style(BOLD, 13.5, layout.INK)
LEGAL_TITLE = Style(SEMIBOLD, 9.8, layout.ACCENT)
LEGAL = Style(REGULAR, 9.8, layout.INK)
SIGNER, OFFICE = Style(SEMIBOLD, 9.5, layout.INK), Style(REGULAR, 9, layout.GREY)

_TEXT_LEADING, _LEGAL_LEADING, _LEGEND_LEADING = 15.5, 14.2, 1.28
_PADDING = 13.0
_HEAD_HEIGHT = 15.5
_DETAIL_LINES, _BOX_LINES = 40, 36  # as many lines as fit a page: a longer row or box is split


@dataclass(frozen=True, slots=True)
class Item:
    """Something with a height that draws itself from its top edge."""

    height: float
    draw: Draw
    gap: float = 0  # white space above, unless first on the page
    bound: bool = False  # must not be parted from the next item
    owner: str = ""  # neighbors with the same owner share one PDF tag, named before the colon
    head: Item | None = None  # drawn again when the item is first on the page
    at_bottom: bool = False  # bottom of the page's text


class Placed(NamedTuple):
    """An item with its page (from 1), its top edge, and whether its table's header is repeated above it."""

    item: Item
    page: int
    y: float
    with_head: bool

    def draw(self, document: Document) -> None:
        """Draw the item, and the table header where it is repeated."""
        if self.with_head and self.item.head:
            with document.artifact("Pagination"):
                self.item.head.draw(document, self.y - self.item.head.height)
        self.item.draw(document, self.y)


def place(items: Sequence[Item], start: float) -> list[Placed]:
    """Place items from `start` on the first page, continuing on further pages."""
    placed: list[Placed] = []
    page, y, fresh = 1, start, True
    for chunk in _chunks(items):
        need = sum(item.gap + item.height for item in chunk)
        if not fresh and y + need > layout.BOTTOM:
            page, y, fresh = page + 1, layout.BODY_AFTER, True
        for item in chunk:
            with_head = fresh and page > 1 and item.head is not None
            if with_head and item.head:
                y += item.head.gap + item.head.height
            else:
                y += 6 if fresh and page > 1 else item.gap
            if item.at_bottom:
                y = max(y, layout.BOTTOM - item.height)
            placed.append(Placed(item, page, y, with_head))
            y, fresh = y + item.height, False
    return placed


def _chunks(items: Sequence[Item]) -> Iterator[list[Item]]:
    """Yield items together with those they are bound to."""
    chunk: list[Item] = []
    for item in items:
        chunk.append(item)
        if not item.bound:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def blocks_of(letter: LetterSnapshot, spacing: Spacing) -> Iterator[Item]:
    """Yield the items below the fold, in reading order."""
    yield from _opening(letter)
    if letter.rows:
        yield from _table(letter, spacing)
    yield from _legal(letter, spacing)
    yield _signature(letter.organization, spacing)
    if letter.legends:
        yield _legends(letter.legends)


def _opening(letter: LetterSnapshot) -> Iterator[Item]:
    """Yield the salutation, the Urdu line, the replaced receipt, and the thanks."""
    salutation = wrap(letter.salutation, TEXT.face, TEXT.size, MEASURE)
    beside = width(salutation[-1], TEXT.face, TEXT.size) + width(letter.urdu, URDU.face, URDU.size) + 16 <= MEASURE
    yield from _lines(salutation, TEXT, "P:salutation", bound=bool(letter.urdu) and beside)
    if letter.urdu:
        yield _urdu(letter.urdu, height=0 if beside else 30)
    if letter.replaces:
        yield from _lines(wrap(letter.replaces, NOTICE.face, NOTICE.size, MEASURE), NOTICE, "P:replaces", gap=5.5)
    for number, part in enumerate(part for part in letter.thanks.split("\n") if part.strip()):
        yield from _lines(wrap(part, TEXT.face, TEXT.size, MEASURE), TEXT, f"P:thanks{number}", gap=6)


def _lines(lines: Sequence[str], style: Style, owner: str, *, gap: float = 0, bound: bool = False) -> Iterator[Item]:
    for at, line in enumerate(lines):
        text = line if at == len(lines) - 1 else line + " "
        yield Item(
            _TEXT_LEADING,
            partial(_draw_line, text=text, style=style),
            gap=0 if at else gap,
            owner=owner,
            bound=bound,
        )


def _draw_line(document: Document, y: float, *, text: str, style: Style) -> None:
    document.text(LEFT, y + 10, text, style)


def _urdu(text: str, height: float) -> Item:
    """Return the Urdu line: beside the salutation where `height` is 0, else on its own line."""

    def draw(document: Document, y: float) -> None:
        with document.element("P", lang="ur"):
            baseline = y + 20 if height else y - _TEXT_LEADING + 12.4
            layout.fit(document, RIGHT, baseline, text, URDU, room=MEASURE, align="right")

    return Item(height, draw)


def _table(letter: LetterSnapshot, spacing: Spacing) -> Iterator[Item]:
    head = _table_head(letter.table_head, spacing)
    yield head
    amounts = [width(row.amount, AMOUNT.face, AMOUNT.size) for row in letter.rows]
    amounts.append(width(letter.table_head[1], HEAD.face, HEAD.size))
    room = MEASURE - min(max(amounts), MEASURE / 2) - 16
    rows = [item for row in letter.rows for item in _row_items(row, room)]
    for at, (row, details) in enumerate(rows):
        last = at == len(rows) - 1
        yield _row(row, details, room, head=head, last=last, bound=last and letter.total is not None)
    if letter.total:
        yield _total(letter.total)


def _table_head(names: tuple[str, str], spacing: Spacing) -> Item:
    def draw(document: Document, y: float) -> None:
        with document.element("TR"):
            with document.element("TH", scope="Column"):
                document.text(LEFT, y + 9, names[0], HEAD)
            with document.element("TH", scope="Column"):
                document.text(RIGHT, y + 9, names[1], HEAD, align="right")
        document.line(LEFT, y + _HEAD_HEIGHT, RIGHT, y + _HEAD_HEIGHT, stroke=0.9, color=layout.RULE)

    return Item(_HEAD_HEIGHT, draw, gap=spacing.table, bound=True, owner="Table:gift")


def _row_items(row: Row, room: float) -> list[tuple[Row, Sequence[str]]]:
    """Return a row with its detail lines, split into several rows if it would not fit a page."""
    details = wrap(row.detail, DETAIL.face, DETAIL.size, room) if row.detail else ()
    parts = list(chunks(details, _DETAIL_LINES)) or [[]]
    return [(row if at == 0 else Row(""), part) for at, part in enumerate(parts)]


def _row(row: Row, details: Sequence[str], room: float, *, head: Item, last: bool, bound: bool) -> Item:
    what = wrap(row.what, WHAT.face, WHAT.size, room) if row.what else []
    marks = [(16.4 + 13 * at, line, WHAT) for at, line in enumerate(what)]
    first = marks[-1][0] + 12.7 if marks else 13.1
    marks += [(first + 11.5 * at, line, DETAIL) for at, line in enumerate(details)]
    height = marks[-1][0] + 8.4 if marks else 24

    def draw(document: Document, y: float) -> None:
        with document.element("TR"):
            with document.element("TD"):
                for at, (below, text, style) in enumerate(marks):
                    document.text(LEFT, y + below, text if at == len(marks) - 1 else text + " ", style)
            with document.element("TD"):
                if row.amount:
                    layout.fit(document, RIGHT, y + 16.4, row.amount, AMOUNT, room=MEASURE / 2, align="right")
        if not last:
            document.line(LEFT, y + height, RIGHT, y + height, color=layout.HAIRLINE)

    return Item(height, draw, owner="Table:gift", head=head, bound=bound)


def _total(total: Total) -> Item:
    def draw(document: Document, y: float) -> None:
        document.line(LEFT, y, RIGHT, y, stroke=0.9, color=layout.RULE)
        with document.element("TR"):
            with document.element("TH", scope="Row"):
                layout.fit(document, LEFT, y + 18.8, total.label, TOTAL, room=MEASURE / 2)
            with document.element("TD"):
                layout.fit(document, RIGHT, y + 18.8, total.amount, SUM, room=MEASURE / 2, align="right")

    return Item(24, draw, gap=2.5, owner="Table:gift")


class _BoxLine(NamedTuple):
    """A line of the legal box: its distance from the line before, its runs of (text, font), and its paragraph."""

    below: float
    runs: Sequence[Words]
    paragraph: int  # -1: the title


def _legal(letter: LetterSnapshot, spacing: Spacing) -> Iterator[Item]:
    """Yield the legal box, split only if it would not fit a page."""
    lines = [_BoxLine(0, ((letter.legal.title, LEGAL_TITLE.face),), -1)]
    for number, paragraph in enumerate(letter.legal.paragraphs):
        extra = spacing.paragraph if number else spacing.paragraph - 0.8
        lines += [
            _BoxLine(_LEGAL_LEADING + (0 if at else extra), runs, number) for at, runs in enumerate(_wrapped(paragraph))
        ]
    for some in chunks(lines, _BOX_LINES):
        yield _box(some, gap=spacing.box)


def _wrapped(paragraph: Paragraph) -> Sequence[Sequence[Words]]:
    runs = tuple((run.text, SEMIBOLD if run.bold else REGULAR) for run in paragraph)
    return wrap_runs(runs, size=LEGAL.size, room=MEASURE - 2 * _PADDING)


def _box(lines: list[_BoxLine], *, gap: float) -> Item:
    height = 21.2 + sum(line.below for line in lines[1:]) + 17.2

    def draw(document: Document, y: float) -> None:
        with document.beneath():
            document.box((LEFT, y, MEASURE, height), radius=5, fill=layout.BOX_FILL, color=layout.BOX_EDGE, stroke=0.75)
        baseline = y + 21.2
        with document.element("Sect"):
            previous, stack = None, ExitStack()
            for at, line in enumerate(lines):
                baseline += line.below if at else 0
                if line.paragraph != previous:
                    stack.close()
                    stack.enter_context(document.element("H2" if line.paragraph < 0 else "P"))
                    previous = line.paragraph
                _draw_runs(document, baseline, line)
            stack.close()

    return Item(height, draw, gap=gap)


def _draw_runs(document: Document, baseline: float, line: _BoxLine) -> None:
    x = LEFT + _PADDING
    for text, face in line.runs:
        style = LEGAL_TITLE if line.paragraph < 0 else LEGAL._replace(face=face)
        x += document.text(x, baseline, text, style)


def _signature(organization: Organization, spacing: Spacing) -> Item:
    """Return the signature, name and title; without a drawn signature, with room to sign by hand."""
    line = spacing.signature
    name = line + 18.4 * line / SPACINGS[0].signature
    scale = min(1, (line - 4) / 30)

    def draw(document: Document, y: float) -> None:
        if organization.signature:
            top = y + line - 30 * scale
            box = (LEFT, top, 116 * scale, 30 * scale)
            with document.figure(alt=f"Signature of {organization.signer_name}", box=box):
                strokes = path(organization.signature, x=LEFT, y=top, scale=scale, height=document.height)
                document.shape(f"{strokes} S", f"{layout.SIGNATURE_INK} 1.1 w 1 J 1 j")
        with document.element("P"):
            layout.fit(document, LEFT, y + name, organization.signer_name + " ", SIGNER, room=MEASURE)
            layout.fit(document, LEFT, y + name + 11.7, organization.signer_title, OFFICE, room=MEASURE)

    return Item(name + 11.7, draw)


def _legends(legends: Sequence[Legend]) -> Item:
    """Return the state legends, for the bottom of the page."""
    blocks = [(legend, wrap(legend.text, REGULAR, legend.size, MEASURE)) for legend in legends]
    height = sum(len(lines) * legend.size * _LEGEND_LEADING + 3 for legend, lines in blocks)

    def draw(document: Document, y: float) -> None:
        for legend, lines in blocks:
            style = Style(REGULAR, legend.size, layout.GREY)
            with document.element("P"):
                for at, line in enumerate(lines):
                    y += legend.size * _LEGEND_LEADING
                    document.text(LEFT, y, line if at == len(lines) - 1 else line + " ", style)
            y += 3

    return Item(height, draw, gap=8, at_bottom=True)
