"""Which characters our faces can print: the one check against their character maps.

without_tricks(text)   what is printed of a text: without marks that turn directions, and without pictures
unprintable(text)      the letters of it that no face has: a document with one of them must not be made
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from core.pdf import typefaces
from core.pdf.embedding import EmbeddedFont

#: Embeddings, overrides, isolates and the marks of both directions; what joins or is invisible; the byte order mark.
_TURNING = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
#: What makes a picture of the character before it, or goes on with one: variation, keycap, skin tone, flags, tags.
_ADORNING = re.compile("[\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U0001f1e6-\U0001f1ff\U000e0000-\U000e01ef]")
#: Joiners shape the letters of Urdu and of Indian scripts; between pictures they glue.
_JOINERS = "\u200c\u200d"
_PICTURE_CATEGORIES = ("So", "Sk", "Co")


@lru_cache(maxsize=4096)
def face_for(char: str) -> EmbeddedFont | None:
    """The face that prints a character where the line's own does not have it; None where none does."""
    found = (typefaces.face(name) for name in (typefaces.REGULAR, *typefaces.FALLBACKS))
    return next((face for face in found if ord(char) in face.glyphs), None)


def without_tricks(text: str) -> str:
    """A text as it is printed: names are not turned around, and an emoji is no part of a name on paper."""
    if text.isascii():
        return text
    plain = _ADORNING.sub("", _TURNING.sub("", text))
    printable = "".join(char for char in plain if not _is_picture(char))
    if printable == plain:
        return plain
    # A picture that went leaves its joiner and the space beside it.
    printable = re.sub(f"(?<![^\\W\\d_])[{_JOINERS}]+|[{_JOINERS}]+(?=\\s|$)", "", printable)
    return re.sub(r" {2,}", " ", printable).strip(" ") if printable.strip() else ""


@lru_cache(maxsize=4096)
def _is_picture(char: str) -> bool:
    if char == "\ufffd":  # half a character was lost here, and that is not to be hidden
        return False
    return not char.isascii() and unicodedata.category(char) in _PICTURE_CATEGORIES and face_for(char) is None


def unprintable(text: str) -> str:
    """The characters of a text that no face has, each once, in their order."""
    if text.isascii():
        return ""
    shown = without_tricks(unicodedata.normalize("NFC", text))
    missing = (char for char in shown if char not in _JOINERS and not char.isspace() and face_for(char) is None)
    return "".join(dict.fromkeys(missing))


def scripts_of(characters: str) -> list[str]:
    """What scripts characters are of, as Unicode names them: `CJK`, `Hangul`, `Tamil`."""
    names = (unicodedata.name(char, "unknown").split()[0].split("-")[0] for char in characters)
    return list(dict.fromkeys(name.upper() if name == "CJK" else name.title() for name in names))
