"""Rows of files read as values: the cells that objects give, in a constant number of queries."""

from datetime import date
from decimal import Decimal

import pytest
from django.test.utils import CaptureQueriesContext

from core.listing import exports
from core.listing.files import cells, values
from core.models import User
from donations.ledger.drafts import LineDraft
from donations.ledger.refunds import refund_gift
from donations.ledger.services import correct_gift
from donations.models import Gift
from tests.support.builders import TODAY, general_fund, make_campaign, make_fund, make_gift, make_supporter

pytestmark = [pytest.mark.usefixtures("organization"), pytest.mark.django_db]
LISTS = ["/gifts/", "/gifts/?corrected=true", "/gifts/?cols=amount,fund", "/receipts/", "/reports/movements/"]


def table_of(address: str, user):
    path, _, query = address.partition("?")
    return exports.list_page(path, query, user).table_for_file()


def in_file(table) -> list[list]:
    return [[cells.plain(cell) or None for cell in row] for row in table.file_rows()]


@pytest.fixture
def user():
    from config.roles import ROLES  # noqa: PLC0415 - read once the apps are loaded

    return User.objects.create_user("someone@example.org", roles=tuple(ROLES), name="Someone")


@pytest.fixture
def gifts(organization):
    """One of two funds, one refunded in part, one reversed, one of a protected donor."""
    make_gift(Decimal("10"), supporter=make_supporter("=1+1"), campaign_id=make_campaign().pk, check_number="0071")
    part = make_gift(Decimal("20"), gift_on=date(2026, 3, 2))
    refund_gift(gift=part, amount=Decimal("5"), refunded_on=TODAY, posted_on=TODAY, by=None, reason="Paid twice")
    correct_gift(gift=make_gift(Decimal("30")), draft=None, by=None, today=TODAY, reason="Not ours")
    funds = (make_fund().pk, general_fund().pk)
    make_gift(Decimal("60"), lines=tuple(LineDraft(fund_id=fund, amount=Decimal("20")) for fund in (*funds, funds[0])))
    make_gift(Decimal("40"), supporter=make_supporter("Zahra Hidden", protected=True))


@pytest.mark.parametrize("address", LISTS)
def test_values_give_the_cells_that_objects_give(gifts, user, address, monkeypatch):
    read = in_file(table_of(address, user))
    monkeypatch.setattr(values, "can_be_read", lambda rows: False)

    assert read == in_file(table_of(address, user))


def test_a_file_of_gifts_makes_no_object_of_any(gifts, user, monkeypatch):
    monkeypatch.setattr(Gift, "from_db", None)

    assert len(list(table_of("/gifts/", user).file_rows())) == 4


def test_more_gifts_ask_no_more(gifts, user):
    from django.db import connection  # noqa: PLC0415 - beside what it counts

    def asked() -> int:
        table = table_of("/gifts/", user)
        with CaptureQueriesContext(connection) as queries:
            list(table.file_rows())
        return len(queries)

    before = asked()
    for number in range(20):
        make_gift(Decimal(number + 1))

    assert (asked(), before <= 3) == (before, True)
