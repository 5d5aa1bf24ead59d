"""One chart of each kind for the style guide, with the longest names and the values that are hardest to draw."""

from __future__ import annotations

from decimal import Decimal

from core.charts.spec import Chart, Kind, Series, Style, ValuesOn

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SHORT = [month[0] for month in MONTHS]
EARLIER = (12900, 10200, 33100, 18750, 12400, 11900, 8900, 9600, 14200, 39800, 36400, 41800)
NOW = (14250, 11800, 48900, 16400, 11150, 12100, 9800, 10450, 14400, 46350, None, None)


def samples() -> list[Chart]:
    """Every kind of chart."""
    return [_months(), _stacks(), _trend(), _years(), _net(), _funds(), _goal(), _passed(), _cohorts(), _spark()]


def _months() -> Chart:
    links = [f"#month-{month}" for month in MONTHS]
    return Chart(
        title="Raised by month",
        counts="Cash received by month, 2026 compared with 2025",
        categories=MONTHS,
        short=SHORT,
        category_label="Month",
        series=[
            Series("2025", EARLIER, Style.PREVIOUS, links),
            Series("2026", NOW, Style.CURRENT, links),
            Series("this month so far", (*[None] * 10, 31480, None), Style.PARTIAL, links),
        ],
    )


def _stacks() -> Chart:
    parts = (
        (6200, 5100, 21000, 9000, 4300, 6100),
        (5050, 4200, 18900, 4400, 3850, -1200),
        (2000, 1500, 6000, 0, 900, 0),
    )
    names = ("Investigative reports", "Where it is needed most", "قانونی مدد (لاہور)", "Other funds")
    return Chart(
        title="By fund and month",
        counts="Cash received by fund and month, stacked",
        kind=Kind.STACKED,
        categories=MONTHS[:6],
        short=SHORT[:6],
        category_label="Month",
        series=[
            Series(name, values, Style.OTHER if number else Style.CURRENT)
            for number, (name, values) in enumerate(zip(names, (*parts, (1000,) * 6), strict=True))
        ],
        values_on=ValuesOn.CURRENT,
    )


def _years() -> Chart:
    years = [str(year) for year in range(2018, 2027)]
    amounts = [500, 750, None, 1250, 1500, 2150, 3100, 3950, 4400]
    return Chart(
        title="By year",
        counts="Received from one supporter in each calendar year",
        categories=years,
        short=[f"’{year[2:]}" for year in years],
        category_label="Year",
        series=[
            Series("Earlier years", [*amounts[:-1], None], Style.PREVIOUS),
            Series("This year to date", (*[None] * 8, amounts[-1])),
        ],
        values_on=ValuesOn.LAST,
    )


def _net() -> Chart:
    return Chart(
        title="Net proceeds by event",
        counts="Gross proceeds less direct expenses",
        categories=["Indiana dinner", "California dinner", "Summer reception in Fort Wayne", "Book launch"],
        category_label="Event",
        series=[Series("Net", [51200, 78450, -1800, 640])],
        values_on=ValuesOn.CURRENT,
    )


def _trend() -> Chart:
    return Chart(
        title="Donor retention",
        counts="Percentage of last year's donors who gave again, by year",
        kind=Kind.LINE,
        unit="percent",
        categories=["2021", "2022", "2023", "2024", "2025", "2026"],
        category_label="Year",
        series=[
            Series("All donors", [46, 49, 51, 54, 58, 61]),
            Series("First-time donors", [31, 33, None, 35, 38, 36], Style.OTHER),
        ],
        goal=Decimal(65),
    )


def _funds() -> Chart:
    return Chart(
        title="By fund",
        counts="Received in 2026 by fund",
        kind=Kind.BARS,
        categories=["Investigative reports", "General, unrestricted", "قانونی مدد (لاہور)", "Website and media"],
        series=[Series("2026", [8200, 6150, 2600, 1500], links=["#fund-1", "#fund-2", "#fund-3", "#fund-4"])],
    )


def _goal() -> Chart:
    return Chart(
        title="Indiana dinner",
        counts="Given at the dinner",
        kind=Kind.THERMOMETER,
        categories=["Given"],
        series=[Series("Given", [61450])],
        goal=Decimal(80000),
    )


def _passed() -> Chart:
    return Chart(
        title="California dinner",
        counts="Given at the dinner",
        kind=Kind.THERMOMETER,
        categories=["Given"],
        series=[Series("Given", [104300])],
        goal=Decimal(90000),
    )


def _cohorts() -> Chart:
    years = (
        ("2021: 84 donors", 52, 41, 38, 36, 33),
        ("2022: 97", 55, 47, 40, 35),
        ("2023: 120", 61, 49, 44),
        ("2024: 131", 58, 51),
    )
    return Chart(
        title="Retention of new donors",
        counts="Percentage of donors who gave again, by the year of their first gift",
        kind=Kind.COHORT,
        unit="percent",
        category_label="First gift in",
        categories=[name for name, *_ in years],
        series=[
            Series(f"{n + 1} year{'s' if n else ''} later", [row[n] if n < len(row) else None for _, *row in years])
            for n in range(5)
        ],
    )


def _spark() -> Chart:
    return Chart(
        title="Giving by year",
        counts="Total given in each year",
        kind=Kind.SPARK,
        categories=[str(year) for year in range(2018, 2027)],
        series=[Series("Given", [500, 750, 0, 1250, 1500, 2150, 3100, 2950, 4400])],
    )
