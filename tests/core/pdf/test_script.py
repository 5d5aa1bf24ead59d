"""Lines of mixed direction. Expected orders were worked out by hand from Unicode Annex 9."""

import pytest

from core.pdf.script import Stretch, needs_ordering, stretches


def texts(line: str, **direction) -> list[tuple[str, bool]]:
    return [(stretch.text, stretch.rtl) for stretch in stretches(line, **direction)]


@pytest.mark.parametrize(("text", "needed"), [("Dear Dr. Rahman,", False), ("48 Sample", False), ("Dear محمد", True)])
def test_only_lines_with_right_to_left_letters_need_ordering(text, needed):
    assert needs_ordering(text) is needed


def test_a_latin_name_in_an_urdu_line_stands_between_its_neighbours():
    # Read from the right: محمد, Weber, احمد
    assert texts("محمد Weber احمد") == [(" احمد", True), ("Weber", False), ("محمد ", True)]


def test_brackets_around_latin_follow_the_urdu_line():
    # N0: both brackets take the direction of the line, because the text before them does.
    assert texts("محمد (Lahore) احمد") == [(") احمد", True), ("Lahore", False), ("محمد (", True)]


def test_brackets_around_urdu_in_an_english_line_stay_english():
    # N0: nothing inside agrees with the line, and before the brackets stands Latin.
    assert texts("Name (محمد) here") == [("Name (", False), ("محمد", True), (") here", False)]


def test_brackets_inside_the_urdu_of_an_english_line_follow_the_urdu():
    # The text before the brackets is Urdu, as is what they hold.
    assert texts("Name: محمد (لاہور) is here") == [("Name: ", False), ("محمد (لاہور)", True), (" is here", False)]


def test_numbers_in_an_urdu_line_keep_their_own_direction():
    assert texts("نمبر 2026") == [("2026", False), ("نمبر ", True)]


def test_nested_brackets_follow_what_the_line_says():
    assert texts("محمد (a [b] c)") == [(")", True), ("a [b] c", False), ("محمد (", True)]


def test_brackets_without_a_partner_are_plain_neutrals():
    # ")(] (" lies between Urdu and Latin and takes the direction of the line; "[Lahore]" is a pair.
    assert texts("محمد )(] ([Lahore]", rtl=True) == [("]", True), ("Lahore", False), ("محمد )(] ([", True)]


def test_an_english_line_that_begins_with_an_urdu_name_stays_english():
    assert texts("محمد gave for the reports") == [("محمد", True), (" gave for the reports", False)]
    assert texts("محمد gave", rtl=True) == [("gave", False), ("محمد ", True)]


def test_an_english_line_with_a_longer_urdu_name_stays_english():
    assert texts("Dear محمد احمد خان,")[0] == ("Dear ", False)


def test_space_at_the_end_stays_at_the_end_of_the_line():
    assert stretches("Dear محمد ") == [Stretch("Dear ", 0, False), Stretch("محمد", 5, True), Stretch(" ", 9, False)]


def test_characters_that_force_a_direction_go_with_what_stands_before_them():
    assert texts("a \u202bمحمد\u202c b") == [("a \u202b", False), ("محمد\u202c", True), (" b", False)]


def test_nothing_is_nothing():
    assert stretches("") == []
