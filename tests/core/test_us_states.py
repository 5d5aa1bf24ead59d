"""A state's abbreviation, however the state is written."""

import pytest

from core.us_states import STATES_AND_DC, state_code


@pytest.mark.parametrize("code", sorted(STATES_AND_DC))
def test_every_state_is_known_by_its_code_and_its_name(code):
    name = STATES_AND_DC[code]

    assert {state_code(text) for text in (code, code.lower(), name, name.upper(), f" {name}. ")} == {code}


@pytest.mark.parametrize(
    "text", ["Commonwealth of Pennsylvania", "the District of Columbia", "Washington, D.C.", "D.C."]
)
def test_other_ways_to_write_one(text):
    assert state_code(text) in ("PA", "DC")


@pytest.mark.parametrize("text", ["", "Ontario", "PR", "Puerto Rico", "XX"])
def test_what_is_no_state_has_no_code(text):
    assert state_code(text) == ""
