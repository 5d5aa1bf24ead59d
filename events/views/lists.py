"""Lists of the orders and guests of events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

import django_filters
import django_tables2 as tables
from django.db.models import (
    Case,
    Count,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Lower, NullIf
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html

from core import display
from core.listing.groups import Figure, Grouping
from core.listing.pages import Empty, ListFilter, TablePage
from core.listing.tables import CountColumn, FileColumn, ListTable, MomentColumn, MoneyColumn, badge
from core.money import ZERO, MoneyField, cents
from core.recent_activity import AddedFilter
from donations.models import Gift
from events.check_in.services import holds
from events.models import CheckIn, Event, Guest, Order, OrderLine
from events.models.orders import OrderQuerySet

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Inside(TypedDict):
        inside: int | None

    ListedGuest = WithAnnotations[Guest, _Inside]

TONES: dict[str, str] = {
    Order.State.PAID: "ok",
    Order.State.ASKED: "warn",
    Order.State.AWAITING_CHECK: "warn",
    Order.State.HELD: "info",
    Order.State.PAID_NO_SEAT: "bad",
}


def with_totals(rows: OrderQuerySet) -> OrderQuerySet:
    """Orders with `cost`, the total of each, and `party`, its seats without returned ones."""
    amount = Sum(F("quantity") * F("price"), output_field=MoneyField())
    lines = OrderLine.objects.filter(order=OuterRef("pk")).order_by().values("order").annotate(total=amount)
    seats = Guest.objects.filter(order=OuterRef("pk"), returned_at__isnull=True).order_by().values("order")
    return rows.annotate(
        cost=Coalesce(Subquery(lines.values("total")), cents(ZERO)) + F("donation"),
        party=Coalesce(Subquery(seats.annotate(count=Count("pk")).values("count")), 0),
    )


class EventRows(TablePage):
    """A list of one event's rows."""

    permission_required = "events.view"
    export_permission = "events.view"
    part = ""

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.event_slug = kwargs["slug"]
        self._event: Event | None = None

    @property
    def event(self) -> Event:
        if self._event is None:
            self._event = get_object_or_404(Event, slug=self.event_slug)
        return self._event

    def empty_url(self) -> str:
        return reverse(self.empty.url_name, args=[self.event_slug])

    def get_context(self) -> dict[str, Any]:
        return {"event": self.event, "part": self.part}


class OrderTable(ListTable):
    caption = "Orders"
    few = True

    name = tables.Column("Buyer", accessor="shown_name", attrs={"td": {"class": "c-main"}})
    supporter_number = FileColumn(verbose_name="Supporter number", accessor="supporter__spoken_number")
    number = tables.Column("Order", attrs={"td": {"class": "c-hide"}})
    state = tables.Column("Status")
    channel = tables.Column("Source")
    created_at = MomentColumn(verbose_name="Ordered")
    party = CountColumn(verbose_name="Seats")
    cost = MoneyColumn(verbose_name="Total", lead=True)

    class Meta:
        order_by = ("-number",)

    def render_name(self, record: Order) -> Any:
        return format_html(
            '<a href="{}">{}</a><span class="sub">{}</span>',
            reverse("events:order-detail", args=[record.event.slug, record.number]),
            record.shown_name,
            record.spoken_number,
        )

    def value_name(self, record: Order) -> str:
        return record.shown_name

    def render_number(self, record: Order) -> str:
        return record.spoken_number

    def render_state(self, record: Order) -> Any:
        state = badge(record.get_state_display(), TONES.get(record.state, ""), hollow=record.state not in TONES)
        if record.is_refunded:
            held = " · still holds seats" if record.is_live else ""
            state, remark = badge("Refunded", "bad"), f"{record.get_state_display()}{held}"
        else:
            remark = "partly refunded" if record.is_partly_refunded else _lapse(record)
        return format_html('{}<span class="sub">{}</span>', state, remark) if remark else state

    def value_state(self, record: Order) -> str:
        if record.is_refunded:
            return f"Refunded, {record.get_state_display().lower()}"
        remark = "partly refunded" if record.is_partly_refunded else _lapse(record)
        return ", ".join(filter(None, (record.get_state_display(), remark)))

    def render_channel(self, record: Order) -> str:
        return record.get_channel_display()


def _lapse(order: Order) -> str:
    """When seats waiting for a check are released."""
    if not order.owes or not order.lapses_at:
        return ""
    return f"held until {display.day_text(order.lapses_at.astimezone(order.event.zone).date())}"


class OrderFilter(AddedFilter):
    state = django_filters.ChoiceFilter(choices=Order.State.choices, empty_label="Any status", label="Status")

    def search(self, rows: QuerySet, text: str) -> QuerySet:
        number = text.upper().removeprefix("E-").lstrip("0")
        named = Q(shown_name__icontains=text) | Q(supporter__shown_name__icontains=text)
        found = named | Q(email__icontains=text, hidden=False)
        if number.isdecimal() and len(number) < 10:
            found |= Q(number=int(number))
        return rows.filter(found)


#: Paid orders whose gift was not reversed without replacement.
PAID_AND_STANDING = Q(state=Order.State.PAID) & (
    ~Q(gift__status=Gift.Status.REVERSED) | Q(gift__reversal__replacement__isnull=False)
)


