"""What was received in a period is the ledger's own sum, wherever its ends and the restrictions of funds fall."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from django.db.models import Sum

from core.db.date_functions import MonthStart
from core.periods import Period
from donations.ledger.fund_restrictions import change_restriction
from donations.ledger.rollups.received import raised_by_restriction, raised_in
from donations.models import Movement
from tests.donations.ledger.rollups.totals import refund
from tests.support.builders import TODAY, make_fund, make_gift

pytestmark = pytest.mark.usefixtures("organization")
FIRST = date(2025, 11, 1)
PERIODS = (
    Period(date(2026, 1, 1), date(2027, 1, 1)),
    Period(date(2026, 1, 1), date(2026, 3, 18)),
    Period(date(2025, 11, 15), date(2026, 2, 1)),
    Period(date(2025, 12, 5), date(2025, 12, 20)),
    Period(date(2025, 12, 20), date(2026, 1, 5)),
    Period(date(2026, 2, 1), date(2026, 2, 1)),
)


@pytest.fixture
def books():
    """Gifts on days that lie at the ends of months and between, one of them partly refunded, and a fund that changed
    its restriction within a month."""
    chance = Random(3)
    funds = [make_fund("MEALS", restricted=True), make_fund("LEGAL", restricted=False)]
    days = [FIRST + timedelta(days=6 * place + chance.randrange(6)) for place in range(25)]
    days += [date(2025, 11, 30), date(2025, 12, 1), date(2025, 12, 31), date(2026, 1, 1), date(2026, 3, 1)]
    for place, day in enumerate(days):
        method = chance.choice(["check", "cash"])
        gift = make_gift(Decimal(place + 1), fund=chance.choice(funds), gift_on=day, method=method)
    refund(gift, "7")
    make_gift(Decimal("900"), gift_on=date(2026, 1, 7), kind="in_kind", method="in-kind")
    for fund, day in ((funds[0], date(2025, 12, 12)), (funds[1], date(2026, 1, 1))):
        change = {"restricted": not fund.restricted, "reason": "The appeal changed", "by": None}
        change_restriction(fund=fund, starts_on=day, today=TODAY, **change)


def by_the_ledger(period, *columns):
    rows = Movement.objects.raised().with_restriction().given_in(period).annotate(month=MonthStart("gift_on"))
    found = rows.order_by().values_list(*columns).annotate(total=Sum("amount"))
    return {tuple(key): total for *key, total in found if total}


def without_nothing(sums):
    return {key: total for key, total in sums.items() if total}


@pytest.mark.parametrize("period", PERIODS, ids=lambda period: f"{period.start}–{period.end}")
def test_sums_are_those_of_the_ledger(books, period):
    raised = raised_in(period)

    assert raised.total() == sum(by_the_ledger(period, "nature").values())
    assert without_nothing(raised.sums("fund", by_month=True)) == by_the_ledger(period, "fund", "month")
    checks = raised.only(lambda rows: rows.filter(method="check")).sums("method")
    assert without_nothing(checks).get(("check",)) == by_the_ledger(period, "method").get(("check",))
    restricted = raised_by_restriction(period).sums("fund", "restricted")
    assert without_nothing(restricted) == by_the_ledger(period, "fund", "restricted")


def test_whole_months_are_read_from_their_totals(books, django_assert_num_queries):
    with django_assert_num_queries(1) as asked:
        raised_in(PERIODS[0]).total()
    assert "monthtotal" in asked[0]["sql"]
