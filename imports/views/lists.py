"""Lists of imports and of the rows of one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import (
    CharField,
    Count,
    DateField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    prefetch_related_objects,
)
from django.db.models.functions import Cast, Coalesce, Concat, TruncMonth
from django.urls import reverse
from django.utils.html import format_html

from core import display
from core.listing.groups import Grouping, month_name
from core.listing.pages import Empty, ListFilter, TablePage
from core.listing.tables import DayColumn, FileColumn, ListTable, MomentColumn, badge
from imports.column_mapping import MEANINGS, PREFIX
from imports.models import ImportBatch, ImportRow, SavedMapping
from imports.private_rows import PRIVATE

STATE_TONES: dict[str, str] = {
    ImportRow.State.APPLIED: "ok",
    ImportRow.State.KNOWN: "info",
    ImportRow.State.WAITING: "warn",
    ImportRow.State.LEFT_OUT: "",
    ImportRow.State.UNDONE: "",
}
DECISIONS = {
    "accept": ("Import", "ok"),
    "review": ("Needs review", "warn"),
    "reject": ("Skipped", "bad"),
    "duplicate": ("Duplicate row", "info"),
    "ignore": ("Not a gift", ""),
}


class BatchTable(ListTable):
    caption = "Imports"
    sorts = ("created_at",)

    name = tables.Column("File", accessor="shown_name", attrs={"td": {"class": "c-main"}})
    state = tables.Column("Status")
    rows = tables.Column("Rows", accessor="row_count", orderable=False, attrs={"td": {"class": "num"}})
    waiting = tables.Column("Need review", accessor="waiting_count", orderable=False, attrs={"td": {"class": "num"}})
    created_at = MomentColumn(verbose_name="Uploaded")
    created_by = tables.Column("By", orderable=False)

    class Meta:
        order_by = ("-created_at",)
        default = display.DASH

    def render_name(self, record: ImportBatch) -> Any:
        return format_html('<a href="{}">{}</a>', reverse("imports:batch-detail", args=[record.pk]), record.shown_name)

    def render_state(self, record: ImportBatch) -> Any:
        tone = {"applied": "ok", "planned": "warn"}.get(record.state, "")
        return badge(record.get_state_display(), tone)


class RowTable(ListTable):
    caption = "Rows of the file"
    sorts = ("place",)

    place = tables.Column("Row", accessor="place", order_by=("pk",), attrs={"td": {"class": "c-main nw"}})
    name = tables.Column("Name in the file", accessor="shown_name", orderable=False)
    date = DayColumn(verbose_name="Date of gift")
    amount = tables.Column(
        "Amount", accessor="plan__amount", orderable=False, attrs={"td": {"class": "num c-sum"}}, default=""
    )
    currency = FileColumn(verbose_name="Currency", accessor="currency", default=display.BASE_CURRENCY)
    supporter_number = FileColumn(verbose_name="Supporter number", accessor="pk")
    kind = tables.Column("Type")
    fund = tables.Column("Fund", accessor="plan__fund_text", orderable=False)
    outcome = tables.Column("Outcome", accessor="pk", orderable=False, attrs={"td": {"class": "wrap"}})

    class Meta:
        order_by = ("place",)
        default = ""

    def render_place(self, record: ImportRow) -> Any:
        part = f" ({record.part})" if record.part > 1 else ""
        url = reverse("imports:row", args=[record.batch_id, record.pk])
        return format_html('<a class="nw" href="{}">{}{}</a>', url, record.place, part)

    def prepare(self, records: list[Any]) -> None:
        """The people whose gifts and pledges the rows became."""
        prefetch_related_objects(records, "gift__supporter", "pledge__supporter")

    def render_amount(self, record: ImportRow) -> str:
        return amount_text(record)

    def value_amount(self, value: str) -> Decimal:
        return Decimal(value)

    def value_supporter_number(self, record: ImportRow) -> str:
        """Who gave or promised; nothing before the row was brought in."""
        owned = record.gift or record.pledge
        return owned.supporter.spoken_number if owned else ""

    def render_fund(self, record: ImportRow) -> str:
        """Of a row under a code it may name whom the code stands for."""
        return "" if record.code else record.plan["fund_text"] or ""

    def value_fund(self, record: ImportRow) -> str:
        return self.render_fund(record)

    def render_kind(self, record: ImportRow) -> str:
        return (record.kind or "").replace("_", " ").capitalize()

    def render_outcome(self, record: ImportRow) -> Any:
        if record.state == ImportRow.State.OPEN:
            text, tone = DECISIONS[record.decision]
        else:
            text, tone = record.get_state_display(), STATE_TONES[record.state]
        why = record.waits_for or record.reason or record.plan.get("note") or ""
        if record.code:
            why = why and PRIVATE
        if record.state == ImportRow.State.OPEN and record.plan["same_as"]:
            text, tone, why = "Needs review", "warn", "Possible duplicate of a recorded gift"
        return format_html('{}<span class="sub">{}</span>', badge(text, tone), why)


class RowFilter(ListFilter):
    """The tabs choose the outcome; `decision` and `state` serve addresses that name one."""

    show = django_filters.CharFilter(method="unchanged", widget=forms.HiddenInput, label="Rows")
    sheet = django_filters.ChoiceFilter("shown_sheet", empty_label="Any sheet", label="Sheet", choices=())
    decision = django_filters.CharFilter(widget=forms.HiddenInput, label="Outcome")
    state = django_filters.CharFilter(widget=forms.HiddenInput, label="Status")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        batch = self.request.resolver_match.kwargs["pk"]
        names = (
            ImportRow.objects.visible_to(self.request.user)
            .filter(batch=batch)
            .order_by("pk")
            .values_list("shown_sheet", flat=True)
        )
        self.filters["sheet"].extra["choices"] = [(name, name) for name in dict.fromkeys(names) if name]

    @property
    def active(self) -> list[str]:
        """The filters in use; which rows are shown is what the tabs say."""
        return [name for name in super().active if name != "show"]

    def unchanged(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows  # the page's queryset reads it, since it depends on the batch

    def search(self, rows: QuerySet, text: str) -> QuerySet:
        told = Q(plan__name__icontains=text) | Q(reason__icontains=text) | Q(waits_for__icontains=text)
        found = told & Q(code="") | Q(code__iexact=text)
        return rows.filter(found | Q(row=int(text))) if text.isdecimal() and len(text) < 8 else rows.filter(found)


class BatchList(TablePage):
    permission_required = "imports.run"
    title, noun = "Imports", ("file", "files")
    lede = "Upload a spreadsheet, preview every row, then import."
    table_class = BatchTable
    groupings = (
        Grouping("month", "Month", TruncMonth("created_at", output_field=DateField()), words=month_name, down=True),
        Grouping("state", "Status", "state", words=lambda code: ImportBatch.State(code).label),
    )
    export_permission = None
    template_name = "imports/batch_list.html"
    empty = Empty(
        "No files yet",
        "Upload a donor log or any list of gifts. You'll preview every row before anything is saved.",
        icon="import",
        action="Upload a file",
        url_name="imports:upload",
        permission="imports.run",
    )

    def get_queryset(self) -> QuerySet:
        return ImportBatch.objects.visible_to(self.request.user).select_related("created_by").with_counts()


class KindTable(ListTable):
    caption = "Saved column mappings"
    few = True

    name = tables.Column("Saved column mapping", attrs={"td": {"class": "c-main"}})
    columns_said = tables.Column("Columns", accessor="columns", orderable=False)
    files = tables.Column("Files", attrs={"td": {"class": "num"}})
    by = tables.Column("Mapped by", orderable=False)
    at = MomentColumn(verbose_name="When")

    class Meta:
        order_by = ("name",)
        default = display.DASH

    def render_name(self, record: SavedMapping) -> Any:
        return format_html('<a href="{}">{}</a>', reverse("imports:kind-edit", args=[record.pk]), record)

    def render_columns_said(self, record: SavedMapping) -> str:
        return ", ".join(MEANINGS[slug].label for slug in dict.fromkeys(record.columns.values()))


class KindList(TablePage):
    permission_required = "imports.run"
    above = ("Imports", "imports:batch-list")
    title, noun = "Saved column mappings", ("saved column mapping", "saved column mappings")
    lede = "How columns of earlier files were mapped. The next file with the same titles is read the same way."
    table_class = KindTable
    export_permission = None
    empty = Empty(
        "No saved column mappings yet",
        "Upload a file with an unknown layout: the mapping of its columns is saved here.",
        icon="import",
        action="Upload a file",
        url_name="imports:upload",
        permission="imports.run",
    )

    def get_queryset(self) -> QuerySet:
        named = Concat(Value(PREFIX), Cast(OuterRef("pk"), CharField()))
        batches = ImportBatch.objects.visible_to(self.request.user).filter(format=named).order_by()
        files = batches.values("format").annotate(n=Count("pk")).values("n")
        rows = SavedMapping.objects.visible_to(self.request.user).select_related("by")
        return rows.annotate(files=Coalesce(Subquery(files), 0))


def amount_text(row: ImportRow) -> str:
    """The amount as the file means it; other currencies carry their code."""
    amount = row.plan["amount"]
    if amount is None:
        return ""
    return display.money_text(Decimal(amount), row.currency or display.BASE_CURRENCY)
