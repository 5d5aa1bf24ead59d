"""Text shaped by HarfBuzz: words into glyphs, lines into pieces of one font, paragraphs into lines.

Plain words of a plain font become a finished text operator, remembered for the life of the process. Lines with another
script, or with characters the chosen face lacks, are laid out stretch by stretch, each in a face that has it, in
reading order; there a letter is a cluster of glyphs, which the document composes into one.
All widths are in thousandths of the type size; `width()` and `wrap()` speak points.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

import uharfbuzz

from core.pdf import coverage, script, typefaces
from core.pdf.embedding import EmbeddedFont
from core.pdf.truetype import Cluster, Part

_FEATURES = {"liga": False, "clig": False, "calt": False}  # what is printed is what was typed
_SPACE = ord(" ")
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LONE = re.compile(r"[\ud800-\udfff]")  # half a character, as badly cut text leaves it
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


Words = tuple[str, str]  # text and its face


class Style(NamedTuple):
    """A face, a size in points and a colour (three parts of one, as PDF writes them)."""

    face: str
    size: float
    color: str = "0 g"


class Piece(NamedTuple):
    """A stretch of a line in one font: a ready operator, or clusters for which the document gives codes."""

    font: EmbeddedFont
    x: float
    operator: str
    clusters: tuple[Cluster, ...]
    noted: tuple[tuple[int, str], ...]
    spoken: str  # what the stretch says, where its glyphs alone do not
    lang: str


class Line(NamedTuple):
    """A shaped line: its width, and its pieces in reading order."""

    width: float
    pieces: tuple[Piece, ...]


class _Word(NamedTuple):
    width: float
    operator: str
    noted: tuple[tuple[int, str], ...]


def width(text: str, face: str, size: float) -> float:
    """Return the width of `text` in points."""
    return line(text, face).width * size / 1000


@lru_cache(maxsize=4096)
def wrap(text: str, face: str, size: float, room: float) -> tuple[str, ...]:
    """Break `text` into lines at most `room` points wide: at spaces, and inside a word only if it is too wide alone.

    No-break spaces (U+00A0) hold what must not be parted.
    """
    lines = wrap_runs(((text, face),), size=size, room=room)
    return tuple("".join(part for part, _ in parts).rstrip(" ") for parts in lines)


def cut(text: str, face: str, size: float, room: float) -> str:
    """The text as far as it fits into `room` points, an ellipsis included."""
    if width(text, face, size) <= room:
        return text
    lines = wrap(text, face, size, room - width("…", face, size))
    return f"{lines[0].rstrip()}…"


@lru_cache(maxsize=4096)
def wrap_runs(runs: tuple[Words, ...], *, size: float, room: float) -> tuple[tuple[Words, ...], ...]:
    """Break runs into lines at most `room` points wide, each a series of runs."""
    limit = room * 1000 / size
    lines: list[list[Words]] = [[]]
    used = 0.0
    for word in _words(runs):
        wide, blank = _word_width(word)
        if used and used + wide > limit:
            lines.append([])
            used = 0.0
        if wide > limit:
            *full, word = _broken(word, limit)
            lines[-1:] = [*(lines[-1:] if lines[-1] else []), *full, []]
            wide, blank = _word_width(word)
            used = 0.0
        lines[-1].extend(word)
        used += wide + blank
    return tuple(tuple(_joined(parts)) for parts in lines)


def _words(runs: Iterable[Words]) -> list[list[Words]]:
    """Return words with the spaces after them; a word may change its face inside."""
    words: list[list[Words]] = []
    going_on = False
    for text, face in runs:
        for part in re.findall(r"[^ ]* *", clean(text))[:-1]:
            if going_on and words:
                words[-1].append((part, face))
            else:
                words.append([(part, face)])
            going_on = not part.endswith(" ")
    return words


def _word_width(word: list[Words]) -> tuple[float, float]:
    """Return the width of a word and of the space after it."""
    text, face = word[-1]
    bare = text.rstrip(" ")
    wide = sum(line(part, part_face).width for part, part_face in word[:-1]) + line(bare, face).width
    return wide, (len(text) - len(bare)) * _space(typefaces.face(face))


def _broken(word: list[Words], limit: float) -> list[list[Words]]:
    """Cut a word that no line can hold, letter by letter."""
    rows: list[list[Words]] = [[]]
    used = 0.0
    for text, face in word:
        for char in text:
            wide = line(char, face).width
            if used + wide > limit and rows[-1]:
                rows.append([])
                used = 0.0
            rows[-1].append((char, face))
            used += wide
    return [_joined(row) for row in rows]


def _joined(parts: Iterable[Words]) -> list[Words]:
    """Join neighbours of one face."""
    joined: list[Words] = []
    for text, face in parts:
        if joined and joined[-1][1] == face:
            joined[-1] = (joined[-1][0] + text, face)
        else:
            joined.append((text, face))
    return joined


def clean(text: str) -> str:
    """Return `text` composed (NFC), with line ends and control characters as spaces: paper has none.

    Marks that turn the direction of what follows and pictures (emoji) are left out, see `coverage.without_tricks`.
    """
    if text.isascii() and text.isprintable():
        return text
    return coverage.without_tricks(_LONE.sub("\ufffd", _CONTROL.sub(" ", unicodedata.normalize("NFC", text))))


@lru_cache(maxsize=16384)
def line(text: str, face: str) -> Line:
    """Shape one line of `text` in `face`, with other faces where it has no glyph."""
    text = clean(text)
    font = typefaces.face(face)
    plain = None if font.joined else _plain_line(text, font)
    return plain or _mixed_line(text, font)


def _plain_line(text: str, font: EmbeddedFont) -> Line | None:
    """Shape a line of one left-to-right font word by word; None where that cannot be done."""
    if not text.isascii() and not all(ord(char) in font.glyphs for char in text):
        return None
    words = [_word(word, font) for word in text.replace("\xa0", " ").split(" ")]
    if any(word is None for word in words):
        return None
    space = _space(font)
    found = [word for word in words if word]
    operator = f"<{font.glyphs[_SPACE]:04X}>".join(word.operator for word in found).replace("><", "")
    noted = tuple(pair for word in found for pair in word.noted)
    wide = sum(word.width for word in found) + space * (len(found) - 1)
    return Line(wide, (Piece(font, 0, f"[{operator}]TJ", (), noted, "", ""),) if text else ())


def _space(font: EmbeddedFont) -> float:
    return font.advance(font.glyphs[_SPACE])


@lru_cache(maxsize=32768)
def _word(word: str, font: EmbeddedFont) -> _Word | None:
    """Shape a word with kerning; None when a glyph stands off the line (a mark without a composed letter)."""
    parts, noted, wide = [], [], 0.0
    for info, position in _shaped(word, font, rtl=False):
        if position.x_offset or position.y_offset:
            return None
        glyph = info.codepoint
        parts.append(f"<{glyph:04X}>")
        if glyph not in font.common:
            noted.append((glyph, font.chars.get(glyph) or word[info.cluster]))
        advance = font.to_thousandths(position.x_advance)
        kern = font.advance(glyph) - advance
        if kern:
            parts.append(f"{kern:.3g}")
        wide += advance
    return _Word(wide, "".join(parts), tuple(noted))


def _shaped(text: str, font: EmbeddedFont, *, rtl: bool) -> list[tuple[uharfbuzz.GlyphInfo, uharfbuzz.GlyphPosition]]:
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if rtl else "ltr"
    if _ARABIC.search(text):
        buffer.script, buffer.language = "Arab", "ur"
    uharfbuzz.shape(font.shaper, buffer, _FEATURES)
    return list(zip(buffer.glyph_infos or [], buffer.glyph_positions or [], strict=True))


def _mixed_line(text: str, font: EmbeddedFont) -> Line:
    """Lay out a line of several directions or fonts."""
    placed: list[tuple[int, Piece]] = []
    at = 0.0
    for stretch in script.stretches(text) if script.needs_ordering(text) else [script.Stretch(text, 0, False)]:
        parts = _by_font(stretch, font)
        for part, start, chosen in reversed(parts) if stretch.rtl else parts:
            piece, wide = _piece(part, chosen, at, rtl=stretch.rtl)
            placed.append((stretch.start + start, piece))
            at += wide
    placed.sort(key=lambda item: item[0])
    return Line(at, tuple(piece for _, piece in placed))


def _by_font(stretch: script.Stretch, font: EmbeddedFont) -> list[tuple[str, int, EmbeddedFont]]:
    """Cut a stretch where the face must change; characters that every face has stay with what stands before them."""
    parts: list[tuple[str, int, EmbeddedFont]] = []
    for at, char in enumerate(stretch.text):
        chosen = _font_for(char, font)
        if parts:
            before = parts[-1][2]
            neutral = not char.isalnum() and ord(char) in before.glyphs
            if neutral or _INVISIBLE.match(char) or unicodedata.combining(char):
                chosen = before
            if chosen is before:
                parts[-1] = (parts[-1][0] + char, parts[-1][1], before)
                continue
        parts.append((char, at, chosen))
    return parts


def _font_for(char: str, font: EmbeddedFont) -> EmbeddedFont:
    latin = typefaces.face(typefaces.REGULAR) if font.joined else font
    if char.isascii():
        return latin if char.isalnum() else font
    if ord(char) in font.glyphs:
        return font
    # Where no face has it, the box of the Arabic one: its codes carry the text, so even that copies as written.
    return coverage.face_for(char) or typefaces.face(typefaces.NASKH)


def _piece(text: str, font: EmbeddedFont, at: float, *, rtl: bool) -> tuple[Piece, float]:
    """Shape one stretch of one font that begins `at`; return it with its width."""
    clusters = tuple(_clusters(text, font, rtl=rtl))
    wide = font.to_thousandths(sum(cluster.advance for cluster in clusters))
    arabic = bool(_ARABIC.search(text))
    return Piece(font, at, "", clusters, (), text if arabic or rtl else "", "ur" if arabic else ""), wide


def _clusters(text: str, font: EmbeddedFont, *, rtl: bool) -> Iterator[Cluster]:
    """Yield the letters of a stretch from left to right.

    Readers turn right-to-left words around themselves, so that is the order in which every program writes them.
    """
    shaped = _shaped(text, font, rtl=rtl)
    starts = sorted({info.cluster for info, _ in shaped})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    for start, group in groupby(shaped, key=lambda item: item[0].cluster):
        parts, pen = [], 0
        for info, position in group:
            parts.append(Part(info.codepoint, pen + position.x_offset, position.y_offset))
            pen += position.x_advance
        yield Cluster(tuple(parts), pen, text[start : ends[start]])
