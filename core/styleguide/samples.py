"""Forms, tables and what stands around a list, made up for the style guide."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django import forms
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.html import day_short, money_span
from core.listing.columns import Choice
from core.listing.groups import Group, Grouped, Grouping
from core.listing.saved import Tab
from core.listing.tables import ListTable, badge
from core.models import SavedView
from core.money import MoneyFormField


def parts(request: HttpRequest) -> dict[str, Any]:
    """Everything that is made of more than a value."""
    typed = {"donor": "Grace Sample", "amount": "25.005", "fund": "reports", "receipt": "on"}
    disabled = SampleForm(initial=typed | {"amount": "25.00"}, auto_id="disabled_%s")
    for field in disabled.fields.values():
        field.disabled = True
    return {
        "form": SampleForm(typed),
        "empty_form": SampleForm(auto_id="empty_%s"),
        "disabled_form": disabled,
        "urdu_form": UrduForm({"name": "عائشہ صدیقی", "email": "kein"}, auto_id="urdu_%s"),
        "filter_form": SampleFilters(auto_id="filter_%s"),
        "table": _pledges(request),
        "phone_table": _phone(),
        "empty_table": _empty(),
        "grouped_table": _grouped(),
        "list": _around_a_list(),
        "entry_rows": ENTRY_ROWS,
    }


ENTRY_ROWS: tuple[dict[str, str], ...] = (
    {
        "donor": "Dr. Ayesha Specimen",
        "check": "1190",
        "amount": "500.00",
        "fund": "Reports",
        "icon": "check",
        "state": "Saved",
    },
    {
        "class": "flag",
        "donor": "Bilal Example",
        "check": "0877",
        "amount": "150.00",
        "fund": "General",
        "icon": "alert",
        "state": "Needs review",
        "says": "Check 0877 was posted on Oct 30, also $150.00. Is this another check?",
    },
    {"class": "now", "donor": "md iq hus"},
    {},
)


class SampleForm(forms.Form):
    """One field of each kind, one of them wrong."""

    donor = forms.CharField(max_length=100)
    amount = MoneyFormField(label="Amount (USD)", help_text="Before any fee.")
    fund = forms.ChoiceField(choices=[("reports", "Investigative reports"), ("legal", "Legal aid for families")])
    note = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))
    how = forms.ChoiceField(
        label="Payment method", required=False, choices=[("check", "Check"), ("cash", "Cash")], widget=forms.RadioSelect
    )
    receipt = forms.BooleanField(
        label="Email the receipt now", required=False, help_text="Otherwise you can send it later from Acknowledgments"
    )


class SampleTable(ListTable):
    """Pledges, as a list page would show them."""

    donor = tables.Column(attrs={"td": {"class": "c-main"}})
    due = tables.Column(attrs={"td": {"class": "nw"}})
    paid = tables.Column(attrs={"td": {"class": "num c-hide"}})
    left = tables.Column("Outstanding", attrs={"td": {"class": "num c-sum"}})
    state = tables.Column("Status", orderable=False)

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
        tone, words = value
        return badge(words, tone)


class SampleRow(dict):
    """A row that knows its group."""

    @property
    def group_key(self) -> str:
        """Overdue or not."""
        return "late" if self["state"][0] == "bad" else "open"


GROUPS = (
    Group("late", "Overdue", 1, ((Decimal("2000"), "pledged"), (Decimal("1750"), "outstanding"))),
    Group("open", "Open", 2, ((Decimal("5000"), "pledged"), (Decimal("4500"), "outstanding"))),
)


class SampleFilters(forms.Form):
    """A filter bar: a choice that speaks for itself, others with their label."""

    state = forms.ChoiceField(choices=[("", "Any status"), ("late", "Overdue")], label="Status")
    since = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), label="Due from")
    least = MoneyFormField(label="At least $")
    closed = forms.BooleanField(label="Include paid pledges")


class UrduForm(forms.Form):
    """Fields from right to left, one of them wrong."""

    name = forms.CharField(label="پورا نام", help_text="جیسا رسید پر چاہیے")
    email = forms.EmailField(
        label="ای میل",
        error_messages={"invalid": "یہ ای میل پتہ مکمل نہیں۔"},
        widget=forms.EmailInput(attrs={"dir": "ltr"}),
    )
    language = forms.ChoiceField(label="زبان", required=False, choices=[("ur", "اردو"), ("en", "English")])
    news = forms.BooleanField(label="مہینے میں ایک بار خبریں بھیجیں", required=False)


def _rows() -> list[dict[str, Any]]:
    return [
        _pledge("Hollis & Amna Sample", "P-0302", date(2026, 10, 15), "250", "1750", ("bad", "39 days late")),
        _pledge("Bilal Example", "P-0311", date(2026, 12, 1), "500", "2500", ("warn", "Due")),
        _pledge("Dr. Ayesha Specimen", "P-0318", date(2027, 1, 15), "1000", "2000", ("ok", "On time")),
    ]


TOTALS = [("3", "pledges"), ("$6,250.00", "outstanding"), ("$1,750.00", "of which overdue")]


def _pledges(request: HttpRequest) -> SampleTable:
    table = SampleTable(_rows(), order_by=request.GET.get("sort", "due"))
    table.totals = TOTALS
    table.paginate(per_page=25)
    return table


def _phone() -> SampleTable:
    long = _pledge(
        "Muhammad Abdul Rahman Ibn-e-Khaldun Example", "P-0400", date(2027, 2, 1), "0", "9999999.99", ("", "Open")
    )
    table = SampleTable([*_rows(), long], orderable=False)
    table.list_id, table.caption = "on-a-phone", "Pledges due, as cards"
    return table


def _empty() -> SampleTable:
    table = SampleTable([])
    table.list_id, table.empty_icon, table.empty_title = "without-rows", "handshake", "No pledges yet"
    table.empty_text = "Record a pledge on a supporter’s page, then apply payments to it as they arrive."
    table.empty_url, table.empty_action = "#none", "Choose supporter"
    return table


def _grouped() -> SampleTable:
    table = SampleTable([SampleRow(row) for row in _rows()], orderable=False)
    known: dict[Any, Group] = {group.key: group for group in GROUPS}
    none_read = SavedView.objects.none()
    table.grouped = Grouped(Grouping("state", "Status", "state"), (), ("pledge", "pledges"), none_read, _known=known)
    table.list_id, table.caption = "grouped", "Pledges due, by status"
    table.totals = TOTALS
    return table


def _around_a_list() -> dict[str, Any]:
    names = (("donor", "Donor", True), ("due", "Due", False), ("left", "Outstanding", False), ("paid", "Paid", False))
    return {
        "tabs": [Tab("All pledges", "#lists"), Tab("Open", "#lists", count="9"), Tab("Overdue", "#lists", True, True)],
        "words": ["Status: Overdue", "Due from: Oct 1, 2026"],
        "columns": [
            (Choice(name, label, name != "paid", must), "" if must else "#lists") for name, label, must in names
        ],
        "groupings": [("Status", "#lists", True), ("Fund", "#lists", False)],
        "state": [("sort", "due")],
    }


def _pledge(donor: str, no: str, due: date, paid: str, left: str, state: tuple[str, str]) -> dict[str, Any]:
    return {"donor": donor, "no": no, "due": due, "paid": Decimal(paid), "left": Decimal(left), "state": state}
