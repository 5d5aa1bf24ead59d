"""Reasons that name protected people, whatever they are given for: in the log, its search and its file."""

from collections.abc import Callable

import pytest

from tests.crm.protection.told_reasons import REASONS, give, person, protect, readable
from tests.events.builders import make_event
from tests.support.builders import make_fund, make_gift, make_supporter, make_user

__all__ = ["person"]

pytestmark = pytest.mark.usefixtures("organization")
#: What reasons are given for: nothing in particular, and records that are about nobody or somebody else.
OBJECTS: dict[str, Callable[[], object]] = {
    "nothing": lambda: None,
    "an event": make_event,
    "a fund": lambda: make_fund("WELL", name="Wells"),
    "a user": lambda: make_user("board"),
    "another's gift": make_gift,
    "another": lambda: make_supporter("Omar Khalil"),
}


def test_whatever_it_was_given_for(person):
    protect(person)

    entries = {what: give(REASONS[0], make()) for what, make in OBJECTS.items()}

    assert {what for what, entry in entries.items() if readable(entry)} == set()


@pytest.mark.parametrize("role", ["admin", "development", "finance"])
def test_the_log_its_search_and_its_file_keep_them_back(role, person, client_as):
    protect(person)
    client = client_as(role)
    exported = client.post("/supporters/?export=csv", {"reason": REASONS[0]})
    give(REASONS[1], make_event())

    page, found = client.get("/audit/").text, client.get("/audit/", {"q": "Zanzeer"}).text
    file = client.post("/audit/?export=csv", {"reason": "A test"})
    said = "" if file.status_code == 403 else (file.getvalue() if file.streaming else file.content).decode()

    assert exported.status_code == 200
    assert "Zanzeer" not in page + said
    assert "Letter to" not in found
