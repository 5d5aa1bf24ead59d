"""Cut a TrueType file down to the glyphs a document uses, keeping glyph numbers, and compose new ones.

Keeping the numbers makes every text operator of a document independent of what else the document says, so shaped words
can be cached for the life of the process. Blank glyphs cost a repeated offset each, which compresses to almost nothing.
Where a letter of a joined script is drawn by several shifted glyphs, they are composed into one, so that each letter is
one code on one baseline, and every reader can copy and search it.
Only the tables a CIDFontType2 needs are kept (ISO 32000-1, 9.9.1).
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

_KEPT = ("head", "hhea", "maxp", "hmtx", "loca", "glyf", "cvt ", "fpgm", "prep")
_ARGS_ARE_WORDS, _ARGS_ARE_XY, _HAS_SCALE, _MORE, _HAS_XY_SCALE, _HAS_2X2 = 0x1, 0x2, 0x8, 0x20, 0x40, 0x80
_LIMITS = (4000, 500, 8000, 1000)  # points, contours, and the same in composites: room a rasterizer sets aside
_COMPOSITE_LIMITS = (32, 4)  # components, depth


class Part(NamedTuple):
    """A glyph within a cluster, moved from where the cluster begins; font units."""

    glyph: int
    x: int
    y: int


class Cluster(NamedTuple):
    """What shows one letter: its glyphs (a tooth and its dots), how far it moves on, and the text it reads as."""

    parts: tuple[Part, ...]
    advance: int
    text: str


class TrueType:
    """One TrueType file, parsed once."""

    def __init__(self, data: bytes, table: Callable[[str], bytes]) -> None:
        present = {
            data[12 + 16 * i : 16 + 16 * i].decode("latin-1") for i in range(struct.unpack_from(">H", data, 4)[0])
        }
        self.tables = {tag: table(tag) for tag in _KEPT if tag in present}
        self.glyph_count: int = struct.unpack_from(">H", self.tables["maxp"], 4)[0]
        self.units_per_em: int = struct.unpack_from(">H", self.tables["head"], 18)[0]
        self._offsets = self._read_offsets()
        self.advances = self._read_advances()

    def subset(self, glyphs: Collection[int], clusters: Sequence[Cluster] = ()) -> bytes:
        """Return a font file with only `glyphs` (and what they are composed of) drawn; the numbers stay.

        Every cluster becomes a further glyph, composed of others: the first has the number `glyph_count`.
        """
        wanted = self._closed([*glyphs, *(part.glyph for cluster in clusters for part in cluster.parts)])
        outlines = {glyph: self._outline(glyph) for glyph in wanted}
        advances = {glyph: self.advances[glyph] for glyph in wanted}
        for number, cluster in enumerate(clusters, start=self.glyph_count):
            outlines[number], advances[number] = self._composed(cluster), cluster.advance
        return _assembled(self._rebuilt(outlines, advances))

    def _rebuilt(self, outlines: Mapping[int, bytes], advances: Mapping[int, int]) -> dict[str, bytes]:
        """Return the tables of a font that draws `outlines`."""
        count = max(outlines) + 1
        offsets, drawn, metrics, at = [], [], [], 0
        for glyph in range(count):
            outline = outlines.get(glyph, b"")
            # The side bearing is the outline's own xMin: unhinted viewers place glyphs by it.
            left = struct.unpack_from(">h", outline, 2)[0] if outline else 0
            metrics.append(struct.pack(">Hh", advances.get(glyph, 0), left))
            offsets.append(at)
            drawn.append(outline + b"\0" * (-len(outline) % 4))
            at += len(drawn[-1])
        maxp = bytearray(self.tables["maxp"])
        struct.pack_into(">H", maxp, 4, count)
        struct.pack_into(">HHHH", maxp, 6, *_LIMITS)
        struct.pack_into(">HH", maxp, 28, *_COMPOSITE_LIMITS)
        return self.tables | {
            "loca": struct.pack(f">{count + 1}L", *offsets, at),
            "glyf": b"".join(drawn) or b"\0",
            "hmtx": b"".join(metrics),
            "maxp": bytes(maxp),
            "head": self.tables["head"][:50] + struct.pack(">h", 1) + self.tables["head"][52:],
            "hhea": self.tables["hhea"][:34] + struct.pack(">H", count),
        }

    def _composed(self, cluster: Cluster) -> bytes:
        """Return a composite outline; empty when no part draws anything."""
        parts = [part for part in cluster.parts if self._outline(part.glyph)]
        if not parts:
            return b""
        boxes = [struct.unpack_from(">4h", self._outline(part.glyph), 2) for part in parts]
        box = (
            min(b[0] + part.x for b, part in zip(boxes, parts, strict=True)),
            min(b[1] + part.y for b, part in zip(boxes, parts, strict=True)),
            max(b[2] + part.x for b, part in zip(boxes, parts, strict=True)),
            max(b[3] + part.y for b, part in zip(boxes, parts, strict=True)),
        )
        body = [struct.pack(">5h", -1, *box)]
        for left, part in reversed(list(enumerate(reversed(parts)))):
            flags = _ARGS_ARE_WORDS | _ARGS_ARE_XY | (_MORE if left else 0)
            body.append(struct.pack(">HHhh", flags, part.glyph, part.x, part.y))
        return b"".join(body)

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
    tables = dict(tables)
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
    head_at = (
        12 + 16 * count + sum(len(tables[tag]) + (-len(tables[tag]) % 4) for tag in sorted(tables) if tag < "head")
    )
    adjustment = (0xB1B0AFBA - _checksum(file)) & 0xFFFFFFFF
    return file[: head_at + 8] + struct.pack(">L", adjustment) + file[head_at + 12 :]


def _checksum(data: bytes) -> int:
    padded = data + b"\0" * (-len(data) % 4)
    return sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF
