"""Lists: receipts, gifts whose receipt is not yet issued, imported history, and gifts that get no receipt."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR
from typing import TYPE_CHECKING, Any, TypedDict

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import BooleanField, Exists, ExpressionWrapper, Min, OuterRef, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core import display
from core.clock import organization_today
from core.db.date_functions import YearStart
from core.forms.fields import DayInput
from core.listing.groups import Figure, Grouping
from core.listing.pages import Empty, ListFilter, TablePage
from core.listing.paging.stored import Stored
from core.listing.saved import Tab, view_query
from core.listing.tables import DayColumn, FileColumn, ListTable, MoneyColumn, badge
from core.models import Organization, User
from core.money import ZERO
from core.privacy.visibility import redacted, revealed_to
from core.recent_activity import AddedFilter
from crm.models import Supporter
from crm.views.tables import supporter_cell
from donations.models import Gift
from donations.tax_facts.facts import with_facts
from receipts import kinds
from receipts.issuing import numbering, queue
from receipts.issuing.assessment import assess
from receipts.models import Receipt, ReceiptLine, ReceiptQuerySet, ReceiptVoid

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Stale(TypedDict):
        stale: bool

    ListedReceipt = WithAnnotations[Receipt, _Stale]

STATES = (("issued", "Issued"), ("stale", "Out of date"), ("replaced", "Replaced"), ("void", "Void"))
TONES = {"issued": "ok", "void": "bad", "replaced": ""}


def state_badge(state: str, *, stale: bool) -> SafeString:
    """A receipt's status in words and color."""
    if stale:
        return badge("Out of date", "warn")
    return badge(dict(STATES)[state], TONES[state], hollow=state == "replaced")


class ReceiptTable(ListTable):
    caption = "Receipts"
    sorts = ("supporter", "number", "issued_on")

    supporter = tables.Column("Donor", order_by=("supporter__sort_name",), attrs={"td": {"class": "c-main"}})
    supporter_number = FileColumn(verbose_name="Supporter number", accessor="supporter__spoken_number")
    number = tables.Column("Number", order_by=("year", "seq"), attrs={"td": {"class": "nw"}})
    issued_on = DayColumn(verbose_name="Issued", order_by=("issued_on", "year", "seq"))
    gift_on = DayColumn(verbose_name="Date of gift")
    kind = tables.Column("Document")
    state = tables.Column("Status", order_by=("state",))
    amount = MoneyColumn(lead=True)

    class Meta(ListTable.Meta):
        order_by = ("-issued_on", "-number")

    def render_supporter(self, value: Supporter, record: Receipt) -> SafeString:
        return supporter_cell(value, url=reverse("receipts:receipt-detail", args=[record.pk]), detail="")

    def value_supporter(self, value: Supporter) -> str:
        return value.shown_name

    def render_kind(self, value: str) -> str:
        return kinds.label(value)

    def render_state(self, value: str, record: ListedReceipt) -> SafeString:
        return state_badge(value, stale=record.stale)

    def value_state(self, value: str, record: ListedReceipt) -> str:
        return "out of date" if record.stale else value


class ReceiptFilter(AddedFilter):
    added = ("issued_at", "issued_by")
    touches = {"void": ("void__created_at", "void__by")}
    state = django_filters.ChoiceFilter(choices=STATES, method="in_state", empty_label="Any status", label="Status")
    kind = django_filters.ChoiceFilter(choices=kinds.CHOICES, empty_label="Any document", label="Document")
    year = django_filters.ChoiceFilter(label="Year of issue", empty_label="Any year", choices=lambda: _years())
    issued_on = django_filters.DateFilter(label="Issue date", widget=DayInput)

    class Meta:
        model = Receipt
        fields = ["state", "kind", "year", "issued_on"]

    def in_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(stale=True) if value == "stale" else rows.filter(state=value, stale=False)

    def search(self, rows: QuerySet, text: str) -> QuerySet:
        people = Supporter.objects.visible_to(self.request.user).matching(text).values("pk")
        theirs = Receipt.objects.filter(supporter__in=people).order_by().values("pk")
        return rows.filter(pk__in=theirs.union(Receipt.objects.numbered(text).order_by().values("pk")))


def listed(user: User) -> QuerySet:
    """Receipts with `state`, and whether they no longer match their gifts."""
    stale = ReceiptLine.objects.out_of_date().filter(receipt=OuterRef("pk"))
    return Receipt.objects.visible_to(user).with_state().annotate(stale=Exists(stale))


def _years() -> list[tuple[int, str]]:
    found = Receipt.objects.order_by("-year").values_list("year", flat=True).distinct()
    return [(year, str(year)) for year in found]


