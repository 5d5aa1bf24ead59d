"""Read a tagged PDF back as a screen reader does: along its structure, in the order of the words.

Text extracted from the page itself is in the order of its places and a guess where scripts mix; along the structure
tree it is exactly what was written. So stored letters are compared with what they were meant to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, cast

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, StreamObject, TextStringObject

SHOWS_TEXT = {b"Tj", b"TJ", b"'", b'"'}
_INLINE = {"Span", "Link", "Document"}


class NotTagged(ValueError):
    """The file has no structure tree to read along."""


@dataclass(frozen=True, slots=True)
class Node:
    """An element: its tag, its text and elements in reading order, its dictionary."""

    tag: str
    kids: tuple[str | Node, ...]
    entries: DictionaryObject

    @property
    def children(self) -> list[Node]:
        return [kid for kid in self.kids if isinstance(kid, Node)]

    @property
    def said(self) -> str:
        """What is read aloud here and below, with single spaces."""
        return " ".join(_spoken_text(self).split())


def tree(data: bytes) -> Node:
    """Return the top element of a tagged PDF. Raises NotTagged; pypdf's errors for what is no PDF at all."""
    reader = PdfReader(BytesIO(data))
    if "/StructTreeRoot" not in reader.root_object:
        raise NotTagged
    pages = {
        page.indirect_reference.idnum: marked_text(page, reader) for page in reader.pages if page.indirect_reference
    }
    return _node(cast(DictionaryObject, reader.root_object["/StructTreeRoot"])["/K"], pages, None)


def walk(node: Node) -> Iterator[Node]:
    """Yield an element and all below it, in reading order."""
    yield node
    for child in node.children:
        yield from walk(child)


def marked_text(page: PageObject, reader: PdfReader) -> dict[int, str]:
    """Return the text of every piece of marked content of a page, by its number."""
    found: dict[int, str] = {}
    marks: list[int | None] = []
    letters: dict[str, str] = {}
    fonts = {name: _letters(font.get_object()) for name, font in _fonts(page).items()}
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator in (b"BDC", b"BMC"):
            marks.append(operands[1].get("/MCID") if operator == b"BDC" else None)
        elif operator == b"EMC":
            marks.pop()
        elif operator == b"Tf":
            letters = fonts[operands[0]]
        elif (
            operator in SHOWS_TEXT
            and (number := next((mark for mark in reversed(marks) if mark is not None), None)) is not None
        ):
            found[number] = found.get(number, "") + _decoded(operands[0], letters)
    return found


def _fonts(page: PageObject) -> DictionaryObject:
    return cast(DictionaryObject, cast(DictionaryObject, page["/Resources"])["/Font"])


def _decoded(shown: Any, letters: dict[str, str]) -> str:
    """Return what the operand of a text operator says: two bytes a code."""
    parts = [part for part in shown if isinstance(part, bytes | str)] if isinstance(shown, ArrayObject) else [shown]
    raw = b"".join(part if isinstance(part, bytes) else cast(TextStringObject, part).original_bytes for part in parts)
    return "".join(letters.get(raw[at : at + 2].hex().upper(), "\ufffd") for at in range(0, len(raw), 2))


def _letters(font: DictionaryObject) -> dict[str, str]:
    """Return a font's own map from codes (hexadecimal) to text."""
    if "/ToUnicode" not in font:
        return {}
    stream = cast(StreamObject, font["/ToUnicode"].get_object()).get_data().decode()
    return {code: bytes.fromhex(text).decode("utf-16-be") for code, text in re.findall(r"<(\w{4})><(\w*)>", stream)}


def _node(reference: Any, pages: dict[int, dict[int, str]], page: int | None) -> Node:
    entry = reference.get_object()
    page = entry.raw_get("/Pg").idnum if "/Pg" in entry else page
    kids: list[str | Node] = []
    for kid in entry.get("/K", []):
        kid = kid.get_object()
        if isinstance(kid, int):
            kids.append(pages[page or 0].get(kid, ""))
        elif kid.get("/Type") == "/MCR":
            kids.append(pages[kid.raw_get("/Pg").idnum].get(kid["/MCID"], ""))
        elif kid.get("/Type") != "/OBJR":
            kids.append(_node(kid, pages, page))
    return Node(entry["/S"].removeprefix("/"), tuple(kids), entry)


def _spoken_text(node: Node) -> str:
    if "/ActualText" in node.entries:
        return str(node.entries["/ActualText"])
    gap = "" if node.tag in _INLINE else " "
    return gap + "".join(kid if isinstance(kid, str) else _spoken_text(kid) for kid in node.kids) + gap
