"""Faces of printed documents as they are built: their names, their digits, their characters."""

from fontTools.ttLib import TTFont

from core.pdf.fonts import build


def regular() -> TTFont:
    return TTFont(build.HERE / "Inter-Regular.ttf")


def test_a_face_is_told_apart_by_its_names():
    font = regular()

    build.rename(font, "Bold")

    assert [font["name"].getDebugName(name_id) for name_id in (1, 2, 4, 6)] == [
        "Inter Bold",
        "Regular",
        "Inter Bold",
        "Inter-Bold",
    ]


def test_only_the_wanted_characters_are_kept():
    font = build.trimmed(regular(), unicodes=[ord("A"), ord("1")], features=build.LAYOUT_KEPT)

    assert sorted(font.getBestCmap()) == [ord("1"), ord("A")]


def test_every_digit_of_the_built_face_is_as_wide_as_the_others():
    font = regular()

    assert len({font["hmtx"][font.getBestCmap()[digit]][0] for digit in build.DIGITS}) == 1
