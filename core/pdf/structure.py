"""The structure tree of a tagged PDF: what a screen reader reads, in the order it reads it (ISO 32000-1, 14.7, 14.8).

An `Element` holds other elements and pieces of marked content, each known by its page and its number on that page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from reportlab.pdfbase import pdfdoc

from core.pdf.embedding import Raw, add

Box = tuple[float, float, float, float]


class Content(NamedTuple):
    """A piece of marked content: the page it stands on (from 0) and its number there."""

    page: int
    number: int


class Annotation(NamedTuple):
    """A link's active area, as a child of its Link element."""

    page: int
    reference: bytes
    parent_key: int


@dataclass(slots=True)
class Element:
    """One node: a standard structure type, its attributes, its children in reading order."""

    tag: str
    entries: str = ""  # further dictionary entries, PDF syntax
    children: list[Element | Content | Annotation] = field(default_factory=list)


def entries(*, alt: str = "", actual: str = "", lang: str = "", scope: str = "", box: Box | None = None) -> str:
    """Return dictionary entries for an element.

    `alt`: what a picture shows; `actual`: what its text says; `lang`; `scope` of a header cell; `box` of a figure in
    PDF points.
    """
    parts = []
    if actual:
        parts.append(f"/ActualText {text_string(actual)}")
    if alt:
        parts.append(f"/Alt {text_string(alt)}")
    if lang:
        parts.append(f"/Lang({lang})")
    if scope:
        parts.append(f"/A<</O/Table/Scope/{scope}>>")
    if box:
        parts.append("/A<</O/Layout/Placement/Block/BBox[{:.2f} {:.2f} {:.2f} {:.2f}]>>".format(*box))
    return "".join(parts)


def text_string(text: str) -> str:
    """Return `text` as a PDF text string, hexadecimal so that no character needs escaping."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


class Writer:
    """Writes a finished tree into a document: one object an element, then the tree's root and its parent tree."""

    def __init__(self, document: pdfdoc.PDFDocument, pages: list[bytes]) -> None:
        self.document = document
        self.pages = pages  # references, like b"5 0 R"
        self.owners: dict[int, bytes] = {}  # annotation's parent key → reference of its element
        self.contents: list[dict[int, bytes]] = [{} for _ in pages]

    def write(self, root: Element) -> bytes:
        """Write `root` and all below it; return the reference to the StructTreeRoot."""
        tree_root = Raw(b"")
        reference = self.document.Reference(tree_root).format(self.document)
        top = self._element(root, reference)
        numbers = [*enumerate(self._page_owners()), *sorted(self.owners.items())]
        nums = b"".join(b"%d %s " % (key, owner) for key, owner in numbers)
        tree_root.data = b"<</Type/StructTreeRoot/K %s/ParentTree<</Nums[%s]>>/ParentTreeNextKey %d>>" % (
            top,
            nums,
            max((key for key, _ in numbers), default=-1) + 1,
        )
        return reference

    def _element(self, element: Element, parent: bytes) -> bytes:
        node = Raw(b"")
        reference = self.document.Reference(node).format(self.document)
        page = next((child.page for child in element.children if isinstance(child, Content)), None)
        kids = b" ".join([self._child(child, reference, page) for child in element.children])
        on_page = b"/Pg %s" % self.pages[page] if page is not None else b""
        node.data = b"<</S/%s/P %s%s%s/K[%s]>>" % (
            element.tag.encode(),
            parent,
            on_page,
            element.entries.encode("latin-1"),
            kids,
        )
        return reference

    def _child(self, child: Element | Content | Annotation, reference: bytes, page: int | None) -> bytes:
        if isinstance(child, Element):
            return self._element(child, reference)
        if isinstance(child, Annotation):
            self.owners[child.parent_key] = reference
            return b"<</Type/OBJR/Obj %s/Pg %s>>" % (child.reference, self.pages[child.page])
        self.contents[child.page][child.number] = reference
        if child.page == page:
            return b"%d" % child.number
        return b"<</Type/MCR/Pg %s/MCID %d>>" % (self.pages[child.page], child.number)

    def _page_owners(self) -> list[bytes]:
        """Return, for every page, the array that finds the element of each piece of marked content by its number."""
        return [
            add(self.document, b"[%s]" % b" ".join(owners[number] for number in sorted(owners)))
            for owners in self.contents
        ]
