"""The fixed parts of every letter: letterhead, facts, address window, footer, continuation header, box.

US Letter, measured in points from the top left. The address is placed where a #10 window shows it in every position of
the sheet (x 63–315, y 180–228); nothing else is placed anywhere the window can show (x 0–387, y 147–261).
"""

from __future__ import annotations

from collections.abc import Sequence

from core.pdf import typefaces
from core.pdf.document import Document
from core.pdf.shapes import path
from core.pdf.text import Style, cut, width, wrap
from receipts.snapshot import Fact, Organization, Verification

LEFT, RIGHT = 63.0, 549.0
MEASURE = RIGHT - LEFT
BODY, BODY_AFTER = 292.0, 68.5  # top of the text on the first and on further pages
BOTTOM, FOOT = 700.0, 708.0
QR = 44.0

INK, GREY, FAINT, ACCENT = ".09 .106 .098 rg", ".29 .31 .302 rg", ".38 .396 .392 rg", ".063 .424 .337 rg"
HAIRLINE, RULE, BOX_FILL, BOX_EDGE = ".87 .886 .875 RG", ".67 .702 .682 RG", ".945 .965 .957 rg", ".796 .851 .831 RG"
SIGNATURE_INK = ".137 .224 .365 RG"

REGULAR, MEDIUM, SEMIBOLD, BOLD = typefaces.REGULAR, typefaces.MEDIUM, typefaces.SEMIBOLD, typefaces.BOLD
NAME = Style(SEMIBOLD, 10.5, INK)
CONTACT = Style(REGULAR, 8.5, GREY)
TITLE = Style(BOLD, 16.5, ACCENT)
LABEL, VALUE, NUMBER = Style(REGULAR, 8.5, GREY), Style(MEDIUM, 9, INK), Style(SEMIBOLD, 9, INK)
ADDRESS = Style(REGULAR, 10.5, INK)
CHECK = Style(MEDIUM, 8.5, INK)
PAGE = Style(REGULAR, 8, FAINT)
WATERMARK = Style(BOLD, 54, INK)
SANDBOX = "Not a tax receipt"

_FACTS_X, _FACTS_FROM, _FACTS_STEP = 405.0, 150.0, 18.5
_ADDRESS_X, _ADDRESS_FROM, _ADDRESS_STEP, _ADDRESS_ROOM = 66.0, 188.0, 12.5, 249.0
_ADDRESS_LINES = 4
_LEAST_ADDRESS, _SMALLEST_ADDRESS, _CLOSE, _ADDRESS_DEPTH = 8.0, 5, 1.2, 66.0
_NAME_X, _NAME_ROOM = 98.0, 290.0
_SLOPE = (0.788, 0.6157)  # from corner to corner of the sheet
_LEAF = "M16 26V14M16 15c0-4.5-3.5-7.5-8.5-7.5C7.5 12 11 15 16 15zM16 18.5c0-4 3-6.8 8.5-6.8 0 4.3-3.2 6.8-8.5 6.8z"


def mark(document: Document, x: float, y: float, size: float) -> None:
    """Draw the organization's logo, `size` points square."""
    document.box((x, y, size, size), radius=size * 9 / 32, fill=ACCENT)
    leaf = path(_LEAF, x=x, y=y, scale=size / 32, height=document.height)
    document.shape(f"{leaf} S", f"1 G {2.3 * size / 32:.3f} w 1 J 1 j")


def letterhead(document: Document, organization: Organization) -> None:
    """Draw logo, name, address, phone, email and EIN."""
    mark(document, LEFT, 38, 26)
    lines = _name_lines(organization.legal_name)
    with document.element("P"):
        for at, line in enumerate(lines):
            text = line if at == len(lines) - 1 else line + " "
            document.text(_NAME_X, (54.5 if len(lines) == 1 else 48) + 13 * at, text, NAME)
    contact = [organization.phone, organization.email, f"EIN {organization.ein}" if organization.ein else ""]
    with document.element("P"):
        fit(document, LEFT, 81.5, ", ".join(organization.address) + " ", CONTACT, room=330)
        fit(document, LEFT, 93.7, " · ".join(part for part in contact if part), CONTACT, room=330)


def _name_lines(name: str) -> list[str]:
    """Break a long name into two lines of similar length."""
    if width(name, NAME.face, NAME.size) <= 200:
        return [name]
    words = name.split()
    halves = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))] or [(name, "")]
    best = min(halves, key=lambda two: max(width(part, NAME.face, NAME.size) for part in two))
    return [part for part in best if part]


def title(document: Document, text: str) -> None:
    """Draw the title; line breaks in `text` are kept."""
    lines = [line for part in text.split("\n") for line in wrap(part, TITLE.face, TITLE.size, RIGHT - _FACTS_X + 6)]
    with document.element("H1"):
        for at, line in enumerate(lines):
            fit(document, _FACTS_X, 51 + 19 * at, line + (" " if at < len(lines) - 1 else ""), TITLE, room=150)


def facts(document: Document, items: Sequence[Fact]) -> float:
    """Draw labels and values below each other, as a table with row headers. Return the last baseline."""
    y = _FACTS_FROM
    with document.element("Table"):
        for at, fact in enumerate(items):
            y = _FACTS_FROM + _FACTS_STEP * at
            document.line(_FACTS_X, y - 12.4, RIGHT, y - 12.4, color=HAIRLINE)
            with document.element("TR"):
                with document.element("TH", scope="Row"):
                    wide = fit(document, _FACTS_X, y, fact.label, LABEL, room=90)
                with document.element("TD"):
                    style = VALUE if at else NUMBER
                    fit(document, RIGHT, y, fact.value, style, room=RIGHT - _FACTS_X - wide - 6, align="right")
    return y


