"""Build the typefaces of our printed documents from Debian's font packages.

    apt-get download fonts-inter-variable=4.0~beta7+ds-1 fonts-noto-core=20201225-1
    for package in fonts-*.deb; do dpkg-deb -x "$package" unpacked; done
    python core/pdf/fonts/build.py unpacked

Inter becomes five static faces whose **default digits are tabular**: PDF text is placed glyph by glyph with no
OpenType features, so the figures a column of money needs must be what the character map already says. The Noto
faces only lose what is never used on paper (hinting). The output is the same bytes for the same input.
All families are under the SIL Open Font License; the notices stand beside the files.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HERE = Path(__file__).resolve().parent
TRUETYPE = Path("usr/share/fonts/truetype")
ROMAN, ITALIC = TRUETYPE / "inter-vf/Inter-roman.var.ttf", TRUETYPE / "inter-vf/Inter-italic.var.ttf"
INTER = {
    "Regular": (ROMAN, 400),
    "Medium": (ROMAN, 500),
    "SemiBold": (ROMAN, 600),
    "Bold": (ROMAN, 700),
    "Italic": (ITALIC, 400),
}
NOTO = {
    "NotoNaskhArabic-Regular.ttf": TRUETYPE / "noto/NotoNaskhArabic-Regular.ttf",
    "NotoNastaliqUrdu-Regular.ttf": TRUETYPE / "noto/NotoNastaliqUrdu-Regular.ttf",
    "NotoSansDevanagari-Regular.ttf": TRUETYPE / "noto/NotoSansDevanagari-Regular.ttf",
    "NotoSansGurmukhi-Regular.ttf": TRUETYPE / "noto/NotoSansGurmukhi-Regular.ttf",
    "NotoSansBengali-Regular.ttf": TRUETYPE / "noto/NotoSansBengali-Regular.ttf",
    "NotoSansHebrew-Regular.ttf": TRUETYPE / "noto/NotoSansHebrew-Regular.ttf",
}
#: Names in Greek and Cyrillic letters, which our cut of Inter leaves out.
EASTERN = ("NotoSans-Eastern.ttf", TRUETYPE / "noto/NotoSans-Regular.ttf", [*range(0x20, 0x7F), *range(0x370, 0x530)])
LATIN = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x250),  # Latin-1, Extended-A and -B: every European name, Turkish, Azeri, pinyin
    *range(0x2B0, 0x2C0),  # the half rings and apostrophes of romanized Urdu and Arabic
    *range(0x2C6, 0x2DE),
    *range(0x300, 0x330),  # combining marks, for names typed decomposed
    *range(0x1E00, 0x1F00),  # Latin Extended Additional: Vietnamese, and dots below in transliteration
    *range(0x2000, 0x2070),
    *range(0x20A0, 0x20C1),  # currency, the rupee signs among them
    *(0x2113, 0x2116, 0x2117, 0x2120, 0x2122, 0x212E),
    *range(0x2190, 0x2194),
    *(0x2202, 0x2206, 0x220F, 0x2211, 0x2212, 0x2215, 0x2219, 0x221A, 0x221E, 0x222B, 0x2248, 0x2260, 0x2264, 0x2265),
    *(0x25CA, 0x25CF, 0x2713, 0xFB01, 0xFB02, 0xFFFD),
]
DIGITS = range(ord("0"), ord("9") + 1)
LAYOUT_KEPT = ["kern", "mark", "mkmk", "ccmp", "locl"]


def main(unpacked: str) -> None:
    """Write every face beside this script from the packages unpacked under `unpacked`."""
    root = Path(unpacked)
    for style, (source, weight) in INTER.items():
        write(inter(root / source, style, weight), HERE / f"Inter-{style}.ttf")
    for target, source in NOTO.items():
        write(trimmed(TTFont(root / source, recalcTimestamp=False)), HERE / target)
    target, source, letters = EASTERN
    write(trimmed(TTFont(root / source, recalcTimestamp=False), unicodes=letters, features=LAYOUT_KEPT), HERE / target)


def inter(source: Path, style: str, weight: int) -> TTFont:
    """Return one static face of Inter, tabular digits first, cut to the characters of `LATIN`."""
    font = instancer.instantiateVariableFont(TTFont(source, recalcTimestamp=False), {"wght": weight}, inplace=True)
    use_tabular_digits(font)
    rename(font, style)
    return trimmed(font, unicodes=LATIN, features=LAYOUT_KEPT)


def use_tabular_digits(font: TTFont) -> None:
    """Point the character map's digits at the glyphs that `tnum` would substitute."""
    swaps: dict[str, str] = {}
    gsub = font["GSUB"].table
    for record in gsub.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for table in gsub.LookupList.Lookup[index].SubTable:
                    swaps.update(getattr(table, "ExtSubTable", table).mapping)
    tabular = {digit: swaps[font.getBestCmap()[digit]] for digit in DIGITS}
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(tabular)
    widest = max(font["hmtx"][glyph][0] for glyph in tabular.values())
    for glyph in tabular.values():  # interpolated weights differ by a rounding unit or two from digit to digit
        font["hmtx"][glyph] = (widest, font["hmtx"][glyph][1])


def rename(font: TTFont, style: str) -> None:
    """Give the face its own PostScript and full name: `pdffonts` and print shops tell faces apart by them."""
    names = font["name"]
    for name_id, text in {1: f"Inter {style}", 2: "Regular", 4: f"Inter {style}", 6: f"Inter-{style}"}.items():
        names.removeNames(nameID=name_id)
        names.setName(text, name_id, 3, 1, 0x409)


def trimmed(font: TTFont, unicodes: list[int] | None = None, features: list[str] | None = None) -> TTFont:
    """Drop hinting and tables that paper does not need; keep `unicodes` and `features`, all of them when None."""
    options = subset.Options(
        hinting=False, glyph_names=False, notdef_outline=True, name_IDs=[0, 1, 2, 4, 5, 6, 13, 14], legacy_kern=False
    )
    options.layout_features = features or ["*"]
    options.drop_tables += ["DSIG", "STAT", "MVAR", "avar", "HVAR", "gasp", "meta"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=unicodes if unicodes is not None else list(font.getBestCmap()))
    subsetter.subset(font)
    return font


def write(font: TTFont, target: Path) -> None:
    font.save(target)
    print(f"{target.name}: {target.stat().st_size:,} bytes, {len(font.getGlyphOrder())} glyphs")


if __name__ == "__main__":
    main(*sys.argv[1:])
