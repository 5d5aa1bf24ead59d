"""Lists of the audit log's entries under addresses of their own, for tests of what every list does."""

from datetime import UTC, datetime
from decimal import Decimal

import django_filters
import django_tables2 as tables
import pytest
from django.db.models import Value
from django.test import override_settings
from django.urls import include, path

from core.listing.pages import Empty, ListFilter, TablePage
from core.listing.tables import CountColumn, FileColumn, ListTable, MoneyColumn
from core.models import AuditEntry
from core.money import MoneyField


class EntryTable(ListTable):
    act = tables.Column(attrs={"td": {"class": "c-main"}})
    object_id = CountColumn(verbose_name="Object")
    amount = MoneyColumn(lead=True)
    reason = FileColumn()

    caption = "Entries"


class EntryFilter(ListFilter):
    act = django_filters.CharFilter(label="Act", max_length=20)

    class Meta:
        model = AuditEntry
        fields = ["act"]

    def search(self, rows, text):
        return rows.filter(act__icontains=text)


class EntryList(TablePage):
    permission_required = "audit.view"
    title, noun = "Entries", ("entry", "entries")
    table_class, filter_class = EntryTable, EntryFilter
    columns_on = "test entries"
    empty = Empty(
        "Nothing happened", "What people do stands here.", action="Begin", url_name="home", permission="audit.view"
    )

    def get_queryset(self):
        rows = AuditEntry.objects.exclude(act="list.exported").order_by("act")
        return rows.annotate(amount=Value(Decimal("12.50"), output_field=MoneyField()))

    def get_totals(self, rows):
        return [("$12.50", "each")]


class OpenList(EntryList):
    export_permission = None


urlpatterns = [
    path("", include("config.urls")),
    path("entries/", EntryList.as_view()),
    path("open/", OpenList.as_view()),
]


@pytest.fixture(autouse=True)
def urls():
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.fixture
def admin(client_as):
    return client_as("admin")


def make_entries(count, **values):
    at = datetime(2026, 3, 1, tzinfo=UTC)
    rows = [
        AuditEntry(**{"act": f"act {number:03}", "object_id": count - number, "at": at, **values})
        for number in range(count)
    ]
    AuditEntry.objects.bulk_create(rows)


def acts(answer):
    return [row.record.act for row in answer.context["table"].paginated_rows]
