"""Fonts as reportlab knows them, embedded as composite fonts whose codes are glyph numbers.

reportlab's own TrueType support cuts a fresh 8-bit subset for every document, which is most of the cost of a one-page
letter and cannot hold shaped Arabic. An `EmbeddedFont` writes glyph numbers (Identity-H) and embeds one program: the
characters nearly every letter uses, compressed once a process, and only what goes beyond them is cut for a document.
It stays a reportlab font: `canvas.drawString`, `stringWidth` and drawings work with it.
"""

from __future__ import annotations

import hashlib
import string
import zlib
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

import uharfbuzz
from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.ttfonts import TTFont

from core.db.chunks import chunks
from core.pdf.truetype import Cluster, TrueType

# In every document's fonts, needed or not: a program cut once a process, against a millisecond a face and document.
COMMON = string.ascii_letters + string.digits + " .,;:!?'’()-–−&/$%#@·×“”"
_FLAG_SYMBOLIC = 4
_CHARS_A_BLOCK = 100  # the most a bfchar section may hold (Adobe Technical Note 5014)


class Raw(pdfdoc.PDFObject):
    """A PDF object whose bytes are known, references in them written out."""

    __RefOnly__ = 1

    def __init__(self, data: bytes) -> None:
        self.data = data

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        return self.data


def add(document: pdfdoc.PDFDocument, data: bytes) -> bytes:
    """Add an object of known bytes to `document`; return the reference to it, like b"12 0 R"."""
    return document.Reference(Raw(data)).format(document)


def stream(body: bytes, entries: bytes = b"") -> bytes:
    """Return the bytes of a stream object around an already deflated `body`."""
    return b"<</Filter/FlateDecode/Length %d%s>>stream\n%s\nendstream" % (len(body), entries, body)


class Use(NamedTuple):
    """What one document draws with one font beyond the common glyphs."""

    texts: dict[int, str]  # glyph → the text it shows
    clusters: dict[Cluster, int]  # letters of several glyphs, or of a glyph that means something else → their code


class EmbeddedFont(TTFont):
    """A TrueType font file, registered once a process and used by any number of documents."""

    def __init__(self, name: str, path: Path, *, joined: bool = False) -> None:
        """Load the file at `path`; `joined`: of a script whose letters take their shape from their neighbours."""
        super().__init__(name, str(path), shapable=False)
        self.joined = joined
        self.file = TrueType(self.face._ttf_data, self.face.get_table)
        self.glyphs: dict[int, int] = dict(self.face.charToGlyph)
        if 0x20 in self.glyphs:
            self.glyphs[0xA0] = self.glyphs[0x20]  # copies and reads as a plain space
        self._scale = 1000 / self.file.units_per_em
        self.common = frozenset() if joined else frozenset(self.glyphs[ord(char)] for char in COMMON)

    @cached_property
    def chars(self) -> dict[int, str]:
        """Glyph → the character it shows; the lowest when several share it."""
        return {glyph: chr(code) for code, glyph in sorted(self.glyphs.items(), reverse=True) if code != 0xA0}

    @cached_property
    def shaper(self) -> uharfbuzz.Font:
        return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(self.face._ttf_data)))

    def advance(self, glyph: int) -> float:
        """Return the width of a glyph in thousandths of the type size."""
        return self.file.advances[glyph] * self._scale

    def to_thousandths(self, units: float) -> float:
        """Convert font units to thousandths of the type size."""
        return units * self._scale

    def use(self, document: pdfdoc.PDFDocument) -> Use:
        """Return the record of what `document` draws with this font, begun when first asked for."""
        try:
            return self.state[document].use
        except KeyError:
            state = self.state[document] = TTFont.State(False, self)
            state.use = Use(texts={}, clusters={})
            return state.use

    def note(self, document: pdfdoc.PDFDocument, texts: Mapping[int, str]) -> None:
        """Remember glyphs beyond the common ones, with the text they show."""
        self.use(document).texts.update(texts)

    def code(self, document: pdfdoc.PDFDocument, cluster: Cluster) -> int:
        """Return the code that draws `cluster` in `document`."""
        clusters = self.use(document).clusters
        return clusters.setdefault(cluster, self.file.glyph_count + len(clusters))

    def splitString(self, text: str | bytes, doc: pdfdoc.PDFDocument, encoding: str = "utf-8") -> list:  # noqa: N802
        """Encode plain text for reportlab's own drawing: one subset, two bytes a glyph."""
        if isinstance(text, bytes):
            text = text.decode(encoding)
        glyphs = [self.glyphs.get(ord(char), 0) for char in text]
        self.note(doc, {glyph: char for glyph, char in zip(glyphs, text, strict=True) if glyph not in self.common})
        return [(0, b"".join(glyph.to_bytes(2, "big") for glyph in glyphs))]

    def getSubsetInternalName(self, subset: int, doc: pdfdoc.PDFDocument) -> str:  # noqa: N802
        """Return the resource name of this font in `doc`, like "/F1"."""
        self.use(doc)
        state = self.state[doc]
        if state.internalName is None:
            state.internalName = f"F{len(doc.fontMapping) + 1}"
            doc.fontMapping[self.fontName] = "/" + state.internalName
            doc.delayedFonts.append(self)
        return "/" + state.internalName

    def addObjects(self, doc: pdfdoc.PDFDocument) -> None:  # noqa: N802
        """Write the font's objects into `doc` (reportlab calls this when the document is saved)."""
        state = self.state.pop(doc)
        parts = _parts(self, frozenset(state.use.texts.items()), tuple(state.use.clusters))
        font = _write(doc, self, parts)
        doc.idToObject["BasicFonts"].dict[state.internalName] = font


