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

from core.pdf.truetype import TrueType

COMMON = string.ascii_letters + string.digits + string.punctuation + " –—‘’“”·×−•…§éñ©"
_FLAG_SYMBOLIC = 4
_CHARS_A_BLOCK = 100  # the most a bfchar section may hold (Adobe Technical Note 5014)


class Raw(pdfdoc.PDFObject):
    """A PDF object whose bytes are known; `{0}` to `{n}` in them are not expanded, references are written in already."""

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
    """What one document draws with one font: glyphs beyond the common ones, and the text they stand for."""

    codes: dict[tuple[int, str], int]  # (glyph, text) → code; only for scripts where a glyph has many meanings
    texts: dict[int, str]  # glyph → text, beyond what the character map says


class EmbeddedFont(TTFont):
    """A TrueType font file, registered once a process and used by any number of documents.

    `complex_script`: codes are handed out per (glyph, text), because in joined scripts one glyph (a dotless tooth)
    stands for many letters and only the pair can be copied and read aloud correctly.
    """

    def __init__(self, name: str, path: Path, *, complex_script: bool = False) -> None:
        super().__init__(name, str(path), shapable=False)
        self.complex_script = complex_script
        self.file = TrueType(self.face._ttf_data, self.face.get_table)
        self.glyphs: dict[int, int] = dict(self.face.charToGlyph)
        if 0x20 in self.glyphs:
            self.glyphs[0xA0] = self.glyphs[0x20]  # copies and reads as a plain space
        self._scale = 1000 / self.file.units_per_em
        self.common = frozenset() if complex_script else frozenset(self.glyphs[ord(c)] for c in COMMON)

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
            state.use = Use({}, {})
            return state.use

    def note(self, document: pdfdoc.PDFDocument, texts: Mapping[int, str]) -> None:
        """Remember glyphs beyond the common ones, with the text they show."""
        self.use(document).texts.update(texts)

    def code(self, document: pdfdoc.PDFDocument, glyph: int, text: str) -> int:
        """Return the code that draws `glyph` and reads as `text`."""
        codes = self.use(document).codes
        return codes.setdefault((glyph, text), len(codes) + 1)

    def splitString(self, text: str | bytes, doc: pdfdoc.PDFDocument, encoding: str = "utf-8") -> list:  # noqa: N802
        """Encode plain text for reportlab's own drawing: one subset, two bytes a glyph."""
        if isinstance(text, bytes):
            text = text.decode(encoding)
        glyphs = [self.glyphs.get(ord(char), 0) for char in text]
        pairs = list(zip(glyphs, text, strict=True))
        if self.complex_script:
            return [(0, b"".join(self.code(doc, glyph, char).to_bytes(2, "big") for glyph, char in pairs))]
        self.note(doc, {glyph: char for glyph, char in pairs if glyph not in self.common})
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
        if self.complex_script:
            parts = _coded_parts(self, tuple(state.use.codes))
        else:
            parts = _plain_parts(self, frozenset(state.use.texts.items()))
        font = _write(doc, self, parts)
        doc.idToObject["BasicFonts"].dict[state.internalName] = font


class Parts(NamedTuple):
    """The finished pieces of an embedded font, ready to be written into any document."""

    name: bytes
    program: bytes
    program_length: int
    widths: bytes
    to_unicode: bytes
    code_map: bytes | None


@lru_cache(maxsize=256)
def _plain_parts(font: EmbeddedFont, extra: frozenset[tuple[int, str]]) -> Parts:
    texts = {glyph: font.chars[glyph] for glyph in font.common} | dict(extra)
    return _parts(font, {glyph: (glyph, text) for glyph, text in texts.items()}, code_map=None)


@lru_cache(maxsize=256)
def _coded_parts(font: EmbeddedFont, pairs: tuple[tuple[int, str], ...]) -> Parts:
    codes = dict(enumerate(pairs, start=1))
    glyphs = b"".join(glyph.to_bytes(2, "big") for glyph in [0, *(glyph for glyph, _ in pairs)])
    return _parts(font, codes, code_map=zlib.compress(glyphs))


def _parts(font: EmbeddedFont, codes: Mapping[int, tuple[int, str]], code_map: bytes | None) -> Parts:
    glyphs = sorted({glyph for glyph, _ in codes.values()})
    program = font.file.subset(glyphs)
    return Parts(
        name=_subset_tag(glyphs) + b"+" + font.face.name,
        program=zlib.compress(program, 9),
        program_length=len(program),
        widths=_widths({code: font.advance(glyph) for code, (glyph, _) in codes.items()}),
        to_unicode=zlib.compress(_to_unicode({code: text for code, (_, text) in codes.items()}), 9),
        code_map=code_map,
    )


def _subset_tag(glyphs: Iterable[int]) -> bytes:
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
    blocks = [lines[at : at + _CHARS_A_BLOCK] for at in range(0, len(lines), _CHARS_A_BLOCK)]
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
    code_map = add(document, stream(parts.code_map)) if parts.code_map else b"/Identity"
    descendant = add(
        document,
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        b"/FontDescriptor %s/DW 0/W %s/CIDToGIDMap %s>>" % (parts.name, descriptor, parts.widths, code_map),
    )
    to_unicode = add(document, stream(parts.to_unicode))
    whole = b"<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%s]/ToUnicode %s>>"
    return document.Reference(Raw(whole % (parts.name, descendant, to_unicode)))
