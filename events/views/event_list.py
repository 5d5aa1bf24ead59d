"""The list of events."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_tables2 as tables
from django.db.models import Case, CharField, DateField, DateTimeField, ExpressionWrapper, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, TruncYear
from django.db.models.lookups import GreaterThan
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from core.listing.groups import Grouping
from core.listing.pages import Empty, TablePage
from core.listing.tables import CountColumn, DayColumn, ListTable, badge
from events.models import Event
from events.models.event import USUAL

BEGUN = {"under_way": "Under way", "over": "Over"}
EVENT_TONES: dict[str, str] = {Event.State.OPEN: "ok", Event.State.CANCELLED: "bad"}


class EventTable(ListTable):
    caption = "Events"
    few = True

    name = tables.Column("Event", attrs={"td": {"class": "c-main"}})
    day = DayColumn(verbose_name="Date", order_by=("starts_at",))
    place = tables.Column("Place", accessor="city", orderable=False)
    state = tables.Column("Status")
    taken = CountColumn(verbose_name="Seats taken")
    capacity = CountColumn(verbose_name="Capacity")

    class Meta:
        order_by = ("-day",)

    def render_name(self, record: Event) -> Any:
        return format_html('<a href="{}">{}</a>', reverse("events:event-detail", args=[record.slug]), record.name)

    def value_name(self, record: Event) -> str:
        return record.name

    def render_place(self, record: Event) -> str:
        return record.place

    def render_state(self, record: Event) -> Any:
        text = self.value_state(record)
        shown = text == record.get_state_display()  # a color is that of what is still to come
        return badge(text, EVENT_TONES.get(record.state, "") if shown else "", hollow=record.state == "draft")

    def value_state(self, record: Event) -> str:
        return record.status_at(timezone.now())


class EventList(TablePage):
    permission_required = "events.view"
    title, noun = "Events", ("event", "events")
    table_class = EventTable
    export_permission = None
    groupings = (
        Grouping(
            "year", "Year", TruncYear("starts_at", output_field=DateField()), words=lambda day: f"{day:%Y}", down=True
        ),
        Grouping("state", "Status", "status", words=lambda code: BEGUN.get(code) or Event.State(code).label),
    )
    template_name = "events/event_list.html"
    empty = Empty(
        "No events yet",
        "Add an event, then set up its tickets, tables, and public page.",
        icon="ticket",
        action="Add event",
        url_name="events:event-new",
        permission="events.manage",
    )

    def get_queryset(self) -> QuerySet:
        return Event.objects.annotate(status=_status_at(timezone.now()))


def _status_at(at: datetime) -> Case:
    """`Event.status_at` for the database: a state, or a key of `BEGUN`."""
    ends = Coalesce("ends_at", ExpressionWrapper(F("starts_at") + USUAL, output_field=DateTimeField()))
    return Case(
        When(Q(state=Event.State.CANCELLED) | Q(starts_at__gt=at), then=F("state")),
        When(GreaterThan(ends, at), then=Value("under_way")),
        default=Value("over"),
        output_field=CharField(),
    )
