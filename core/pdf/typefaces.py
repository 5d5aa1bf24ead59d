"""The typefaces of our documents, registered with reportlab when first asked for.

Names are what `canvas.setFont` and drawings take: "Inter", "Inter-Medium", "Inter-SemiBold", "Inter-Bold",
"Inter-Italic", "Naskh" (Arabic script inside a line) and "Nastaliq" (Urdu set large, by itself). `FALLBACKS` are the
faces a line takes for letters its own lacks, in this order.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics

from core.pdf.embedding import EmbeddedFont

REGULAR, MEDIUM, SEMIBOLD, BOLD, ITALIC = "Inter", "Inter-Medium", "Inter-SemiBold", "Inter-Bold", "Inter-Italic"
NASKH, NASTALIQ = "Naskh", "Nastaliq"
DEVANAGARI, GURMUKHI, BENGALI, HEBREW, EASTERN = "Devanagari", "Gurmukhi", "Bengali", "Hebrew", "Eastern"
_FOLDER = Path(__file__).resolve().parent / "fonts"
_FILES = {
    REGULAR: "Inter-Regular.ttf",
    MEDIUM: "Inter-Medium.ttf",
    SEMIBOLD: "Inter-SemiBold.ttf",
    BOLD: "Inter-Bold.ttf",
    ITALIC: "Inter-Italic.ttf",
    NASKH: "NotoNaskhArabic-Regular.ttf",
    NASTALIQ: "NotoNastaliqUrdu-Regular.ttf",
    DEVANAGARI: "NotoSansDevanagari-Regular.ttf",
    GURMUKHI: "NotoSansGurmukhi-Regular.ttf",
    BENGALI: "NotoSansBengali-Regular.ttf",
    HEBREW: "NotoSansHebrew-Regular.ttf",
    EASTERN: "NotoSans-Eastern.ttf",
}
FALLBACKS = (NASKH, DEVANAGARI, GURMUKHI, BENGALI, HEBREW, EASTERN)
#: Scripts whose letters take their shape from their neighbors, and faces without the letters of every document.
_JOINED = {NASTALIQ, *FALLBACKS}


NAMES = frozenset(_FILES) - set(FALLBACKS[1:])


@cache
def face(name: str) -> EmbeddedFont:
    """Return the typeface called `name`, loading and registering it once a process. Raises KeyError if unknown."""
    font = EmbeddedFont(name, _FOLDER / _FILES[name], joined=name in _JOINED)
    pdfmetrics.registerFont(font)
    return font


@cache
def register_all() -> None:
    """Make every typeface that drawings name known to reportlab: they name fonts without asking us."""
    for name in NAMES:
        face(name)
