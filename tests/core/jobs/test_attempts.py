import pytest

from core.jobs.attempts import attempted


def test_what_goes_wrong_is_kept_and_the_rest_goes_on():
    with attempted() as attempt:
        raise ValueError("one gift")

    assert repr(attempt.error) == "ValueError('one gift')"


def test_what_goes_well_leaves_no_error():
    with attempted() as attempt:
        pass

    assert attempt.error is None


def test_an_error_that_is_not_this_ones_fault_is_raised():
    with pytest.raises(LookupError), attempted(unless=(LookupError,)):
        raise KeyError("the database is away")


def test_who_stops_the_program_stops_it():
    with pytest.raises(KeyboardInterrupt), attempted():
        raise KeyboardInterrupt