class ReceiptList(TablePage):
    permission_required = "receipts.view"
    title, noun = "Receipts", ("receipt", "receipts")
    placeholder = "Number or donor"
    table_class, filter_class = ReceiptTable, ReceiptFilter
    template_name = "receipts/receipt_list.html"
    bulk_on = "receipt"
    groupings = (
        Grouping("kind", "Document", "kind", words=kinds.label),
        Grouping("state", "Status", "state", words=lambda state: dict(STATES)[state]),
        Grouping("year", "Year of issue", "year", down=True),
        Grouping("issued_on", "Issue date", "issued_on", words=display.day_text, down=True),
    )
    figures = (Figure("paid, on active receipts", Sum("amount", filter=Q(state="issued"))),)
    empty = Empty(
        "No receipts yet",
        "Issue your first receipt under Acknowledgments.",
        icon="receipt",
        action="Acknowledgments",
        url_name="receipts:acknowledgment-list",
        permission="receipts.issue",
    )

    def get_queryset(self) -> QuerySet:
        return listed(self.request.user).select_related("supporter").defer("snapshot")

    def get_totals(self, rows: ReceiptQuerySet) -> list[tuple[str, str]]:
        # All less the void ones, of which there are few: asking each whether it is void takes a hundred times as long.
        void = rows.filter(pk__in=ReceiptVoid.objects.visible_to(self.request.user).values("receipt"))
        whole, less = (each.order_by().aggregate(total=Sum("amount"))["total"] or ZERO for each in (rows, void))
        return [(display.money_text(whole - less), "paid, on active receipts")]

    def get_context(self) -> dict[str, Any]:
        stale = Receipt.objects.visible_to(self.request.user).out_of_date().count()
        return {"stale": stale, "query": view_query(self.request.GET)}


class GiftPickTable(ListTable):
    """Gifts to select. `assessed` holds the assessments of the page's rows, by key."""

    assessed: dict[int, Any] = {}
    sorts = ("gift_on",)

    supporter = tables.Column("Donor", order_by=("supporter__sort_name",), attrs={"td": {"class": "c-main"}})
    supporter_number = FileColumn(verbose_name="Supporter number", accessor="supporter__spoken_number")
    gift_on = DayColumn(verbose_name="Date of gift", order_by=("gift_on", "number"))
    document = tables.Column(
        "Document", accessor="pk", orderable=False, exclude_from_export=True, attrs={"td": {"class": "nw"}}
    )
    amount = MoneyColumn(accessor="net_amount", order_by=("amount",), lead=True)

    class Meta(ListTable.Meta):
        order_by = ("gift_on",)

    def may_pick(self, record: Gift) -> bool:
        found = self.assessed.get(record.pk)
        return not (found and found.problems)

    def row_name(self, record: Gift) -> str:
        return f"{record.spoken_number} of {record.supporter.shown_name}"

    def render_supporter(self, value: Supporter, record: Gift) -> SafeString:
        detail = f"{record.spoken_number} · {record.get_method_display()} {record.check_number}".strip()
        return supporter_cell(value, url=reverse("donations:gift-detail", args=[record.pk]), detail=detail)

    def value_supporter(self, value: Supporter) -> str:
        return value.shown_name

    def render_document(self, record: Gift) -> SafeString:
        found = self.assessed.get(record.pk)
        if found is None:
            return SafeString("")
        if found.problems:
            reasons = format_html_join(" ", "{}", ((problem,) for problem in found.problems))
            return format_html('{}<span class="sub">{}</span>', badge("Needs review", "bad"), reasons)
        return format_html("{}", found.kind.label)


class WaitingTable(GiftPickTable):
    caption = "Receipts to issue"


class HistoryTable(GiftPickTable):
    caption = "Imported gifts without a receipt"

    class Meta(ListTable.Meta):
        order_by = ("-gift_on",)


class AsideTable(GiftPickTable):
    caption = "Gifts that get no receipt"

    reason = tables.Column("Reason", accessor="receipt_choice__reason", orderable=False)
    by = tables.Column("Chosen by", accessor="receipt_choice__by", orderable=False)

    class Meta(ListTable.Meta):
        sequence = ("supporter", "gift_on", "document", "reason", "by", "amount")
        order_by = ("-gift_on",)

    def render_reason(self, value: str, record: Gift) -> str:
        """The reason; empty where the gift is about somebody protected, as free text may reveal them."""
        return "" if getattr(record, "is_silent", True) else value


class GiftPickFilter(ListFilter):
    year = django_filters.NumberFilter(
        field_name="gift_on__year",
        label="Year of gift",
        widget=forms.NumberInput,
        min_value=MINYEAR + 1,  # the days around a year must be valid dates as well
        max_value=MAXYEAR - 1,
        decimal_places=0,
    )

    def search(self, rows: QuerySet, text: str) -> QuerySet:
        people = Supporter.objects.visible_to(self.request.user).matching(text).values("pk")
        number = text.upper().removeprefix("G-")
        found = Q(supporter__in=people)
        if number.isdecimal() and len(number) < 10:
            found |= Q(number=int(number))
        return rows.filter(found)


