"""Cut fonts: the glyphs asked for and no others, the numbers kept, clusters composed."""

import struct

from core.pdf import typefaces
from core.pdf.truetype import Cluster, Part, TrueType, _checksum


def parsed(data: bytes) -> TrueType:
    count = struct.unpack_from(">H", data, 4)[0]
    entries = [struct.unpack_from(">4sLLL", data, 12 + 16 * at) for at in range(count)]
    tables = {tag.decode(): data[start : start + length] for tag, _, start, length in entries}
    return TrueType(data, tables.__getitem__)


def test_only_the_glyphs_asked_for_are_drawn_and_they_keep_their_numbers():
    inter = typefaces.face("Inter")
    a, b = inter.glyphs[ord("A")], inter.glyphs[ord("b")]

    cut = parsed(inter.file.subset([a, b]))

    drawn = [glyph for glyph in range(cut.glyph_count) if cut._outline(glyph)]
    assert drawn == sorted([0, a, b])
    assert cut._outline(a).rstrip(b"\0") == inter.file._outline(a).rstrip(b"\0")
    assert cut.advances[a] == inter.file.advances[a]
    assert cut.glyph_count == max(a, b) + 1


def test_what_a_composed_letter_is_made_of_comes_along():
    inter = typefaces.face("Inter")
    letter = inter.glyphs[ord("é")]

    cut = parsed(inter.file.subset([letter]))

    assert inter.glyphs[ord("e")] in [glyph for glyph in range(cut.glyph_count) if cut._outline(glyph)]


def test_a_cluster_becomes_one_glyph_after_the_others():
    inter = typefaces.face("Inter")
    e, dot = inter.glyphs[ord("e")], inter.glyphs[ord(".")]
    cluster = Cluster((Part(e, 0, 0), Part(dot, 100, -400)), 1700, "ẹ")

    cut = parsed(inter.file.subset([], [cluster]))

    outline = cut._outline(inter.file.glyph_count)
    contours, left, bottom = struct.unpack_from(">3h", outline)
    dot_left, dot_bottom = struct.unpack_from(">2h", inter.file._outline(dot), 2)
    e_left = struct.unpack_from(">h", inter.file._outline(e), 2)[0]
    assert (contours, left, bottom) == (-1, min(e_left, dot_left + 100), dot_bottom - 400)
    assert cut.advances[inter.file.glyph_count] == 1700


def test_a_cluster_of_blanks_draws_nothing():
    inter = typefaces.face("Inter")
    space = inter.glyphs[ord(" ")]

    cut = parsed(inter.file.subset([], [Cluster((Part(space, 0, 0),), 800, " ")]))

    assert cut._outline(inter.file.glyph_count) == b""


def test_the_checksum_of_the_whole_file_is_the_one_the_format_wants():
    inter = typefaces.face("Inter")

    assert _checksum(inter.file.subset([inter.glyphs[ord("A")]])) == 0xB1B0AFBA
