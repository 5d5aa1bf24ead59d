"""Lists of gifts and pledges."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import Case, Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.text import Truncator

from core import display
from core.clock import organization_today
from core.db.date_functions import MonthStart, YearStart
from core.forms.fields import DayInput
from core.html import money_span
from core.listing.files.values import Values, value
from core.listing.groups import Figure, Grouping, month_name
from core.listing.pages import Empty, MoneyFilter, TablePage
from core.listing.paging.stored import Stored
from core.listing.tables import DayColumn, FileColumn, FileMoney, ListTable, MoneyColumn, badge
from core.models import Organization
from core.money import ZERO
from core.periods import fiscal_year
from core.recent_activity import AddedFilter
from crm.models import Supporter
from crm.views.tables import supporter_cell
from donations import searching
from donations.ledger.rollups import stamp
from donations.models import Campaign, Fund, Gift, GiftLine, GiftTotal, Pledge
from donations.models.gifts import GiftQuerySet


def _fund_cells(gifts: Sequence[int], funds: Sequence[int | None]) -> list[str]:
    """The funds of each gift in the order of its lines, which are asked only where no single fund is given."""
    names = dict(Fund.objects.values_list("pk", "name"))
    several = [gift for gift, fund in zip(gifts, funds, strict=True) if fund is None]
    found: dict[int, dict[str, None]] = {gift: {} for gift in several}
    lines = GiftLine.objects.filter(gift__in=several).order_by("pk").values_list("gift_id", "fund_id")
    for gift, each in lines if several else ():
        found[gift][names[each]] = None
    return [", ".join(found[gift]) if fund is None else names[fund] for gift, fund in zip(gifts, funds, strict=True)]


def _only_fund() -> Subquery:
    """The key of the fund that all of a gift's lines have, none when they have several."""
    lines = GiftLine.objects.filter(gift=OuterRef("pk")).order_by().values("gift")
    sums = lines.annotate(first=Min("fund"), last=Max("fund"))
    return Subquery(sums.annotate(only=Case(When(first=F("last"), then=F("first")))).values("only"))


def _state(reversal: Any, replacement: Any, refunded: Decimal) -> str:
    """A gift's status in files; empty for one that stands as it was given."""
    if reversal:
        return "corrected" if replacement else "reversed"
    return "refunded" if refunded else ""


class GiftTable(ListTable):
    caption = "Gifts"
    sorts = ("supporter", "gift_on", "amount")

    supporter = tables.Column("Donor", order_by=("supporter__sort_name",), attrs={"td": {"class": "c-main"}})
    supporter_number = FileColumn(verbose_name="Supporter number", accessor="supporter__spoken_number")
    number = FileColumn(verbose_name="Gift")
    gift_on = DayColumn(verbose_name="Date of gift", order_by=("gift_on", "number"))
    method = tables.Column("Payment method")
    fund = tables.Column("Fund", accessor="pk", orderable=False)
    campaign = FileColumn(verbose_name="Campaign")
    check_number = FileColumn(verbose_name="Check number")
    refunded = FileMoney(verbose_name="Refunded")
    state = tables.Column("Status", accessor="pk", orderable=False)
    amount = MoneyColumn(order_by=("amount", "gift_on", "number"), lead=True)

    file_values = {
        "supporter": value("supporter__shown_name"),
        "supporter_number": value("supporter__number", each="S-{}".format),
        "number": value("number", each="G-{}".format),
        "method": value("method", each=dict(Gift.Method.choices).get),
        "fund": Values(("pk", "only_fund"), many=_fund_cells, beside={"only_fund": _only_fund()}),
        "campaign": value("campaign__name"),
        "state": value("reversal", "reversal__replacement", "refunded", each=_state),
    }

    class Meta:
        order_by = ("-gift_on",)

    def render_supporter(self, value: Supporter, record: Gift) -> Any:
        return supporter_cell(
            value, url=reverse("donations:gift-detail", args=[record.pk]), detail=record.spoken_number
        )

    def value_supporter(self, value: Supporter) -> str:
        return value.shown_name

    def value_number(self, record: Gift) -> str:
        return record.spoken_number

    def render_method(self, record: Gift) -> str:
        return " ".join(filter(None, (record.get_method_display(), record.check_number)))

    def value_method(self, record: Gift) -> str:
        return record.get_method_display()

    def render_fund(self, record: Gift) -> Any:
        campaign = Truncator(record.campaign.name).chars(40) if record.campaign else ""
        return format_html('{}<span class="sub">{}</span>', self.value_fund(record), campaign)

    def value_fund(self, record: Gift) -> str:
        return ", ".join(dict.fromkeys(line.fund.name for line in record.lines.all()))

    def render_state(self, record: Gift) -> Any:
        if hasattr(record, "reversal"):
            return badge("Corrected" if record.reversal.replacement_id else "Reversed", hollow=True)
        if record.refunded:
            whole = record.refunded == record.amount
            return badge("Refunded" if whole else f"{display.money_text(record.refunded)} refunded", "warn")
        return "" if record.kind in Gift.RAISED else badge(record.get_kind_display(), "info")

    def value_state(self, record: Gift) -> str:
        reversal = getattr(record, "reversal", None)
        return _state(reversal, reversal and reversal.replacement_id, record.refunded)


