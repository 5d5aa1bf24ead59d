"""Every way to group every list opens, folds and goes home in a file."""

import pytest
from django.urls import resolve, reverse

from core.listing.pages import TablePage
from tests.stories.looks.test_every_list import grow, list_pages

pytestmark = pytest.mark.usefixtures("organization")


def page_of(name: str) -> type[TablePage]:
    return resolve(reverse(name)).func.view_class


def test_every_grouping_of_every_list_opens_folds_and_is_exported(client_as):
    grow()
    client = client_as("finance", "admin", "development", "events")
    failed = []

    for name in list_pages():
        for grouping in page_of(name).groupings:
            address = f"{reverse(name)}?group={grouping.slug}"
            answers = [
                client.get(address),
                client.get(f"{address}&fold=1"),
                client.post(f"{address}&export=csv", {"reason": "Whether it works"}),
            ]
            failed += [address for answer in answers if answer.status_code != 200]
            assert b"".join(answers[2]).decode("utf-8-sig")

    assert failed == []
