"""What our faces can print, and what is left out of print."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from core.pdf import coverage, text, typefaces
from core.pdf.document import Document
from core.pdf.text import Style

PRINTED = [
    "Zoë Łukasiewicz-Đặng",
    "محمد اقبال قریشی",
    "अमित कुमार क्षत्रिय",
    "क्\u200dष",
    "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ ਢਿੱਲੋਂ",
    "মোহাম্মদ রহমান",
    "משה בן־דוד",
    "Иван Петров Ґалаґан",
    "Αλέξανδρος",
]


@pytest.mark.parametrize("name", PRINTED)
def test_names_in_the_scripts_of_our_donors_are_printed_whole(name):
    assert coverage.unprintable(name) == ""
    glyphs = [part.glyph for piece in text.line(name, "Inter").pieces for each in piece.clusters for part in each.parts]
    assert 0 not in glyphs


@pytest.mark.parametrize("name", [name for name in PRINTED if not re.search("[\u0590-\u06ff]", name)])
def test_they_copy_out_of_the_file_as_written(name):
    document = Document(title="A name", author="Example, Inc.")
    with document.element("P"):
        document.text(60, 100, name, Style(typefaces.REGULAR, 12))

    copied = PdfReader(BytesIO(document.finish())).pages[0].extract_text()

    assert "".join(copied.split()) == "".join(name.split())


@pytest.mark.parametrize(
    ("name", "missing", "scripts"),
    [
        ("李明 Li Ming", "李明", ["CJK"]),
        ("김 Kim", "김", ["Hangul"]),
        ("தமிழ் 李", "தமிழ்李", ["Tamil", "CJK"]),
        ("Amina", "", []),
        ("Amina 🎉", "", []),
    ],
)
def test_what_no_face_has_is_named_once_each_with_its_script(name, missing, scripts):
    assert coverage.unprintable(name) == missing
    assert coverage.scripts_of(missing) == scripts


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("\u202eanimA\u202c Rahman", "animA Rahman"),
        ("\u2066Amina\u2069\u200f\u200b\ufeff", "Amina"),
        ("Amina 🎉 Rahman", "Amina Rahman"),
        ("👨\u200d👩\u200d👧 Amina", "Amina"),
        ("Amina ❤️", "Amina"),
        ("🏳️\u200d🌈🇵🇰", ""),
        ("Amina 1️⃣", "Amina 1"),
        ("Amina 👍🏽 Rahman", "Amina Rahman"),
        ("Nestlé® ™ ©", "Nestlé® ™ ©"),
        ("خان\u200cزاده", "خان\u200cزاده"),
    ],
)
def test_marks_that_turn_a_line_and_pictures_are_not_printed(typed, printed):
    assert text.clean(typed) == printed
    assert coverage.without_tricks(typed) == printed


def test_faces_and_the_check_ask_the_same_character_maps():
    for code in (*range(0x20, 0x2FF), *range(0x590, 0x700), *range(0x900, 0xA80), *range(0x370, 0x530)):
        char = chr(code)
        in_some = any(code in typefaces.face(name).glyphs for name in (typefaces.REGULAR, *typefaces.FALLBACKS))
        assert (coverage.face_for(char) is not None) is in_some
