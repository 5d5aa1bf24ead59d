"""The list of funds: what each received, and where it leads."""

from datetime import date
from decimal import Decimal

import pytest

from tests.support.builders import make_fund, make_gift

pytestmark = pytest.mark.usefixtures("organization")


def test_a_fund_shows_what_it_received(client_as):
    fund = make_fund(name="Wells")
    make_gift(Decimal("75"), fund=fund, gift_on=date(2026, 1, 2))
    make_gift(Decimal("25"), fund=fund, gift_on=date(2025, 1, 2))

    assert "$100.00" in client_as("finance").get("/funds/").content.decode()


def test_a_fund_leads_to_its_gifts_and_to_its_form_for_those_who_may_change_it(client_as):
    fund, other = make_fund(name="Wells"), make_fund(name="Books")
    make_gift(Decimal("75"), fund=fund)
    make_gift(Decimal("25"), fund=other)

    development, finance = (client_as(role).get("/funds/").content.decode() for role in ("development", "finance"))
    gifts = client_as("development").get(f"/gifts/?fund={fund.pk}").content.decode()

    assert (f'href="/funds/{fund.pk}/"' in development, f'href="/funds/{fund.pk}/"' in finance) == (False, True)
    assert f'href="/gifts/?fund={fund.pk}"' in development
    assert ("$75.00" in gifts, "$25.00" in gifts) == (True, False)