class GiftPickList(TablePage):
    """A list of gifts to select for issuing receipts, or for not sending any."""

    permission_required = "receipts.issue"
    noun = ("gift", "gifts")
    placeholder = "Donor or G-2311"
    filter_class = GiftPickFilter
    template_name = "receipts/gift_pick_list.html"
    groupings = (
        Grouping("year", "Year of gift", YearStart("gift_on"), words=lambda day: f"{day:%Y}", down=True),
        Grouping("method", "Payment method", "method", words=lambda code: Gift.Method(code).label),
    )
    figures = (Figure("less refunds", Sum("amount") - Sum("refunded")),)
    view = ""

    def get_tabs(self) -> list[Tab]:
        counts = queue.counts()
        return [
            Tab(label, reverse(f"receipts:acknowledgment-{page}"), view == self.view, count=f"{counts[view]:,}")
            for view, page, label in (
                ("waiting", "list", "To issue"),
                ("history", "history", "Imported history"),
                ("aside", "aside", "No receipt"),
            )
        ]

    def rows(self) -> QuerySet:
        raise NotImplementedError

    def get_stored(self) -> Stored:
        totals = queue.totals(self.view)
        return Stored(totals, "gifts", filters=frozenset({"year"}), groupings=frozenset({"year", "method"}))

    def get_queryset(self) -> QuerySet:
        return with_facts(self.rows())

    def get_totals(self, rows: QuerySet) -> list[tuple[str, str]]:
        sums = rows.order_by().aggregate(given=Sum("amount"), back=Sum("refunded"))
        return [(display.money_text((sums["given"] or ZERO) - (sums["back"] or ZERO)), "less refunds")]

    def get_context(self) -> dict[str, Any]:
        shown = [row.record for row in self.table.paginated_rows]
        today = organization_today()
        found = assess(shown, organization=Organization.current(), issued_on=today)
        self.table.assessed = {one.gift.pk: one for one in found}
        narrowed = bool(self.filterset and self.filterset.active)
        return {"which": self.view, "stats": self._stats(), "narrowed": narrowed}

    def _stats(self) -> dict[str, Any]:
        return {}


class AcknowledgmentList(GiftPickList):
    title = "Acknowledgments"
    lede = "Gifts whose receipt is not yet issued. A receipt gets its number when you issue it."
    table_class = WaitingTable
    view = "waiting"
    bulk_on = "gift-to-issue"
    empty = Empty(
        "Every gift is acknowledged",
        "New gifts are listed here until their receipt is issued. To issue receipts for imported history, select gifts "
        "there.",
        icon="check-circle",
        action="Imported history",
        url_name="receipts:acknowledgment-history",
        permission="receipts.issue",
    )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.GET.get("history"):
            return redirect("receipts:acknowledgment-history")
        return super().get(request, *args, **kwargs)

    def rows(self) -> QuerySet:
        return queue.awaiting()

    def get_totals(self, rows: QuerySet) -> list[tuple[str, str]]:
        """Also the age of the oldest gift, and the number the next receipt would get."""
        today = organization_today()
        oldest = self.table.data.data.order_by().aggregate(oldest=Min("gift_on"))["oldest"]
        days = (today - oldest).days if oldest else 0
        return [
            *super().get_totals(rows),
            (f"{days:,}", f"day{'' if days == 1 else 's'} since the oldest gift"),
            (numbering.upcoming(organization=Organization.current(), issued_on=today), "next number"),
        ]

    def _stats(self) -> dict[str, Any]:
        return {
            "count": queue.counts()["waiting"],
            "stale": Receipt.objects.visible_to(self.request.user).out_of_date().count(),
        }


class HistoryList(GiftPickList):
    title = "Imported history"
    above = ("Acknowledgments", "receipts:acknowledgment-list")
    lede = "Gifts imported as history. They get a receipt only if you add them to receipts to issue."
    table_class = HistoryTable
    view = "history"
    bulk_on = "gift-of-history"
    empty = Empty(
        "No imported history without a receipt",
        "Gifts imported as history are listed here. All other gifts are listed under Acknowledgments.",
        icon="import",
        action="Acknowledgments",
        url_name="receipts:acknowledgment-list",
        permission="receipts.issue",
    )

    def rows(self) -> QuerySet:
        return queue.history()


class AsideList(GiftPickList):
    title = "No receipt"
    above = ("Acknowledgments", "receipts:acknowledgment-list")
    lede = "Gifts for which you chose not to send a receipt."
    table_class = AsideTable
    view = "aside"
    bulk_on = "gift-without-receipt"
    empty = Empty(
        "No gifts without a receipt",
        "If a gift needs no receipt, select it under Acknowledgments and choose “Don't send receipts”.",
        icon="receipt",
        action="Acknowledgments",
        url_name="receipts:acknowledgment-list",
        permission="receipts.issue",
    )

    def rows(self) -> QuerySet:
        rows = queue.declined().select_related("receipt_choice__by")
        silent = ExpressionWrapper(redacted(Gift, revealed_to(self.request)), output_field=BooleanField())
        return rows.annotate(is_silent=silent)
