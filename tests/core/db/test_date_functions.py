"""First days of months and years in queries, as Python would find them."""

from datetime import date

import pytest
from django.db.models import Count
from django.db.models.functions import TruncMonth

from core.db.date_functions import MonthStart, YearStart
from donations.models import Gift
from tests.support.builders import make_gift

pytestmark = pytest.mark.usefixtures("organization")
DAYS = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 28)]


def test_a_day_leads_to_the_first_of_its_month_and_year():
    for day in DAYS:
        make_gift(gift_on=day)

    rows = Gift.objects.annotate(month=MonthStart("gift_on"), year=YearStart("gift_on")).order_by("gift_on")

    assert list(rows.values_list("month", "year")) == [(day.replace(day=1), date(day.year, 1, 1)) for day in DAYS]


def test_months_group_and_filter_as_with_django_s_own_function():
    for day in DAYS:
        make_gift(gift_on=day)

    ours = Gift.objects.annotate(month=MonthStart("gift_on"))
    theirs = Gift.objects.annotate(month=TruncMonth("gift_on"))

    for rows in (ours, theirs):
        grouped = rows.order_by().values("month").annotate(count=Count("pk")).order_by("month")
        assert list(grouped.values_list("month", "count")) == [
            (date(2025, 12, 1), 1),
            (date(2026, 1, 1), 2),
            (date(2026, 2, 1), 1),
        ]
        assert rows.filter(month=date(2026, 1, 1)).count() == 2


@pytest.mark.sqlite
def test_a_moment_is_refused_where_it_would_be_cut_without_its_zone():
    rows = Gift.objects.annotate(month=MonthStart("created_at"))

    with pytest.raises(TypeError, match="time zone"):
        list(rows)