class GiftFilter(AddedFilter):
    touches = {"reversal": ("reversal__created_at", "reversal__by"), "refund": ("refunds__created_at", "refunds__by")}
    fund = django_filters.ModelChoiceFilter(
        queryset=Fund.objects.all(), method="by_fund", label="Fund", empty_label="Any fund"
    )
    campaign = django_filters.ModelChoiceFilter(queryset=Campaign.objects.all(), empty_label="Any campaign")
    method = django_filters.ChoiceFilter(
        choices=Gift.Method.choices, empty_label="Any payment method", label="Payment method"
    )
    since = django_filters.DateFilter(field_name="gift_on", lookup_expr="gte", label="From", widget=DayInput)
    until = django_filters.DateFilter(field_name="gift_on", lookup_expr="lte", label="To", widget=DayInput)
    at_least = MoneyFilter(field_name="amount", lookup_expr="gte", label="At least $")
    corrected = django_filters.ChoiceFilter(
        choices=[("true", "Include corrected")],
        empty_label="Current",
        method="with_corrected",
        label="Entries",
    )
    origin = django_filters.ChoiceFilter(choices=Gift.Origin.choices, widget=forms.HiddenInput, label="Source")

    class Meta:
        model = Gift
        fields = ["fund", "campaign", "method", "since", "until", "at_least"]

    def by_fund(self, rows: QuerySet, name: str, value: Fund) -> QuerySet:
        return rows.filter(Exists(GiftLine.objects.filter(gift=OuterRef("pk"), fund=value)))

    def with_corrected(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows  # applied in the page's own queryset, which hides corrected entries unless this is on

    def search(self, rows: QuerySet, text: str) -> QuerySet:
        return searching.matching(rows, text, self.request.user)


#: Gifts that `GiftQuerySet.raised` counts.
COUNTED = ~Q(status=Gift.Status.REVERSED) & Q(kind__in=Gift.RAISED)


class GiftList(TablePage):
    permission_required = "gifts.view"
    title, noun = "Gifts", ("gift", "gifts")
    lede = "Money and property received, newest first."
    placeholder = "Donor, G-2311 or check number"
    table_class, filter_class = GiftTable, GiftFilter
    columns_on = "gift"
    bulk_on = "gift"
    groupings = (
        Grouping("month", "Month", MonthStart("gift_on"), words=month_name, down=True),
        Grouping("year", "Year", YearStart("gift_on"), words=lambda day: f"{day:%Y}", down=True),
        Grouping("campaign", "Campaign", "campaign", text="campaign__name", none="No campaign"),
        Grouping("method", "Payment method", "method", words=lambda code: Gift.Method(code).label),
        Grouping("kind", "Type", "kind", words=lambda code: Gift.Kind(code).label),
    )
    figures = (
        Figure(
            "cash and stock, less refunds",
            Sum("amount", filter=COUNTED, default=ZERO) - Sum("refunded", filter=COUNTED, default=ZERO),
        ),
    )
    template_name = "donations/gift_list.html"
    empty = Empty(
        "No gifts yet",
        "Record your first gift, or import a spreadsheet.",
        icon="gift",
        action="Record gift",
        url_name="donations:gift-new",
        permission="gifts.record",
    )

    def get_queryset(self) -> QuerySet:
        rows = Gift.objects.visible_to(self.request.user).with_story()
        return rows if self.request.GET.get("corrected") == "true" else rows.active()

    def get_totals(self, rows: GiftQuerySet) -> list[tuple[str, str]]:
        others = Q(status__in=Gift.COUNTS) & ~Q(kind__in=Gift.RAISED)
        other = Sum("gifts", filter=others) if rows.model is GiftTotal else Count("pk", filter=others)
        found = rows.order_by().aggregate(kept=self.figures[0].total, other=other)
        return _in_words(found["kept"], found["other"] or 0)

    def get_stored(self) -> Stored:
        totals = GiftTotal.objects.visible_to(self.request.user)
        if self.request.GET.get("corrected") != "true":
            totals = totals.filter(status__in=Gift.COUNTS)
        return Stored(
            totals,
            number="gifts",
            filters=frozenset({"campaign", "method", "corrected"}),
            groupings=frozenset({"month", "year", "campaign", "method", "kind"}),
        )

    def get_stamp(self) -> str:
        return stamp.current()

    def get_views(self) -> list[tuple[str, dict[str, str]]]:
        today = organization_today()
        year = fiscal_year(on=today, first_month=Organization.current().fiscal_year_first_month)
        return [
            ("All gifts", {}),
            ("This month", {"since": f"{today.replace(day=1)}"}),
            ("This fiscal year", {"since": f"{year.start}"}),
            ("$1,000 and over", {"at_least": "1000"}),
        ]


def _in_words(kept: Decimal, other: int) -> list[tuple[str, str]]:
    """The totals of gifts in words: the sum of cash and stock, and the number of others."""
    totals = [(display.money_text(kept), "cash and stock, before fees, less refunds")]
    return [*totals, (f"{other:,}", "in kind, not in the total")] if other else totals


class PledgeTable(ListTable):
    caption = "Pledges"
    sorts = ("supporter", "promised_on", "amount")

    supporter = tables.Column("Supporter", order_by=("supporter__sort_name",), attrs={"td": {"class": "c-main"}})
    supporter_number = FileColumn(verbose_name="Supporter number", accessor="supporter__spoken_number")
    number = FileColumn(verbose_name="Pledge")
    promised_on = DayColumn(verbose_name="Pledge date")
    fund = tables.Column("Fund", order_by=("fund__name",))
    amount = MoneyColumn(verbose_name="Pledged", lead=True)
    paid = MoneyColumn(verbose_name="Paid", attrs={"td": {"class": "num", "data-l": "Paid"}})
    open_amount = MoneyColumn(
        verbose_name="Unpaid", orderable=False, attrs={"td": {"class": "num", "data-l": "Unpaid"}}
    )
    pay = tables.Column("", accessor="pk", orderable=False, exclude_from_export=True)

    class Meta:
        order_by = ("-promised_on",)

    def render_supporter(self, value: Supporter, record: Pledge) -> Any:
        url = reverse("crm:supporter-detail", args=[record.supporter_id])
        return supporter_cell(value, url=url, detail=record.spoken_number)

    def value_supporter(self, value: Supporter) -> str:
        return value.shown_name

    def value_number(self, record: Pledge) -> str:
        return record.spoken_number

    def render_open_amount(self, value: Decimal, record: Pledge) -> Any:
        return badge("Paid", "ok") if not value else money_span(value)

    def render_pay(self, record: Pledge) -> Any:
        if not record.open_amount or not self.request.user.has_perm("gifts.record"):
            return ""
        query = {"supporter": record.supporter_id, "pledge": record.pk, "fund": record.fund_id}
        url = f"{reverse('donations:gift-new')}?{urlencode(query)}"
        label = f"Record payment on {record.spoken_number}"
        return format_html('<a class="btn sm" href="{}" aria-label="{}">Record payment</a>', url, label)


class PledgeFilter(AddedFilter):
    state = django_filters.ChoiceFilter(
        label="Status",
        choices=[("open", "Unpaid"), ("paid", "Paid")],
        empty_label="Any status",
        method="by_state",
    )

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        unpaid = Pledge.objects.visible_to(self.request.user).unpaid().values("pk")
        return rows.filter(pk__in=unpaid) if value == "open" else rows.exclude(pk__in=unpaid)

    def search(self, rows: QuerySet, text: str) -> QuerySet:
        return rows.filter(supporter__in=Supporter.objects.visible_to(self.request.user).matching(text).values("pk"))


class PledgeList(TablePage):
    permission_required = "gifts.view"
    title, noun = "Pledges", ("pledge", "pledges")
    lede = "What donors have pledged. A pledge counts as cash only when it is paid."
    bulk_on = "pledge"
    groupings = (
        Grouping("fund", "Fund", "fund", text="fund__name"),
        Grouping("year", "Year pledged", YearStart("promised_on"), words=lambda day: f"{day:%Y}", down=True),
    )
    figures = (Figure("pledged", Sum("amount")), Figure("paid", Sum("paid")))
    table_class, filter_class = PledgeTable, PledgeFilter
    placeholder = "Supporter"
    empty = Empty(
        "No pledges yet",
        "Record a pledge on the supporter's page. Payments then count toward the pledge.",
        icon="handshake",
        action="Choose supporter",
        url_name="crm:supporter-list",
        permission="gifts.record",
    )

    def get_queryset(self) -> QuerySet:
        return Pledge.objects.visible_to(self.request.user).select_related("supporter", "fund")

    def get_totals(self, rows: QuerySet) -> list[tuple[str, str]]:
        sums = rows.aggregate(promised=Sum("amount"), paid=Sum("paid"))
        return [
            (display.money_text(sums["promised"] or ZERO), "pledged"),
            (display.money_text(sums["paid"] or ZERO), "paid"),
        ]  # what is open is no difference of the two: an overpaid pledge leaves none
