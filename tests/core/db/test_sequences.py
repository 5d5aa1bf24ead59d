import pytest
from django.db import transaction

from core.db import sequences
from core.models import Sequence
from tests.support.databases import race


class Abandoned(Exception):
    """The work a number was taken for came to nothing."""


def take_one(series: str, *, abandon: bool = False) -> int:
    with transaction.atomic():
        (number,) = sequences.next_numbers(series=series)
        if abandon:
            raise Abandoned
    return number


@pytest.mark.django_db
def test_numbers_start_at_one_and_follow_each_other():
    taken = [take_one("letter"), take_one("letter"), take_one("parcel"), take_one("letter")]

    assert taken == [1, 2, 1, 3]
    assert sequences.next_numbers(series="letter", count=3) == range(4, 7)


def test_numbers_are_only_taken_inside_a_transaction(own_database):
    with pytest.raises(RuntimeError):
        sequences.next_numbers(series="letter")


@pytest.mark.django_db
def test_a_number_whose_work_failed_is_taken_again():
    take_one("letter")
    with pytest.raises(Abandoned):
        take_one("letter", abandon=True)

    assert take_one("letter") == 2


def test_racing_takers_leave_no_gap_though_a_third_give_their_number_back(own_database):
    taken = race(48, lambda number: take_one("letter", abandon=number % 3 == 0))

    assert sorted(result for result in taken if isinstance(result, int)) == list(range(1, 33))
    assert sum(isinstance(result, Abandoned) for result in taken) == 16
    assert Sequence.objects.get(series="letter").last == 32
