"""The faces we embed: what they hold, how large they are, whose they are."""

from pathlib import Path

import pytest

from core.pdf import typefaces

FOLDER = Path(typefaces.__file__).parent / "fonts"
INTER = ["Inter", "Inter-Medium", "Inter-SemiBold", "Inter-Bold", "Inter-Italic"]


@pytest.mark.parametrize("name", INTER)
def test_digits_are_of_one_width(name):
    face = typefaces.face(name)

    assert len({face.advance(face.glyphs[ord(digit)]) for digit in "0123456789"}) == 1


@pytest.mark.parametrize("name", INTER)
def test_names_of_many_languages_and_rupees_can_be_set(name):
    letters = "ÀéñöøßŁłŞşİığÇçŽžāīūṭḍṣẕʿʾ₨₹€£−×·’“”—"

    assert [char for char in letters if ord(char) not in typefaces.face(name).glyphs] == []


def test_urdu_can_be_set_in_both_arabic_faces():
    letters = "ابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءیےؤئآ،۔؟۰۱۲۳۴۵۶۷۸۹"

    for name in ("Naskh", "Nastaliq"):
        assert [char for char in letters if ord(char) not in typefaces.face(name).glyphs] == []


def test_faces_are_small_and_their_licences_stand_beside_them():
    sizes = {file.stem: file.stat().st_size for file in FOLDER.glob("Inter-*.ttf")}

    assert sorted(sizes) == ["Inter-Bold", "Inter-Italic", "Inter-Medium", "Inter-Regular", "Inter-SemiBold"]
    assert max(sizes.values()) < 150_000
    for family in {file.stem.split("-")[0] for file in FOLDER.glob("*.ttf")}:
        assert "SIL OPEN FONT LICENSE Version 1.1" in (FOLDER / f"OFL-{family}.txt").read_text()


def test_an_unknown_face_is_an_error():
    with pytest.raises(KeyError):
        typefaces.face("Helvetica")