class OrderList(EventRows):
    title, noun = "Orders", ("order", "orders")
    part = "orders"
    placeholder = "Buyer, email, or E-0912"
    table_class, filter_class = OrderTable, OrderFilter
    bulk_on = "order"
    groupings = (
        Grouping("state", "Status", "state", words=lambda code: Order.State(code).label),
        Grouping(
            "channel",
            "Source",
            "channel",
            words=lambda code: Order.Channel(code).label,
        ),
    )
    figures = (
        Figure("ordered and paid, less refunds", Sum("left", filter=PAID_AND_STANDING)),
        Figure("unpaid", Sum("cost", filter=Q(state__in=Order.OWING))),
    )
    template_name = "events/order_list.html"
    empty = Empty(
        "No orders yet",
        "Orders are placed on the event's public page, or you can add them.",
        icon="ticket",
        action="Add order",
        url_name="events:order-new-staff",
        permission="events.manage",
    )

    def get_queryset(self) -> QuerySet:
        mine = Order.objects.visible_to(self.request.user).filter(event=self.event)
        rows = with_totals(mine.select_related("event", "supporter").with_gifts())
        back = [Coalesce(F(path), cents(ZERO)) for path in ("gift__refunded", "gift__reversal__replacement__refunded")]
        return rows.annotate(left=F("cost") - back[0] - back[1])

    def get_totals(self, rows: QuerySet) -> list[tuple[str, str]]:
        paid = rows.order_by().filter(PAID_AND_STANDING).aggregate(total=Sum("left"))["total"] or ZERO
        owed = rows.order_by().filter(state__in=Order.OWING).aggregate(total=Sum("cost"))["total"] or ZERO
        return [
            (display.money_text(paid), "ordered and paid, less refunds"),
            (display.money_text(owed), "unpaid"),
        ]


#: The sort key of a guest: never the name of a protected one. Guests without a name sort last.
LISTED_AS = Case(
    When(~Q(shown_alias=""), then=F("shown_alias")),
    default=F("listed_name"),
)


class GuestTable(ListTable):
    caption = "Guests"
    few = True

    name = tables.Column("Guest", accessor="pk", order_by=("listed",), attrs={"td": {"class": "c-main"}})
    supporter_number = FileColumn(verbose_name="Supporter number", accessor="supporter__spoken_number")
    host = tables.Column("Party of", accessor="pk", orderable=False)
    host_number = FileColumn(verbose_name="Host supporter number", accessor="pk")
    order = FileColumn(verbose_name="Order", accessor="order__spoken_number")
    meal = tables.Column(order_by=("meal__name",))
    needs = tables.Column("Allergies and access needs", accessor="shown_needs", orderable=False)
    table = tables.Column(order_by=("table__name",))
    state = tables.Column("Status", accessor="pk", orderable=False)

    class Meta:
        order_by = ("name",)

    def render_name(self, record: Guest) -> Any:
        address = reverse("events:guest-edit", args=[record.event.slug, record.pk])
        return format_html('<a href="{}">{}</a>', address, record.shown_name)

    def value_name(self, record: Guest) -> str:
        return record.shown_name

    def render_host(self, record: Guest) -> Any:
        if not record.order:
            return f"{record.host}, complimentary"
        address = reverse("events:order-detail", args=[record.event.slug, record.order.number])
        return format_html('<a href="{}">{}</a>', address, f"{record.host}, {record.order}")

    def value_host(self, record: Guest) -> str:
        return record.host

    def value_host_number(self, record: Guest) -> str:
        """The supporter number of the host, when the host is a supporter."""
        party = record.order or record.invitation
        return party.supporter.spoken_number if party and party.supporter else ""

    def render_state(self, record: ListedGuest) -> Any:
        if record.inside:
            return badge("Checked in", "ok")
        if record.order and record.order.is_refunded:
            return badge("Refunded", "bad")
        if record.order and record.order.owes:
            return badge("Unpaid", "warn")
        return "" if record.is_named else badge("Name missing", hollow=True)

    def value_state(self, record: ListedGuest) -> str:
        if record.order and record.order.is_refunded:
            return "checked in, refunded" if record.inside else "refunded"
        return "checked in" if record.inside else ""


class GuestFilter(ListFilter):
    which = django_filters.ChoiceFilter(
        choices=[
            ("unnamed", "Names missing"),
            ("no_meal", "No meal"),
            ("no_table", "No table"),
            ("in", "Checked in"),
            ("refunded", "Refunded"),
        ],
        empty_label="All expected",
        method="by_state",
        label="Guests",
    )

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == "unnamed":
            return rows.filter(name="", alias="", supporter__isnull=True)
        if value == "no_meal":
            return rows.filter(meal__isnull=True)
        if value == "no_table":
            return rows.filter(table__isnull=True)
        if value == "refunded":
            gone = [
                order.pk for order in Order.objects.visible_to(self.request.user).maybe_refunded() if order.is_refunded
            ]
            return rows.filter(order__in=gone)
        return rows.filter(check_ins__active=True)

    def search(self, rows: QuerySet, text: str) -> QuerySet:
        for word in text.split()[:4]:
            rows = rows.filter(holds(word))
        return rows


class GuestList(EventRows):
    title, noun = "Guests", ("guest", "guests")
    part = "guests"
    placeholder = "Guest or host"
    table_class, filter_class = GuestTable, GuestFilter
    bulk_on = "guest"
    groupings = (
        Grouping("table", "Table", "table", text="table__shown_name", none="No table"),
        Grouping("meal", "Meal", "meal", text="meal__name", none="No meal"),
    )
    template_name = "events/guest_list.html"
    empty = Empty(
        "No guests yet",
        "Guests are added by orders and by accepted invitations.",
        icon="users",
        action="Invite guest",
        url_name="events:invitation-new",
        permission="events.manage",
    )

    def get_queryset(self) -> QuerySet:
        inside = CheckIn.objects.visible_to(self.request.user).filter(guest=OuterRef("pk"), active=True).values("pk")
        rows = Guest.objects.visible_to(self.request.user).expected().filter(event=self.event)
        rows = rows.for_door().select_related("event")
        return rows.annotate(inside=Subquery(inside[:1]), listed=NullIf(Lower(LISTED_AS), Value("")))
