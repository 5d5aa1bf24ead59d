"""Sums by month, kept by the database itself."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection, transaction

from donations.ledger.rollups import by_month
from donations.ledger.services import correct_gift
from donations.models import DayTotal, MonthTotal
from tests.donations.ledger.rollups.totals import refund
from tests.support.builders import TODAY, make_gift

pytestmark = pytest.mark.usefixtures("organization")


def months():
    """The amount of every month that is not nothing."""
    found = {}
    for row in by_month.money_stored():
        found[row[0]] = found.get(row[0], Decimal("0")) + row[-1]
    return found


def test_money_of_a_month_follows_its_days():
    first, second = (
        make_gift(Decimal("100"), gift_on=date(2026, 5, 2)),
        make_gift(Decimal("40"), gift_on=date(2026, 5, 30)),
    )
    assert months() == {date(2026, 5, 1): Decimal("140")}

    refund(second, "15")  # on TODAY
    assert months() == {date(2026, 5, 1): Decimal("140"), TODAY.replace(day=1): Decimal("-15")}

    correct_gift(gift=first, draft=None, by=None, today=TODAY, reason="Never arrived")
    assert months() == {date(2026, 5, 1): Decimal("40"), TODAY.replace(day=1): Decimal("-15")}


def test_no_row_is_left_where_nothing_is():
    gift = make_gift(Decimal("40"), gift_on=date(2026, 5, 30))
    correct_gift(gift=gift, draft=None, by=None, today=TODAY, reason="Never arrived")

    by_month.fold.func()

    assert not MonthTotal.objects.exists()


@pytest.mark.breaks_ledger  # the days do not follow the gifts
def test_a_statement_past_the_product_is_followed_as_well():
    make_gift(Decimal("5"), gift_on=date(2026, 5, 30))
    make_gift(Decimal("7"), gift_on=date(2026, 4, 30))
    DayTotal.objects.filter(gift_on=date(2026, 5, 30)).update(gift_on=date(2024, 2, 29), method="wire")
    DayTotal.objects.filter(gift_on=date(2026, 4, 30)).delete()

    assert months() == {date(2024, 2, 1): Decimal("5")}


@pytest.mark.postgresql
def test_months_make_no_writer_wait(own_database):
    """Two gifts of different days and one month: neither transaction is done when both have written."""
    both = Barrier(2)

    def give(day):
        try:
            with transaction.atomic():
                DayTotal.objects.filter(gift_on=day).update(amount=Decimal("20"))
                both.wait(10)
                DayTotal.objects.filter(gift_on=day).update(amount=Decimal("10"))
        finally:
            connection.close()

    days = [date(2026, 5, 2), date(2026, 5, 30)]
    for day in days:
        make_gift(Decimal("10"), gift_on=day)
    with ThreadPoolExecutor(2) as pool:
        [one.result(20) for one in [pool.submit(give, day) for day in days]]
    by_month.fold.call()

    assert list(MonthTotal.objects.values_list("gift_on", "part", "amount")) == [(date(2026, 5, 1), 0, Decimal("20"))]