class Parts(NamedTuple):
    """The finished pieces of an embedded font, ready to be written into any document."""

    name: bytes
    program: bytes
    program_length: int
    widths: bytes
    to_unicode: bytes


@lru_cache(maxsize=256)
def _parts(font: EmbeddedFont, noted: frozenset[tuple[int, str]], clusters: tuple[Cluster, ...]) -> Parts:
    texts = {glyph: font.chars[glyph] for glyph in font.common} | dict(noted)
    widths = {glyph: font.advance(glyph) for glyph in texts}
    glyphs = sorted(texts)
    for code, cluster in enumerate(clusters, start=font.file.glyph_count):
        texts[code], widths[code] = cluster.text, font.to_thousandths(cluster.advance)
    program = font.file.subset(glyphs, clusters)
    return Parts(
        name=_subset_tag((*glyphs, *clusters)) + b"+" + font.face.name,
        program=zlib.compress(program, 9),
        program_length=len(program),
        widths=_widths(widths),
        to_unicode=zlib.compress(_to_unicode(texts), 9),
    )


def _subset_tag(glyphs: Iterable[object]) -> bytes:
    """Return six letters that differ between subsets of one font (ISO 32000-1, 9.6.4) and repeat for the same one."""
    digest = hashlib.sha256(repr(list(glyphs)).encode()).digest()
    return bytes(ord("A") + byte % 26 for byte in digest[:6])


def _widths(widths: Mapping[int, float]) -> bytes:
    parts: list[str] = []
    previous = None
    for code in sorted(widths):
        if previous is None or code != previous + 1:
            parts.append(f"{']' if parts else ''}{code}[")
        parts.append(f"{widths[code]:.4g} ")
        previous = code
    return ("[" + "".join(parts) + ("]" if parts else "") + "]").encode()


def _to_unicode(texts: Mapping[int, str]) -> bytes:
    lines = [f"<{code:04X}><{text.encode('utf-16-be').hex().upper()}>" for code, text in sorted(texts.items())]
    blocks = chunks(lines, _CHARS_A_BLOCK)
    sections = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def\n"
        "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n{sections}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    ).encode()


def _write(document: pdfdoc.PDFDocument, font: EmbeddedFont, parts: Parts) -> pdfdoc.PDFObjectReference:
    face = font.face
    program = add(document, stream(parts.program, b"/Length1 %d" % parts.program_length))
    descriptor = add(
        document,
        b"<</Type/FontDescriptor/FontName/%s/Flags %d/FontBBox[%d %d %d %d]/ItalicAngle %d/Ascent %d/Descent %d"
        b"/CapHeight %d/StemV %d/FontFile2 %s>>"
        % (
            parts.name,
            _FLAG_SYMBOLIC,
            *(round(edge) for edge in face.bbox),
            round(face.italicAngle),
            round(face.ascent),
            round(face.descent),
            round(face.capHeight),
            round(face.stemV),
            program,
        ),
    )
    descendant = add(
        document,
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%s"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        b"/FontDescriptor %s/DW 0/W %s/CIDToGIDMap/Identity>>" % (parts.name, descriptor, parts.widths),
    )
    to_unicode = add(document, stream(parts.to_unicode))
    whole = b"<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%s]/ToUnicode %s>>"
    return document.Reference(Raw(whole % (parts.name, descendant, to_unicode)))
