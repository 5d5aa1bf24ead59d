"""Print one receipt letter: a snapshot in, a PDF out.

Pure and reproducible: the same snapshot gives the same bytes anywhere. `receipts.printing.layout` has the grid; this
module has the order of the parts and page breaks. The words come from `receipts.kinds` and
`donations.deductibility.wording`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from itertools import groupby
from typing import Any

from core.pdf.document import Document
from receipts.printing import layout
from receipts.printing.flowables import SPACINGS, Placed, blocks_of, place
from receipts.snapshot import Fact, LetterSnapshot


def render_letter(snapshot: LetterSnapshot | Mapping[str, Any]) -> bytes:
    """Return the letter as a tagged PDF. Raises BadSnapshot when stored JSON is not a snapshot this template knows."""
    letter = snapshot if isinstance(snapshot, LetterSnapshot) else LetterSnapshot.from_json(snapshot)
    document = Document(
        title=f"{' '.join(letter.title.split())} {letter.number}",
        author=letter.organization.legal_name,
        subject=layout.SANDBOX if letter.sandbox else letter.replaces,
        lang=letter.lang,
    )
    _draw(document, letter)
    return document.finish()


def render_letters(snapshots: Iterable[LetterSnapshot | Mapping[str, Any]], *, title: str, author: str) -> bytes:
    """Return one file of many letters for printing: fonts are embedded once, each letter is its own part.

    Raises BadSnapshot as `render_letter` does, and ValueError without letters.
    """
    document = Document(title=title, author=author)
    count = 0
    for count, snapshot in enumerate(snapshots, start=1):
        letter = snapshot if isinstance(snapshot, LetterSnapshot) else LetterSnapshot.from_json(snapshot)
        if count > 1:
            document.next_page()
        with document.element("Part", lang=letter.lang):
            _draw(document, letter)
    if not count:
        raise ValueError("There are no letters to print.")
    return document.finish()


def _draw(document: Document, letter: LetterSnapshot) -> None:
    """Draw a letter from the top of the current page to the end of its last page."""
    placed = _arranged(letter, _front(document, letter))
    pages = placed[-1].page
    page = 1
    for owner, group in groupby(placed, key=lambda each: each.item.owner):
        with _owner(document, owner):
            for each in group:
                while page < each.page:
                    _turn(document, letter, page, pages)
                    page += 1
                each.draw(document)
    _finish_page(document, letter, page, pages)


def _front(document: Document, letter: LetterSnapshot) -> float:
    """Draw everything above the fold. Return where the letter's text may begin."""
    layout.letterhead(document, letter.organization)
    layout.title(document, letter.title)
    shown = [*letter.facts, *([Fact("Demo system", layout.SANDBOX)] if letter.sandbox else [])]
    last = layout.facts(document, shown)
    layout.address(document, letter.recipient)
    layout.fold_mark(document)
    return max(layout.BODY - 10, last + 20)


def _arranged(letter: LetterSnapshot, start: float) -> list[Placed]:
    """Place the letter's items on pages, tightened where that saves a page."""
    best = place(list(blocks_of(letter, SPACINGS[0])), start)
    for spacing in SPACINGS[1:]:
        if best[-1].page == 1:
            break
        closer = place(list(blocks_of(letter, spacing)), start)
        if closer[-1].page < best[-1].page:
            best = closer
    return best


def _owner(document: Document, owner: str) -> AbstractContextManager:
    """Keep one PDF tag open around items with the same owner; items without one bring their own."""
    return document.element(owner.split(":")[0]) if owner else nullcontext()


def _turn(document: Document, letter: LetterSnapshot, page: int, pages: int) -> None:
    _finish_page(document, letter, page, pages)
    document.next_page()
    right = " · ".join(part for part in (letter.number, *letter.recipient[:1]) if part)
    layout.short_head(document, " ".join(letter.title.split()), right)


def _finish_page(document: Document, letter: LetterSnapshot, page: int, pages: int) -> None:
    layout.foot(document, letter.organization, letter.verification, page=page, pages=pages)
    if letter.sandbox:
        layout.watermark(document)