def address(document: Document, lines: Sequence[str]) -> None:
    """Draw the address in the window: at most four lines, at the largest size that fits the longest.

    If that size is too small to read, it is broken over more, closer lines instead; nothing is cut off.
    """
    shown = address_lines(lines)
    widest = max((width(line, ADDRESS.face, ADDRESS.size) for line in shown), default=0)
    size, step = min(ADDRESS.size, round(ADDRESS.size * _ADDRESS_ROOM / max(widest, 1) - 0.005, 2)), _ADDRESS_STEP
    if size < _LEAST_ADDRESS:
        size, step, shown = _closer(lines)
    with document.element("P"):
        for at, line in enumerate(shown):
            text = line if at == len(shown) - 1 else line + " "
            document.text(_ADDRESS_X, _ADDRESS_FROM + step * at, text, ADDRESS._replace(size=size))


def _closer(lines: Sequence[str]) -> tuple[float, float, list[str]]:
    """A long address: the largest size at which all of it fits, with lines broken where needed."""
    given = [line.strip() for line in lines if line.strip()]
    for tenths in range(round(_LEAST_ADDRESS * 10), _SMALLEST_ADDRESS * 10, -5):
        size = tenths / 10
        shown = [part for line in given for part in wrap(line, ADDRESS.face, size, _ADDRESS_ROOM)]
        if len(shown) * size * _CLOSE <= _ADDRESS_DEPTH:
            return size, size * _CLOSE, shown
    shown = [part for line in given for part in wrap(line, ADDRESS.face, _SMALLEST_ADDRESS, _ADDRESS_ROOM)]
    return _SMALLEST_ADDRESS, min(_SMALLEST_ADDRESS * _CLOSE, _ADDRESS_DEPTH / len(shown)), shown


def address_lines(lines: Sequence[str]) -> list[str]:
    """Return at most four lines: long ones broken while there is room, surplus ones in the middle joined."""
    shown = [line.strip() for line in lines if line.strip()]
    while len(shown) > _ADDRESS_LINES:
        shown[1:3] = [f"{shown[1]}, {shown[2]}"]
    at = 0
    while at < len(shown):
        parts = wrap(shown[at], ADDRESS.face, ADDRESS.size, _ADDRESS_ROOM)
        if 1 < len(parts) <= _ADDRESS_LINES - len(shown) + 1 and " " in shown[at]:
            shown[at : at + 1] = parts
            at += len(parts) - 1
        at += 1
    return shown


def fit(document: Document, x: float, y: float, text: str, style: Style, *, room: float, align: str = "left") -> float:
    """Draw a line no wider than `room`, at a smaller size if needed. Return its width."""
    wide = width(text, style.face, style.size)
    if wide > room:
        style = style._replace(size=round(style.size * room / wide - 0.005, 2))
    return document.text(x, y, text, style, align=align)


def fold_mark(document: Document) -> None:
    """Draw the fold mark a third down the page."""
    document.line(13.5, 264, 26, 264, color=RULE)


def foot(
    document: Document, organization: Organization, verification: Verification | None, *, page: int, pages: int
) -> None:
    """Draw the rule, how to verify the letter (in the tags of the last page only), and page x of y."""
    document.line(LEFT, FOOT, RIGHT, FOOT, color=HAIRLINE)
    if verification and page == pages:
        _verification(document, verification)
    elif verification:
        with document.artifact("Pagination"):
            _check_lines(document, verification)
            document.qr(RIGHT - QR, 717, QR, verification.address)
    with document.artifact("Pagination"):
        fit(document, LEFT, 757.6, f"Page {page} of {pages} · {organization.legal_name}", PAGE, room=420)


def _verification(document: Document, verification: Verification) -> None:
    with document.element("P"):
        _check_lines(document, verification)
    box = (RIGHT - QR, 717, QR, QR)
    with document.element("Link"):
        with document.figure(alt=f"QR code linking to {verification.shown}", box=box):
            document.qr(RIGHT - QR, 717, QR, verification.address)
        document.link(box, verification.address, contents=f"Verify this document at {verification.shown}")


def _check_lines(document: Document, verification: Verification) -> None:
    fit(document, LEFT, 727.9, f"Verify this document at {verification.shown} ", CHECK, room=430)
    note = f"Code {verification.code}. That page shows whether it is valid, never your name or the amount."
    fit(document, LEFT, 739.5, note, CONTACT, room=430)


def short_head(document: Document, left: str, right: str) -> None:
    """Draw the header of a later page: document and recipient."""
    with document.artifact("Pagination"):
        mark(document, LEFT, 36, 18)
        wide = fit(document, 89, 48.6, left, NAME, room=250)
        room = RIGHT - 89 - wide - 12
        document.text(RIGHT, 48.2, cut(right, CONTACT.face, CONTACT.size, room), CONTACT, align="right")
        document.line(LEFT, 62, RIGHT, 62, color=HAIRLINE)


def watermark(document: Document) -> None:
    """Draw the watermark of a sandbox letter across the page."""
    with document.beneath():
        document.watermark(SANDBOX, WATERMARK, angle=_SLOPE, opacity=0.12)
