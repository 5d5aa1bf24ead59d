"""The audit log's own page."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from core import extend
from core.audit import reading, reasons
from core.listing.pages import Empty, ListFilter, TablePage
from core.listing.tables import FileColumn, ListTable, MomentColumn
from core.models import AuditEntry, User
from core.privacy import visibility


def _act_choices() -> list[tuple[str, str]]:
    return sorted(((name, reading.label(name)) for name in reading.acts()), key=lambda choice: choice[1])


def _kind_choices() -> list[tuple[str, str]]:
    kinds = [(kind.object_type, kind.noun.capitalize()) for kind in extend.entries(extend.AuditObject)]
    return sorted(kinds, key=lambda choice: choice[1])


class AuditFilter(ListFilter):
    actor = django_filters.ModelChoiceFilter(
        queryset=User.objects.order_by("name"), empty_label="Any user", label="User"
    )
    act = django_filters.ChoiceFilter(choices=_act_choices, empty_label="Any action", label="Action")
    kind = django_filters.ChoiceFilter(
        choices=_kind_choices, field_name="object_type", empty_label="Any record type", label="Record type"
    )
    since = django_filters.DateFilter(
        field_name="at", lookup_expr="date__gte", label="From", widget=forms.DateInput(attrs={"type": "date"})
    )
    until = django_filters.DateFilter(
        field_name="at", lookup_expr="date__lte", label="To", widget=forms.DateInput(attrs={"type": "date"})
    )
    record = django_filters.NumberFilter(
        field_name="object_id", widget=forms.HiddenInput, min_value=0, max_value=2**63 - 1
    )

    class Meta:
        model = AuditEntry
        fields = ["actor", "act", "kind", "since", "until", "record"]

    def filter_queryset(self, queryset: Any) -> QuerySet:
        """As Django's, but for one record also entries that name it among others."""
        kind, record = (self.form.cleaned_data.get(name) for name in ("kind", "record"))
        if not kind or record is None:
            return super().filter_queryset(queryset)
        for name in ("kind", "record"):
            self.form.cleaned_data[name] = None
        found = super().filter_queryset(queryset.about(kind, int(record)))
        self.form.cleaned_data.update(kind=kind, record=record)
        return found

    def search(self, rows: QuerySet, text: str) -> QuerySet:
        readable: Any = rows.filter(reason__icontains=text)  # most acts have other words, and are excluded cheaply
        return readable.with_readable_reason(_revealed_to(self.request)).filter(readable_reason__icontains=text)


