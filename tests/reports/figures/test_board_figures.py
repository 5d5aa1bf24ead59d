"""The board's figures, worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest

from donations.ledger.drafts import LineDraft
from donations.ledger.refunds import refund_gift
from donations.ledger.services import correct_gift
from donations.models import Gift, GiftLine
from reports.figures import board_figures
from reports.figures.board_figures import Span
from tests.support.builders import TODAY, make_fund, make_gift, make_pledge, make_supporter

pytestmark = pytest.mark.django_db
SPAN = Span.at(date(2026, 6, 15), first_month=1)


def test_this_year_to_date_stands_beside_last_year_to_the_same_day():
    make_gift(Decimal("100"), gift_on=date(2026, 1, 1))
    make_gift(Decimal("40"), gift_on=date(2026, 6, 15))
    make_gift(Decimal("70"), gift_on=date(2025, 6, 15))
    make_gift(Decimal("1000"), gift_on=date(2025, 6, 16))  # after the same day
    make_gift(Decimal("5000"), gift_on=date(2024, 12, 31))

    raised = board_figures.raised(SPAN)

    assert (raised.now, raised.before) == (Decimal("140"), Decimal("70"))
    assert raised.change == Decimal("100")


def test_refunds_and_corrections_take_away_and_goods_never_count():
    # 100 - 30 refunded; 999 reversed; goods and pledges stand apart.
    gift = make_gift(Decimal("100"), gift_on=date(2026, 2, 1))
    refund_gift(gift=gift, amount=Decimal("30"), refunded_on=date(2026, 3, 1), posted_on=TODAY, by=None, reason="Asked")
    wrong = make_gift(Decimal("999"), gift_on=date(2026, 2, 1))
    correct_gift(gift=wrong, draft=None, by=None, today=TODAY, reason="Wrong")
    make_gift(Decimal("500"), kind=Gift.Kind.IN_KIND, gift_on=date(2026, 2, 1), description="Chairs")
    make_pledge(Decimal("800"))

    assert board_figures.raised(SPAN).now == Decimal("70")
    assert board_figures.beside(SPAN) == (Decimal("0"), 1)
    assert board_figures.promised() == (Decimal("800"), 1)
    assert board_figures.gift_count(SPAN) == 1


def test_months_end_where_the_day_is():
    make_gift(Decimal("10"), gift_on=date(2026, 5, 31))
    make_gift(Decimal("20"), gift_on=date(2026, 6, 1))
    make_gift(Decimal("30"), gift_on=date(2025, 12, 31))

    rows = board_figures.by_month(SPAN)

    assert [row.now for row in rows] == [Decimal("0")] * 4 + [Decimal("10"), Decimal("20")] + [None] * 6
    assert [row.before for row in rows] == [Decimal("0")] * 11 + [Decimal("30")]
    assert [row.whole for row in rows] == [True] * 5 + [False] * 7


def test_a_fiscal_year_from_july_holds_its_own_months():
    span = Span.at(date(2026, 6, 15), first_month=7)
    make_gift(Decimal("10"), gift_on=date(2025, 7, 1))
    make_gift(Decimal("99"), gift_on=date(2025, 6, 30))

    assert board_figures.raised(span).now == Decimal("10")
    assert board_figures.by_month(span)[0].now == Decimal("10")


def test_funds_add_up_to_raised_and_split_by_restriction():
    general, wells = make_fund(name="General"), make_fund(name="Wells", restricted=True)
    make_gift(Decimal("60"), fund=general, gift_on=date(2026, 1, 5))
    make_gift(Decimal("25"), fund=wells, gift_on=date(2026, 1, 5))
    make_gift(Decimal("5"), fund=wells, gift_on=date(2025, 1, 5))

    rows = board_figures.by_fund(SPAN)
    unrestricted, restricted = board_figures.by_restriction(rows)

    assert [(row.name, row.now, row.before) for row in rows] == [
        ("General", Decimal("60"), Decimal("0")),
        ("Wells", Decimal("25"), Decimal("5")),
    ]
    assert (unrestricted.now, restricted.now, restricted.before) == (Decimal("60"), Decimal("25"), Decimal("5"))


def test_a_donor_of_both_years_came_back_and_one_of_last_year_lapsed():
    faithful, lapsed, new, undone = (make_supporter() for _ in range(4))
    make_gift(supporter=faithful, gift_on=date(2025, 12, 31))
    make_gift(supporter=faithful, gift_on=date(2026, 6, 15))
    make_gift(supporter=lapsed, gift_on=date(2025, 1, 1))
    make_gift(supporter=lapsed, gift_on=date(2026, 6, 16), today=date(2026, 6, 16))  # after the day
    make_gift(supporter=new, gift_on=date(2026, 6, 15))
    gift = make_gift(supporter=undone, gift_on=date(2025, 5, 5))
    correct_gift(gift=gift, draft=None, by=None, today=TODAY, reason="Never arrived")

    returned, _ = board_figures.retention(SPAN)

    assert (returned.base, returned.returned, returned.percent) == (2, 1, Decimal("50"))
    assert [row.supporter for row in board_figures.returned_donors(SPAN)] == [faithful]
    assert [row.supporter for row in board_figures.lapsed_donors(SPAN)] == [lapsed]
    assert board_figures.donor_counts(SPAN).now == 2


def test_online_giving_and_dinners_are_told_apart():
    # 40 online; 60 for a seat by check; a seat of 25 paid online is both.
    fund = make_fund()
    make_gift(Decimal("40"), origin=Gift.Origin.ONLINE, gift_on=date(2026, 1, 5))
    seat = LineDraft(fund.pk, Decimal("60"), GiftLine.Kind.TICKET)
    make_gift(lines=(seat,), gift_on=date(2026, 1, 5))
    both = LineDraft(fund.pk, Decimal("25"), GiftLine.Kind.TICKET)
    make_gift(lines=(both,), origin=Gift.Origin.ONLINE, gift_on=date(2025, 1, 5))

    online, dinners = board_figures.by_source(SPAN)

    assert (online.now, online.before) == (Decimal("40"), Decimal("25"))
    assert (dinners.now, dinners.before) == (Decimal("60"), Decimal("25"))


def test_nothing_before_means_no_percentage():
    make_gift(Decimal("10"), gift_on=date(2026, 1, 1))

    assert board_figures.raised(SPAN).change is None
    assert board_figures.retention(SPAN)[0].percent is None
