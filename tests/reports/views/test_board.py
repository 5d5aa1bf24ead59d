"""The board's page on the screen."""

import re
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from core.clock import organization_today
from tests.support.builders import make_gift, make_supporter
from tests.support.markup import one_line

pytestmark = pytest.mark.usefixtures("organization")


def test_each_figure_opens_rows_that_add_up_to_it(client_as):
    client, today = client_as("finance"), organization_today()
    make_gift(Decimal("1250.50"), gift_on=today, today=today)
    make_gift(Decimal("99"), gift_on=today - timedelta(days=900))

    page = client.get("/board/").content.decode()
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="(/reports/movements/[^"]+)"', page)]

    assert "$1,250" in page
    assert "$1,250.50" in client.get(links[0]).content.decode()
    assert "$99.00" not in client.get(links[0]).content.decode()
    assert all(client.get(link).status_code == 200 for link in set(links))


def test_a_board_member_sees_totals_and_no_names_or_links(client_as):
    make_gift(
        Decimal("777"),
        supporter=make_supporter("Canary Donorname"),
        gift_on=organization_today(),
        today=organization_today(),
    )
    client = client_as("board")

    page = client.get("/board/").content.decode()

    assert "$777" in page
    assert "Donorname" not in page
    assert "/reports/movements/" not in page
    assert client.get("/reports/movements/").status_code == 403
    assert client.get("/reports/donors/").status_code == 403


def test_counts_are_written_with_separators():
    compared = SimpleNamespace(now=1758, before=1667, change=None)
    page = SimpleNamespace(
        raised=compared, unrestricted=compared, restricted=compared, donors=compared, online=compared, dinners=compared,
        gifts=2745, in_kind=1021, soft_credits=0, promised=0, links={}, returned_change=0,
        returned=SimpleNamespace(percent=75, returned=1326, base=1760),
    )  # fmt: skip
    results = {"results": [SimpleNamespace(guests=1204, came=1180, event=SimpleNamespace(day=None, slug="dinner"))]}

    stats = one_line(render_to_string("reports/_board_stats.html", {"page": page}).encode())
    methods = one_line(render_to_string("reports/_board_methods.html", {"page": page}).encode())
    dinners = one_line(render_to_string("reports/_board_dinners.html", {"dinners": results}).encode())

    assert "> 1,758 <" in stats
    assert "2,745 gifts; 1,667 donors at this point last year" in stats
    assert "1,326 of 1,760 from" in stats
    assert "1,021 gifts" in methods
    assert '1,204<span class="sub">1,180</span>' in dinners


@pytest.mark.parametrize("day", ["never", "2026-13-01", "9999-12-31", "0001-01-01", ""])
def test_a_day_that_cannot_be_used_gives_todays_figures(client_as, day):
    assert client_as("board").get("/board/", {"as_of": day}).status_code == 200
