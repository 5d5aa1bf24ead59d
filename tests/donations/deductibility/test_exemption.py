"""The charity's exemption on the day of the gift and of the document, at each of its bounds."""

from dataclasses import replace
from datetime import date

import pytest

from donations.deductibility import Org
from donations.deductibility.exemption import (
    application_deadline,
    effective_date,
    exemption_effect,
    filed_on_rolled_deadline,
    is_holiday,
    next_business_day,
    status_on,
)
from tests.donations.deductibility.builders import PENDING, RECOGNIZED

REVOKED = replace(
    RECOGNIZED, status="revoked", revocation_effective=date(2020, 5, 15), revocation_published=date(2020, 8, 10)
)


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2012, 12, 2), "not_applied"),
        (date(2012, 12, 3), "pending"),
        (date(2013, 7, 14), "pending"),
        (date(2013, 7, 15), "recognized"),
        (date(2020, 5, 14), "recognized"),
        (date(2020, 5, 15), "revoked"),
        (None, "revoked"),
    ],
)
def test_status_is_read_back_from_the_latest_one(day, status):
    assert status_on(REVOKED, day) == status


def test_before_its_denial_an_application_was_pending():
    denied = replace(PENDING, status="denied", denial_date=date(2014, 2, 1))

    assert [status_on(denied, date(2014, 1, 31)), status_on(denied, date(2014, 2, 1))] == ["pending", "denied"]


def effect(org: Org, gift_on: date, issued_on: date | None = None) -> tuple[str, str]:
    found = exemption_effect(org, gift_on=gift_on, issued_on=issued_on)
    return found.effect, found.cause


def test_nothing_is_deductible_before_formation():
    assert effect(RECOGNIZED, date(2012, 8, 20)) == ("not_deductible", "before_formation")
    assert effect(RECOGNIZED, date(2012, 8, 21)) == ("deductible", "letter_later")


def test_a_gift_before_the_letter_is_covered_by_it_later():
    assert effect(RECOGNIZED, date(2013, 7, 14)) == ("deductible", "letter_later")
    assert effect(RECOGNIZED, date(2013, 7, 15)) == ("deductible", "")
    assert effect(RECOGNIZED, date(2013, 1, 1), issued_on=date(2013, 1, 2)) == ("conditional", "pending")


def test_an_exemption_from_a_later_day_does_not_reach_back():
    late = replace(RECOGNIZED, exemption_effective_date=date(2013, 1, 10))

    assert effect(late, date(2013, 1, 9)) == ("not_deductible", "before_effective")
    assert effect(late, date(2013, 1, 10)) == ("deductible", "letter_later")


@pytest.mark.parametrize(
    ("gift_on", "expected"),
    [
        (date(2020, 5, 14), ("deductible", "before_revocation")),
        (date(2020, 5, 15), ("conditional", "reliance")),
        (date(2020, 8, 9), ("conditional", "reliance")),
        (date(2020, 8, 10), ("not_deductible", "after_publication")),
    ],
)
def test_donors_may_rely_on_the_list_until_publication(gift_on, expected):
    assert effect(REVOKED, gift_on) == expected


def test_denied_says_whether_the_gift_came_after():
    denied = replace(PENDING, status="denied", denial_date=date(2014, 2, 1))

    assert effect(denied, date(2014, 1, 31)) == ("not_deductible", "denied")
    assert effect(denied, date(2014, 2, 1)) == ("not_deductible", "after_denial")


def test_the_deadline_to_apply_rolls_past_a_weekend():
    # 27 months after August 2012 end on Sunday, 2014-11-30
    assert application_deadline(date(2012, 8, 21)) == date(2014, 12, 1)
    assert filed_on_rolled_deadline(replace(PENDING, application_filed=date(2014, 12, 1))) is True
    assert filed_on_rolled_deadline(replace(PENDING, application_filed=date(2014, 11, 28))) is False


def test_who_files_after_the_deadline_is_exempt_from_that_day():
    assert effective_date(replace(PENDING, application_filed=date(2014, 12, 1))) == date(2012, 8, 21)
    assert effective_date(replace(PENDING, application_filed=date(2014, 12, 2))) == date(2014, 12, 2)


@pytest.mark.parametrize(
    ("day", "holiday"),
    [
        (date(2021, 6, 18), True),  # Juneteenth was a Saturday
        (date(2020, 6, 19), False),  # not yet a holiday
        (date(2022, 12, 26), True),  # Christmas was a Sunday
        (date(2024, 11, 28), True),  # the fourth Thursday
        (date(2024, 11, 21), False),
        (date(2024, 5, 27), True),  # the last Monday of May
        (date(2024, 5, 20), False),
        (date(2024, 1, 15), True),
        (date(2024, 4, 16), True),
        (date(2024, 7, 5), False),
    ],
)
def test_legal_holidays_of_washington(day, holiday):
    assert is_holiday(day) is holiday


def test_a_business_day_is_no_weekend_and_no_holiday():
    assert next_business_day(date(2022, 12, 24)) == date(2022, 12, 27)
    assert next_business_day(date(2022, 12, 27)) == date(2022, 12, 27)
