"""The rows behind the board report's figures: movements and donors, each list adding up to its figure."""

from __future__ import annotations

from datetime import MAXYEAR, date
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import F, FilteredRelation, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.html import format_html

from core import display
from core.clock import organization_today
from core.db.date_functions import MonthStart, YearStart
from core.forms.fields import DayInput
from core.listing.groups import Figure, Grouping, month_name
from core.listing.pages import Empty, ListFilter, TablePage
from core.listing.paging.stored import Stored
from core.listing.tables import DayColumn, FileColumn, ListTable, MoneyColumn
from core.models import Organization
from core.periods import Period, month
from crm.models import Supporter
from crm.views.tables import supporter_cell
from donations.ledger.rollups import stamp
from donations.models import DayTotal, Fund, FundRestriction, Gift, Movement, MovementTotal
from reports.figures import board_figures as figures
from reports.figures.board_figures import Span

#: As many donors as a search names one by one.
MOST_NAMED = 1_000


class MovementTable(ListTable):
    caption = "Gifts, refunds, and corrections"
    sorts = ("gift_on",)

    supporter = tables.Column("Donor", order_by=("supporter__sort_name",), attrs={"td": {"class": "c-main"}})
    supporter_number = FileColumn(verbose_name="Supporter number", accessor="supporter__spoken_number")
    gift_on = DayColumn(verbose_name="Date of gift")
    posted_on = FileColumn(verbose_name="Posted")
    kind = tables.Column("Type")
    fund = tables.Column("Fund", order_by=("fund__name",))
    method = tables.Column("Payment method")
    number = FileColumn(verbose_name="Gift", accessor="gift__spoken_number")
    amount = MoneyColumn(verbose_name="Amount", lead=True)

    class Meta:
        order_by = ("-gift_on",)

    def render_supporter(self, value: Supporter, record: Movement) -> Any:
        url = reverse("donations:gift-detail", args=[record.gift_id])
        return supporter_cell(value, url=url, detail=f"G-{record.gift.number}")

    def value_supporter(self, value: Supporter) -> str:
        return value.shown_name


class MovementFilter(ListFilter):
    since = django_filters.DateFilter(field_name="gift_on", lookup_expr="gte", label="From", widget=DayInput)
    until = django_filters.DateFilter(field_name="gift_on", lookup_expr="lte", label="To", widget=DayInput)
    fund = django_filters.ModelChoiceFilter(queryset=Fund.objects.all(), empty_label="Any fund")
    restricted = django_filters.ChoiceFilter(
        choices=[("true", "With restriction"), ("false", "Without restriction")],
        empty_label="Any restriction",
        method="by_restriction",
        label="Restriction",
    )
    method = django_filters.ChoiceFilter(choices=Gift.Method.choices, empty_label="Any method", label="Payment method")

    source = django_filters.ChoiceFilter(
        choices=[("online", "Given online"), ("dinners", "Seats and tables")],
        empty_label="Any source",
        method="by_source",
        label="Source",
    )

    def by_source(self, rows: Any, name: str, value: str) -> QuerySet:
        return figures.from_source(rows, value)

    def by_restriction(self, rows: Any, name: str, value: str) -> QuerySet:
        return rows.with_restriction().filter(restricted=value == "true")

    def search(self, rows: QuerySet, text: str) -> QuerySet:
        people = Supporter.objects.visible_to(self.request.user).matching(text).order_by().values_list("pk", flat=True)
        # A few are named one by one, so that each table the view reads finds them by an index.
        named = list(people[: MOST_NAMED + 1])
        return rows.filter(supporter__in=named if len(named) <= MOST_NAMED else people)


class MovementListView(TablePage):
    """Every row that counts as raised: gifts, refunds and corrections with their signs."""

    permission_required = "gifts.view"
    above = ("Reports", "reports:catalog")
    title, noun = "Raised in detail", ("row", "rows")
    lede = "Cash and stock by date of gift, before fees. Refunds and corrections have rows of their own."
    placeholder = "Donor"
    table_class, filter_class = MovementTable, MovementFilter
    groupings = (
        Grouping("month", "Month", MonthStart("gift_on"), words=month_name, down=True),
        Grouping("year", "Year", YearStart("gift_on"), words=lambda day: f"{day:%Y}", down=True),
        Grouping("fund", "Fund", "fund", text="fund__name"),
        Grouping("campaign", "Campaign", "campaign", text="campaign__name", none="No campaign"),
        Grouping("method", "Payment method", "method", words=lambda code: Gift.Method(code).label),
        Grouping("kind", "Type", "kind", words=lambda code: Movement.Kind(code).label),
    )
    figures = (Figure("raised, less refunds and corrections", Sum("amount")),)
    empty = Empty(
        "Nothing raised yet",
        "Gifts appear here as soon as they are posted.",
        icon="gift",
        action="Record gift",
        url_name="donations:gift-new",
        permission="gifts.record",
    )

    def get_queryset(self) -> QuerySet:
        # Not joined: the database would join the whole view with three tables before it finds the first fifty rows.
        return Movement.objects.visible_to(self.request.user).raised().prefetch_related("supporter", "fund", "gift")

    def get_stored(self) -> Stored | None:
        """The totals by month, where the filters' days leave no month in parts."""
        asked = getattr(self.filterset.form, "cleaned_data", {}) if self.filterset else {}
        if not _leaves_months_whole(asked.get("since"), asked.get("until")):
            return None
        filters = {"since", "until", "fund", "method", "source"}
        if not FundRestriction.objects.exclude(starts_on__day=1).exists():
            filters.add("restricted")
        return Stored(
            MovementTotal.objects.visible_to(self.request.user).raised(),
            number="movements",
            filters=frozenset(filters),
            groupings=frozenset(grouping.slug for grouping in self.groupings),
        )

    def get_totals(self, rows: Any) -> list[tuple[str, str]]:
        active = self.filterset.active if self.filterset else []
        if self.stored or "q" in active or "within" in self.request.GET:
            total = rows.order_by().total()
        else:  # the same filters on the totals by day
            days = DayTotal.objects.visible_to(self.request.user).raised()
            total = MovementFilter(self.request.GET, queryset=days, request=self.request).qs.total()
        return [(display.money_text(total), "raised, less refunds and corrections")]

    def get_stamp(self) -> str:
        return stamp.current()


