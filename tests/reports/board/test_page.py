"""The board's page: who sees what, where its figures lead, and the same on paper."""

from datetime import date, timedelta

import pytest

from core.clock import organization_today
from tests.support.builders import make_gift, make_organization
from tests.support.lists import queries

pytestmark = pytest.mark.usefixtures("organization")


def test_the_page_asks_no_more_for_many_gifts(client_as):
    client, today = client_as("board"), organization_today()
    make_gift(gift_on=today, today=today)
    before = len(queries(client, "/board/"))

    for _ in range(5):
        make_gift(gift_on=today - timedelta(days=40), today=today)

    assert len(queries(client, "/board/")) <= before


def test_the_year_begins_where_the_organization_says(client_as):
    make_organization(statuses=(), fiscal_year_first_month=7)

    assert "Jul 1" in client_as("board").get("/board/", {"as_of": date(2025, 8, 1)}).content.decode()
