"""Every part of the pages, once: what to build from, and what the browser tests look at. Local machines only."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import icons
from core.access import SIGNED_IN, permitted
from core.charts.spec import Chart, Kind, Series, Style, ValuesOn
from core.money import MoneyFormField
from core.tables import ListTable
from core.templatetags.solidarity import day_short, money_span

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
EARLIER = (12900, 10200, 33100, 18750, 12400, 11900, 8900, 9600, 14200, 39800, 36400, 41800)
NOW = (14250, 11800, 48900, 16400, 11150, 12100, 9800, 10450, 14400, 46350, None, None)


@permitted(SIGNED_IN)
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component; answers "not found" in production."""
    if not settings.LOCAL:
        raise Http404("The style guide is for development.")
    return render(request, "core/styleguide.html", _context(request))


def _context(request: HttpRequest) -> dict[str, Any]:
    return {
        "form": SampleForm({"donor": "Grace Sample", "amount": "25.005", "fund": "reports", "receipt": "on"}),
        "table": _table(request),
        "icons": icons.names(),
        "swatches": SWATCHES,
        "months": _months(),
        "years": _years(),
        "funds": _funds(),
        "trend": _trend(),
        "goal": _goal(),
        "page": Paginator(range(64), 12).page(2),
        "step_names": ["Upload", "Columns", "Decide", "Write"],
        "amount": Decimal("18450"),
        "pounds": Decimal("1000"),
        "dinars": Decimal("85.25"),
        "reversed": Decimal("-250"),
        "now": Decimal("227080"),
        "before": Decimal("195650"),
        "gift_on": date(2026, 11, 17),
        "called_at": datetime(2026, 11, 9, 18, 5),  # noqa: DTZ001 — a sample, in no zone
    }


SWATCHES = (
    ("k1", "bg"),
    ("k2", "surface"),
    ("k3", "sunken"),
    ("k4", "ink"),
    ("k5", "ink-2"),
    ("k6", "ink-3"),
    ("k7", "accent"),
    ("k8", "accent-soft"),
    ("ok", "ok"),
    ("warn", "warn"),
    ("bad", "bad"),
    ("info", "info"),
    ("plum", "plum"),
    ("k14", "chart-2"),
)


class SampleForm(forms.Form):
    """One field of each kind, one of them wrong."""

    donor = forms.CharField(max_length=100)
    amount = MoneyFormField(label="Amount (USD)", help_text="Before any fee.", decimal_places=2, max_digits=11)
    fund = forms.ChoiceField(choices=[("reports", "Investigative reports"), ("legal", "Legal aid for families")])
    note = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))
    how = forms.ChoiceField(
        label="How it came", required=False, choices=[("check", "Check"), ("cash", "Cash")], widget=forms.RadioSelect
    )
    receipt = forms.BooleanField(
        label="E-mail the receipt now", required=False, help_text="Otherwise it waits in Acknowledgments"
    )


class SampleTable(ListTable):
    """Pledges, as a list page would show them."""

    donor = tables.Column(attrs={"td": {"class": "c-main"}})
    due = tables.Column(attrs={"td": {"class": "nw"}})
    paid = tables.Column(attrs={"td": {"class": "num c-hide"}})
    left = tables.Column(attrs={"td": {"class": "num c-sum"}})
    state = tables.Column(orderable=False)

    caption = "Pledges due"
    list_id = "pledges"

    def render_donor(self, value: str, record: dict[str, Any]) -> SafeString:
        """Link the donor, the number beneath."""
        return format_html('<a class="strong" href="#pledges">{}</a><span class="sub">{}</span>', value, record["no"])

    def render_due(self, value: date) -> SafeString:
        """Show the day without its year."""
        return day_short(value)

    def render_paid(self, value: Decimal) -> SafeString:
        """Show an amount."""
        return money_span(value)

    def render_left(self, value: Decimal) -> SafeString:
        """Show an amount."""
        return money_span(value)

    def render_state(self, value: tuple[str, str]) -> SafeString:
        """Show a badge: a dot, a color and a word."""
        return format_html('<span class="badge {}">{}</span>', *value)


def _table(request: HttpRequest) -> SampleTable:
    table = SampleTable(
        [
            _pledge("Hollis & Amna Sample", "P-0302", date(2026, 10, 15), "250", "1750", ("bad", "39 days late")),
            _pledge("Bilal Example", "P-0311", date(2026, 12, 1), "500", "2500", ("warn", "Due")),
            _pledge("Dr. Ayesha Specimen", "P-0318", date(2027, 1, 15), "1000", "2000", ("ok", "On time")),
        ],
        order_by=request.GET.get("sort", "due"),
    )
    table.totals = [("3", "pledges"), ("$6,250.00", "still to come"), ("$1,750.00", "overdue, part of it")]
    table.paginate(per_page=25)
    return table


def _pledge(donor: str, no: str, due: date, paid: str, left: str, state: tuple[str, str]) -> dict[str, Any]:
    return {"donor": donor, "no": no, "due": due, "paid": Decimal(paid), "left": Decimal(left), "state": state}


def _months() -> Chart:
    links = [f"#month-{month}" for month in MONTHS]
    return Chart(
        title="Raised by month",
        counts="Cash received by month, 2026 beside 2025",
        categories=MONTHS,
        short=[month[0] for month in MONTHS],
        category_label="Month",
        series=[
            Series("2025", EARLIER, Style.PREVIOUS, links),
            Series("2026", NOW, Style.CURRENT, links),
            Series("this month so far", (*[None] * 10, 31480, None), Style.PARTIAL, links),
        ],
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


def _funds() -> Chart:
    return Chart(
        title="By fund",
        counts="Received in 2026 by fund",
        kind=Kind.BARS,
        categories=["Investigative reports", "General, unrestricted", "Legal aid for families", "Website and media"],
        series=[Series("2026", [8200, 6150, 2600, 1500], links=["#fund-1", "#fund-2", "#fund-3", "#fund-4"])],
    )


def _trend() -> Chart:
    return Chart(
        title="Donors who came back",
        counts="Share of last year's donors who gave again, by year",
        kind=Kind.LINE,
        unit="percent",
        categories=["2021", "2022", "2023", "2024", "2025", "2026"],
        category_label="Year",
        series=[
            Series("Came back", [46, 49, 51, 54, 58, 61]),
            Series("Of new donors", [31, 33, None, 35, 38, 36], Style.OTHER),
        ],
        goal=Decimal(65),
    )


def _goal() -> Chart:
    return Chart(
        title="Goal for the year",
        counts="Raised in 2026 of the goal",
        kind=Kind.PROGRESS,
        categories=["Raised of $300,000"],
        series=[Series("2026", [227080])],
        goal=Decimal(300000),
    )