def _leaves_months_whole(since: date | None, until: date | None) -> bool:
    """Whether the movements between two days are those of whole months: a first day begins one, and none of the last
    day's month follows it, as is the case where that is today."""
    if since and since.day > 1:
        return False
    if until is None or until.year >= MAXYEAR:
        return until is None
    later = Movement.objects.filter(gift_on__gt=until, gift_on__lt=month(until).end)
    return not later.exists()


class DonorTable(ListTable):
    caption = "Donors"

    shown_name = tables.Column("Donor", order_by=("sort_name",), attrs={"td": {"class": "c-main"}})
    last_year = MoneyColumn(verbose_name="Last fiscal year", attrs={"td": {"class": "num", "data-l": "Last year"}})
    this_year = MoneyColumn(verbose_name="This year to date", lead=True)
    number = FileColumn(verbose_name="Supporter number", accessor="spoken_number")

    class Meta:
        order_by = ("-last_year",)

    def render_shown_name(self, record: Supporter) -> Any:
        url = reverse("crm:supporter-detail", args=[record.pk])
        return supporter_cell(record, url=url, detail=format_html("{}", record.spoken_number))

    def value_shown_name(self, record: Supporter) -> str:
        return record.shown_name


class DonorFilter(ListFilter):
    who = django_filters.ChoiceFilter(
        choices=[("all", "Gave this year"), ("returned", "Renewed"), ("lapsed", "Not yet renewed")],
        empty_label="Gave in either year",
        method="chosen",
        label="Giving",
    )
    as_of = django_filters.DateFilter(method="unchanged", label="As of", widget=DayInput)

    def chosen(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows  # read by the page's queryset, since it depends on the day

    unchanged = chosen

    def search(self, rows: QuerySet, text: str) -> QuerySet:
        return rows.filter(pk__in=Supporter.objects.visible_to(self.request.user).matching(text).values("pk"))


def _in_year(period: Period) -> FilteredRelation:
    """The row of a supporter's giving in a fiscal year, or in its part up to a day, joined, so that its index orders
    supporters by what they gave."""
    theirs = Q(giving_years__year=period.start.year, giving_years__first_on__lt=period.end)
    return FilteredRelation("giving_years", condition=theirs)


def _has_more(span: Span) -> bool:
    """Whether gifts of the fiscal year are dated after the day, so that a donor's year is not the year to date."""
    later = Period(span.to_date.end, max(span.to_date.end, span.year.end))
    return Gift.objects.raised().not_fully_refunded().received_in(later).exists()


class DonorListView(TablePage):
    """The donors counted on the board report, with both years' totals."""

    permission_required = "gifts.view"
    above = ("Reports", "reports:catalog")
    title, noun = "Donors by year", ("donor", "donors")
    lede = "Legal donors with an amount raised last fiscal year (whole year) or this fiscal year (to date)."
    placeholder = "Donor"
    table_class, filter_class = DonorTable, DonorFilter
    empty = Empty(
        "No donors in these years",
        "Donors appear with their first gift.",
        icon="users",
        action="Record gift",
        url_name="donations:gift-new",
        permission="gifts.record",
    )

    def get_queryset(self) -> QuerySet:
        span = Span.at(self._as_of(), first_month=Organization.current().fiscal_year_first_month)
        rows = Supporter.objects.visible_to(self.request.user)
        rows = rows.annotate(now=_in_year(span.to_date), earlier=_in_year(span.last_year))
        this_year = figures.given(span.to_date) if _has_more(span) else F("now__total")
        return self._chosen(rows).annotate(this_year=this_year, last_year=F("earlier__total"))

    def _chosen(self, rows: QuerySet) -> QuerySet:
        """Those who gave in the years asked for."""
        now, before = Q(now__isnull=False), Q(earlier__isnull=False)
        chosen = {"all": now, "returned": now & Q(now__renewed=True), "lapsed": before & ~now}
        return rows.filter(chosen.get(self.request.GET.get("who", ""), now | before))

    def get_stamp(self) -> str:
        return stamp.current()

    def _as_of(self) -> date:
        try:
            day = parse_date(self.request.GET.get("as_of", ""))
        except ValueError:
            day = None
        return day if day and 1950 <= day.year < 9000 else organization_today()