class AuditTable(ListTable):
    caption = "Audit log"
    sorts = ("at",)
    at = MomentColumn(verbose_name="Date and time")
    who = tables.Column(
        "User", accessor="actor", order_by=("actor__name",), empty_values=(), attrs={"td": {"class": "c-sum"}}
    )
    what = tables.Column("Action", accessor="act", attrs={"td": {"class": "c-main wrap"}})
    changes = FileColumn(verbose_name="Changes", accessor="pk")
    record = tables.Column("Record", accessor="object_type", orderable=False, attrs={"td": {"class": "break"}})
    supporter_number = FileColumn(verbose_name="Supporter number", accessor="pk")
    kind = FileColumn(verbose_name="Record type", accessor="object_type")
    act = FileColumn(verbose_name="Action type")
    reason = FileColumn(verbose_name="Reason", accessor="pk")

    class Meta:
        order_by = ("-at",)

    @cached_property
    def shown(self) -> Any:
        """The objects of this page's rows that the reader may open."""
        return reading.objects([row.record for row in self.paginated_rows], self.request.user)

    @cached_property
    def values(self) -> Any:
        """The changes of this page's rows, as the reader may see them."""
        revealed = visibility.revealed_to(self.request)
        return reading.values([row.record for row in self.paginated_rows], self.request.user, revealed=revealed)

    @cached_property
    def reasons(self) -> dict[int, str]:
        """The reasons of this page's rows, as the reader may see them."""
        return reasons.readable([row.record for row in self.paginated_rows], _revealed_to(self.request))

    def prepare(self, records: list[AuditEntry]) -> None:
        """The same for rows of a file, which never holds protected names, revealed or not."""
        user = self.request.user
        self.shown, self.values, self.numbers, self.reasons = (
            reading.objects(records, user),
            reading.values(records, user, limits=reading.IN_A_FILE),
            reading.numbers(records),
            reasons.readable(records),
        )

    def render_who(self, record: AuditEntry) -> str:
        return reading.who(record)

    def render_what(self, record: AuditEntry) -> SafeString:
        readable = self.reasons[record.pk]
        reason = format_html('<span class="sub">“{}”</span>', readable) if readable else ""
        if record.reason and not readable:
            reason = format_html('<span class="sub">{}</span>', reading.REASON_REDACTED)
        found = self.values[record.pk]
        more = format_html('<span class="sub">and {} more</span>', f"{found.more:,}") if found.more else ""
        changes = format_html_join("", "{}", ((_drawn(value),) for value in found.shown))
        words = capfirst(reading.words(record, self.request.user))
        return format_html("{}{}{}{}", words, changes, more, reason)

    def value_what(self, record: AuditEntry) -> str:
        return reading.words(record, self.request.user)

    def render_record(self, record: AuditEntry) -> Any:
        title, url = self.shown.get((record.object_type, record.object_id), ("", ""))
        if url:
            return format_html('<a href="{}">{}</a>', url, title)
        return title or reading.noun(record.object_type).capitalize()

    def value_reason(self, record: AuditEntry) -> str:
        return self.reasons[record.pk]

    def value_changes(self, record: AuditEntry) -> str:
        return str(self.values[record.pk])

    def value_record(self, record: AuditEntry) -> str:
        """The record's number or name; only its kind where the user may not open it."""
        return self.shown.get((record.object_type, record.object_id), ("", ""))[0] or reading.noun(record.object_type)

    def value_supporter_number(self, record: AuditEntry) -> str:
        return self.numbers.get((record.object_type, record.object_id or 0), "")

    def value_act(self, value: str) -> str:
        return reading.label(value)

    def render_kind(self, value: str) -> str:
        return reading.noun(value)


def _revealed_to(request: HttpRequest) -> visibility.RevealedPeople:
    """The people revealed to this reader; none in a file."""
    return visibility.NOBODY if "export" in request.GET else visibility.revealed_to(request)


#: A former value, read aloud as what it was.
WAS = '<span class="vh">was </span><del>{}</del> '
BECAME = '<span aria-hidden="true">→</span> <span class="vh">became </span><ins>{}</ins>'


def _drawn(value: reading.Value) -> SafeString:
    """A change below its act: the field, its value before and after, and the records."""
    of = format_html_join(", ", '<a class="link" href="{1}">{0}</a>', value.records)
    if of:
        of = format_html(" ({}{})", of, f" and {value.more:,} more" if value.more else "")
    if value.erased:
        return format_html('<span class="sub">{}: values erased{}</span>', value.label, of)
    was = "" if value.was_empty else format_html(WAS, value.before)
    return format_html('<span class="sub">{}: {}{}{}</span>', value.label, was, _now(value), of)


def _now(value: reading.Value) -> str:
    if value.is_empty_now:
        return "removed"
    return format_html("<ins>{}</ins>" if value.was_empty else BECAME, value.after)


class AuditPage(TablePage):
    """Who did what, when and why, as far as its reader may know."""

    permission_required = "audit.view"
    title, noun = "Audit log", ("entry", "entries")
    placeholder = "Search reasons"
    table_class, filter_class = AuditTable, AuditFilter
    empty = Empty("No entries yet", "Every change, sign-in and export is recorded here.")
    export_permission = "audit.export"

    @property
    def lede(self) -> str:  # type: ignore[override]  # a fixed text elsewhere
        """How much of the audit log this reader sees."""
        if self.request.user.has_perm("audit.all"):
            return "Who did what, when and why. Entries can't be changed or deleted."
        if self.request.user.has_perm("audit.money"):
            return "Everything that involved money, and everything you did."
        return "What you did. Administrators see everyone's actions."

    def get_queryset(self) -> QuerySet:
        return AuditEntry.objects.visible_to(self.request.user).select_related("actor")
