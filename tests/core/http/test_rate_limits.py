from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.http.rate_limits import MINUTE, Limit

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 10, 12, tzinfo=ZoneInfo("UTC"))
TRIES = Limit(what="test", most=2, seconds=MINUTE, per="person", why="A test")


def test_so_many_tries_are_there_and_no_more():
    assert [TRIES.use_attempt(who="Amina", at=NOON) for _ in range(3)] == [True, True, False]
    assert TRIES.is_reached(who="amina ", at=NOON)


def test_everybody_has_a_count_of_their_own():
    assert [TRIES.use_attempt(who=who, at=NOON) for who in ("Amina", "Amina", "Kiran")] == [True, True, True]
    assert [TRIES.is_reached(who=who, at=NOON) for who in ("Amina", "Kiran")] == [True, False]


@pytest.mark.parametrize(("after", "taken"), [(timedelta(seconds=59), False), (timedelta(seconds=60), True)])
def test_the_next_stretch_of_time_begins_anew(after, taken):
    for _ in range(2):
        TRIES.use_attempt(who="Amina", at=NOON)

    assert TRIES.use_attempt(who="Amina", at=NOON + after) is taken


def test_limits_of_one_name_share_a_count():
    lower = replace(TRIES, most=1)

    TRIES.use_attempt(who="Amina", at=NOON)

    assert (lower.is_reached(who="Amina", at=NOON), TRIES.is_reached(who="Amina", at=NOON)) == (True, False)


def test_a_setting_may_say_how_many(settings):
    settings.GIVE_ATTEMPTS_PER_HOUR = 1
    limit = replace(TRIES, most=0, setting="GIVE_ATTEMPTS_PER_HOUR")

    assert [limit.use_attempt(who="Amina", at=NOON) for _ in range(2)] == [True, False]
