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

from core import icons, styleguide_charts
from core.access import SIGNED_IN, permitted
from core.money import MoneyFormField
from core.tables import ListTable
from core.templatetags.solidarity import day_short, money_span


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
        "charts": styleguide_charts.samples(),
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
