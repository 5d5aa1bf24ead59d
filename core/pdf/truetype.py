"""Cut a TrueType file down to the glyphs a document uses, keeping glyph numbers.

Keeping the numbers makes every text operator of a document independent of what else the document says, so shaped words
can be cached for the life of the process. Blank glyphs cost a repeated offset each, which compresses to almost nothing.
Only the tables a CIDFontType2 needs are kept (ISO 32000-1, 9.9.1).
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Collection

_KEPT = ("head", "hhea", "maxp", "hmtx", "loca", "glyf", "cvt ", "fpgm", "prep")
_ARGS_ARE_WORDS, _HAS_SCALE, _MORE, _HAS_XY_SCALE, _HAS_2X2 = 0x1, 0x8, 0x20, 0x40, 0x80


class TrueType:
    """One TrueType file, parsed once."""

    def __init__(self, data: bytes, table: Callable[[str], bytes]) -> None:
        present = {data[12 + 16 * i : 16 + 16 * i].decode("latin-1") for i in range(struct.unpack_from(">H", data, 4)[0])}
        self.tables = {tag: table(tag) for tag in _KEPT if tag in present}
        self.glyph_count: int = struct.unpack_from(">H", self.tables["maxp"], 4)[0]
        self.units_per_em: int = struct.unpack_from(">H", self.tables["head"], 18)[0]
        self._offsets = self._read_offsets()
        self.advances = self._read_advances()

    def subset(self, glyphs: Collection[int]) -> bytes:
        """Return a font file with only `glyphs` (and what they are composed of) drawn; the numbers stay."""
        wanted = self._closed(glyphs)
        count = max(wanted) + 1
        offsets, drawn, at = [], [], 0
        for glyph in range(count):
            offsets.append(at)
            if glyph in wanted:
                outline = self._outline(glyph)
                drawn.append(outline + b"\0" * (-len(outline) % 4))
                at += len(drawn[-1])
        tables = dict(self.tables, loca=struct.pack(f">{count + 1}L", *offsets, at), glyf=b"".join(drawn) or b"\0")
        tables["maxp"] = self.tables["maxp"][:4] + struct.pack(">H", count) + self.tables["maxp"][6:]
        tables["head"] = self.tables["head"][:50] + struct.pack(">h", 1) + self.tables["head"][52:]
        tables["hhea"] = self.tables["hhea"][:34] + struct.pack(">H", count)
        tables["hmtx"] = b"".join(
            struct.pack(">Hh", self.advances[glyph] if glyph in wanted else 0, self._left(glyph, wanted))
            for glyph in range(count)
        )
        return _assembled(tables)

    def _read_offsets(self) -> list[int]:
        wide = struct.unpack_from(">h", self.tables["head"], 50)[0]
        count = self.glyph_count + 1
        if wide:
            return list(struct.unpack_from(f">{count}L", self.tables["loca"]))
        return [2 * half for half in struct.unpack_from(f">{count}H", self.tables["loca"])]

    def _read_advances(self) -> list[int]:
        full = struct.unpack_from(">H", self.tables["hhea"], 34)[0]
        advances = [struct.unpack_from(">H", self.tables["hmtx"], 4 * glyph)[0] for glyph in range(full)]
        return advances + [advances[-1]] * (self.glyph_count - full)

    def _left(self, glyph: int, wanted: Collection[int]) -> int:
        """Return the left side bearing: the outline's own xMin, which is what unhinted viewers place it by."""
        outline = self._outline(glyph) if glyph in wanted else b""
        return struct.unpack_from(">h", outline, 2)[0] if outline else 0

    def _outline(self, glyph: int) -> bytes:
        return self.tables["glyf"][self._offsets[glyph] : self._offsets[glyph + 1]]

    def _closed(self, glyphs: Collection[int]) -> set[int]:
        """Return `glyphs`, .notdef, and every glyph they are composed of."""
        wanted: set[int] = set()
        waiting = [0, *glyphs]
        while waiting:
            glyph = waiting.pop()
            if glyph not in wanted:
                wanted.add(glyph)
                waiting.extend(_components(self._outline(glyph)))
        return wanted


def _components(outline: bytes) -> list[int]:
    if not outline or struct.unpack_from(">h", outline)[0] >= 0:
        return []
    found, at, flags = [], 10, _MORE
    while flags & _MORE:
        flags, glyph = struct.unpack_from(">HH", outline, at)
        found.append(glyph)
        at += 8 if flags & _ARGS_ARE_WORDS else 6
        at += 2 if flags & _HAS_SCALE else 4 if flags & _HAS_XY_SCALE else 8 if flags & _HAS_2X2 else 0
    return found


def _assembled(tables: dict[str, bytes]) -> bytes:
    """Return a font file of `tables` with directory and checksums."""
    tables["head"] = tables["head"][:8] + b"\0\0\0\0" + tables["head"][12:]
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    directory = [struct.pack(">LHHHH", 0x00010000, count, power * 16, power.bit_length() - 1, (count - power) * 16)]
    bodies, at = [], 12 + 16 * count
    for tag in sorted(tables):
        body = tables[tag]
        directory.append(struct.pack(">4sLLL", tag.encode("latin-1"), _checksum(body), at, len(body)))
        bodies.append(body + b"\0" * (-len(body) % 4))
        at += len(bodies[-1])
    file = b"".join(directory + bodies)
    head_at = 12 + 16 * count + sum(len(tables[tag]) + (-len(tables[tag]) % 4) for tag in sorted(tables) if tag < "head")
    adjustment = (0xB1B0AFBA - _checksum(file)) & 0xFFFFFFFF
    return file[: head_at + 8] + struct.pack(">L", adjustment) + file[head_at + 12 :]


def _checksum(data: bytes) -> int:
    padded = data + b"\0" * (-len(data) % 4)
    return sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF
