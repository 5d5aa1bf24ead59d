"""State legends by their days."""

from datetime import date

from donations.deductibility.rules.state_legends import LEGENDS, attorney_general_address, legends_on


def test_new_yorks_text_changes_on_its_day():
    before, after = legends_on("NY", date(2019, 3, 20)), legends_on("ny ", date(2019, 3, 21))

    assert len(before) == len(after) == 1
    assert before[0].text != after[0].text


def test_without_a_day_the_newest_row_counts():
    assert legends_on("NY", None) == legends_on("NY", date(2026, 1, 1))
    assert legends_on("TX", None) == ()


def test_rows_of_a_state_never_overlap():
    for legend in LEGENDS:
        assert len([row for row in legends_on(legend.state, legend.starts_on) if row.code == legend.code]) == 1


def test_the_attorney_general_moved_in_2018():
    assert attorney_general_address(date(2017, 12, 31)).startswith("120 Broadway")
    assert attorney_general_address(date(2018, 1, 1)) == attorney_general_address(None)
