from dataclasses import dataclass

import pytest

from core import extend
from core.extend import registry


@dataclass(frozen=True, kw_only=True)
class Page:
    name: str
    permission: str
    order: int = 0


class Person:
    def __init__(self, *permissions: str) -> None:
        self.permissions = permissions

    def has_perm(self, permission: str) -> bool:
        return permission in self.permissions


PAGES = [
    Page(name="receipts", permission="receipts.issue", order=2),
    Page(name="gifts", permission="gifts.view", order=1),
    Page(name="users", permission="users.manage"),
]


@pytest.fixture
def pages(monkeypatch):
    monkeypatch.setitem(registry._entries, Page, PAGES)


def test_a_person_gets_the_entries_their_permissions_open_in_order(pages):
    finance = Person("gifts.view", "receipts.issue")

    assert [page.name for page in extend.entries(Page)] == ["users", "gifts", "receipts"]
    assert [page.name for page in extend.entries_for(finance, Page)] == ["gifts", "receipts"]
    assert extend.entries_for(Person(), Page) == []


def test_entries_of_a_list_of_its_own_keep_their_order():
    finance = Person("gifts.view", "receipts.issue")

    assert [page.name for page in extend.permitted(finance, PAGES)] == ["receipts", "gifts"]
