"""Of each year's new donors, how many gave again: by fiscal year, without giving a few away."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from core.models import Organization
from core.pdf.reading import tree, walk
from reports.board.charts import cohort_chart, fund_month_chart
from reports.figures.board_figures import Span, fund_months, funds_in_order
from reports.figures.cohorts import Cohort, cohorts
from tests.support.builders import make_fund, make_gift, make_supporter

pytestmark = pytest.mark.usefixtures("organization")
AS_OF = date(2026, 6, 15)


def given(days):
    donor = make_supporter()
    for day in days:
        make_gift(Decimal("10"), supporter=donor, gift_on=day)


def test_each_years_new_donors_are_followed_through_the_years_after():
    given([date(2023, 5, 1), date(2024, 5, 1), date(2026, 1, 2)])
    given([date(2023, 12, 31)])
    given([date(2025, 1, 1), date(2025, 2, 1), date(2026, 6, 15)])
    given([date(2026, 3, 1)])

    found = cohorts(Span.at(AS_OF, first_month=1))

    assert found == [Cohort("2023", 2, (1, 0, 1)), Cohort("2025", 1, (1,))]
    assert [cohort.shares(smallest=0) for cohort in found] == [[50, 0, 50], [100]]


def test_who_gave_long_ago_is_not_new():
    given([date(2011, 5, 1), date(2024, 5, 1)])

    assert cohorts(Span.at(AS_OF, first_month=1)) == []


def test_the_years_are_the_organizations():
    Organization.objects.update(fiscal_year_first_month=7)
    given([date(2024, 7, 1), date(2025, 6, 30)])
    given([date(2024, 7, 1), date(2025, 7, 1)])

    assert cohorts(Span.at(AS_OF, first_month=7)) == [Cohort("FY 2025", 2, (1,))]


def test_a_few_donors_are_not_told_apart():
    chart = cohort_chart([Cohort("2024", 4, (3, 2)), Cohort("2025", 5, (5,))], smallest=5)

    assert list(chart.categories) == ["2024: fewer than 5", "2025: 5 donors"]
    assert [list(series.values) for series in chart.series] == [[None, 100], [None, None]]


def test_the_months_add_up_to_what_the_funds_brought():
    for n, amount in enumerate(("100", "90", "80", "70", "60")):
        fund = make_fund(name=f"Fund {n}")
        make_gift(Decimal(amount), gift_on=date(2026, 2, 3), fund=fund)
    make_gift(Decimal("5"), gift_on=date(2026, 6, 15))
    span = Span.at(AS_OF, first_month=1)

    chart = fund_month_chart(span, fund_months(span), funds_in_order())

    # Three funds apart; 70, 60 and the 5 of June together.
    assert [series.label for series in chart.series] == ["Fund 0", "Fund 1", "Fund 2", "Other funds"]
    assert chart.totals == [0, 400, 0, 0, 0, 5]


def test_a_fund_keeps_its_color_on_every_day_and_at_every_rank():
    """The smaller fund overtakes the others in June; each keeps its color, on the screen and in the legend."""
    early, late = make_fund(name="Wells"), make_fund(name="Schools")
    for amount, day, fund in ((100, 3, early), (50, 3, late), (900, 10, late)):
        make_gift(Decimal(amount), gift_on=date(2026, 6 if day == 10 else 2, day), fund=fund)

    def colors(day: date) -> dict[str, int | None]:
        span = Span.at(day, first_month=1)
        chart = fund_month_chart(span, fund_months(span), funds_in_order())
        return {series.label: series.color for series in chart.series}

    assert colors(date(2026, 3, 1)) == colors(AS_OF)
    assert len(set(colors(AS_OF).values())) == 2


def test_charts_on_paper_are_figures_that_say_every_value(client_as):
    for _ in range(5):
        given([date(2024, 5, 1), date(2025, 5, 1), date(2026, 1, 2)])

    content = client_as("finance").get("/board/page.pdf?as_of=2026-06-15").content

    figures = [str(node.entries["/Alt"]) for node in walk(tree(content)) if node.tag == "Figure"]
    assert [alt.partition(".")[0] for alt in figures] == [
        "Raised by month",
        "Raised by fund and month",
        "Raised by fund",
        "New donor retention",
    ]
    assert "Jan: $50" in figures[1]
    assert len(PdfReader(BytesIO(content)).pages) == 2
