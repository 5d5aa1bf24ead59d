"""What staff see of the processor: deposits, notices that failed, payments and donors that wait for a person."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Case, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import display
from core.listing.groups import Figure, Grouping, month_name
from core.lists import Empty, ListFilter, TablePage
from core.money import ZERO, cents
from core.starts import MonthStart
from core.tables import DayColumn, ListTable, MomentColumn, MoneyColumn, badge
from donations.models import DonorReview, GatewayEvent, Payout, UnmatchedPayment

PAYOUT_TONES = {"paid": "ok", "failed": "bad", "canceled": "bad", "in_transit": "info"}
NOTICE_TONES = {"done": "ok", "failed": "bad", "wrong_mode": "warn", "received": "info"}


class PayoutTable(ListTable):
    caption = "Payouts"

    arrival_on = DayColumn(verbose_name="At the bank", attrs={"td": {"class": "c-main"}})
    status = tables.Column("State")
    amount = MoneyColumn(verbose_name="Deposit", lead=True)
    listed = MoneyColumn(verbose_name="Its gifts and fees")
    ties = tables.Column("Ties out", empty_values=(), orderable=False)

    class Meta:
        order_by = ("-arrival_on",)

    def render_arrival_on(self, value: Any, record: Payout) -> SafeString:
        url = reverse("give:payout-detail", args=[record.pk])
        return format_html('<a href="{}">{}</a>', url, DayColumn().render(value))

    def render_status(self, record: Payout) -> SafeString:
        return badge(record.get_status_display(), PAYOUT_TONES.get(record.status, ""))

    def value_status(self, record: Payout) -> str:
        return record.get_status_display()

    def render_ties(self, record: Payout) -> SafeString:
        return badge("To the cent", "ok") if self.value_ties(record) == "yes" else badge("No", "bad")

    def value_ties(self, record: Payout) -> str:
        return "yes" if record.listed == record.amount else "no"


class PayoutList(TablePage):
    permission_required = "payouts.view"
    title, noun = "Payouts", ("payout", "payouts")
    lede = "Deposits of the payment processor, each with the gifts and fees it is made of."
    groupings = (
        Grouping("month", "Month", MonthStart("arrival_on"), words=month_name, down=True),
        Grouping("status", "State", "status", words=lambda code: Payout.Status(code).label),
    )
    figures = (Figure("at the bank", Sum("amount", filter=Q(status=Payout.Status.PAID))),)
    table_class = PayoutTable
    export_permission = None
    template_name = "give/payout_list.html"
    empty = Empty(
        "No payouts yet", "They appear by themselves when the processor pays out what donors gave online.", icon="bank"
    )

    def get_queryset(self) -> QuerySet:
        net = Sum("transactions__net", filter=~Q(transactions__type="payout"))
        return Payout.objects.annotate(listed=Coalesce(net, cents(ZERO)))

    def get_totals(self, rows: QuerySet) -> list[tuple[str, str]]:
        arrived: Decimal = rows.filter(status=Payout.Status.PAID).aggregate(total=Sum("amount"))["total"] or ZERO
        return [(display.money_text(arrived), "at the bank")]


class NoticeTable(ListTable):
    caption = "Notices"

    type = tables.Column("Notice", attrs={"td": {"class": "c-main"}})
    object_id = tables.Column("About")
    received_at = MomentColumn(verbose_name="Received")
    status = tables.Column("State")
    attempts = tables.Column("Tries", attrs={"td": {"class": "num"}})
    again = tables.Column("", empty_values=(), orderable=False, exclude_from_export=True)

    class Meta:
        order_by = ("-received_at",)

    def render_status(self, record: GatewayEvent) -> SafeString:
        state = badge(record.get_status_display(), NOTICE_TONES.get(record.status, ""))
        return format_html('{}<span class="sub">{}</span>', state, record.error) if record.error else state

    def value_status(self, record: GatewayEvent) -> str:
        return record.get_status_display()

    def render_again(self, record: GatewayEvent) -> Any:
        if record.status != GatewayEvent.Status.FAILED:
            return ""
        url = reverse("give:notice-again", args=[record.pk])
        return format_html('<a class="btn sm" href="{}">Try again</a>', url)


class NoticeFilter(ListFilter):
    status = django_filters.ChoiceFilter(choices=GatewayEvent.Status.choices, empty_label="Any state")

    def search(self, rows: QuerySet, text: str) -> QuerySet:
        return rows.filter(Q(type__icontains=text) | Q(object_id=text) | Q(event_id=text))


class NoticeList(TablePage):
    permission_required = "payouts.view"
    title, noun = "Notices of the processor", ("notice", "notices")
    lede = "Each is a hint to look again at a payment; what failed comes back by itself."
    groupings = (
        Grouping("status", "State", "status", words=lambda code: GatewayEvent.Status(code).label),
        Grouping("type", "Notice", "type"),
    )
    table_class, filter_class = NoticeTable, NoticeFilter
    export_permission = None
    empty = Empty("No notices yet", "The processor sends one for everything that happens.", icon="bell")

    def get_queryset(self) -> QuerySet:
        failed_first = Case(When(status=GatewayEvent.Status.FAILED, then=Value(0)), default=Value(1))
        return GatewayEvent.objects.visible_to(self.request.user).defer("payload").annotate(urgent=failed_first)


class UnmatchedTable(ListTable):
    caption = "Unmatched payments"

    external_id = tables.Column("Payment", attrs={"td": {"class": "c-main"}})
    paid_at = MomentColumn(verbose_name="Paid")
    reason = tables.Column("Why it waits")
    amount = MoneyColumn(lead=True)
    settle = tables.Column("", empty_values=(), orderable=False, exclude_from_export=True)

    class Meta:
        order_by = ("-paid_at",)

    def render_settle(self, record: UnmatchedPayment) -> Any:
        if record.gift_id:
            url = reverse("donations:gift-detail", args=[record.gift_id])
            return format_html('<a href="{}">{}</a>', url, record.gift)
        if record.closed_at:
            return badge("Closed", hollow=True)
        return format_html('<a class="btn sm" href="{}">Settle</a>', reverse("give:unmatched-settle", args=[record.pk]))


class UnmatchedList(TablePage):
    permission_required = "payouts.view"
    title, noun = "Unmatched payments", ("payment", "payments")
    lede = "Money that came without a gift or order of ours. It counts nowhere until somebody says whose it is."
    groupings = (Grouping("reason", "Why it waits", "reason"),)
    figures = (Figure("not yet settled", Sum("amount", filter=Q(gift__isnull=True, closed_at__isnull=True))),)
    table_class = UnmatchedTable
    export_permission = None
    empty = Empty("Nothing waits", "Every payment has its gift.", icon="check")

    def get_queryset(self) -> QuerySet:
        return (
            UnmatchedPayment.objects.visible_to(self.request.user)
            .select_related("gift")
            .order_by(F("closed_at").asc(nulls_first=True))
        )


class ReviewTable(ListTable):
    caption = "Donors to look at"

    supporter = tables.Column("Added", attrs={"td": {"class": "c-main"}}, order_by="supporter__sort_name")
    candidate = tables.Column("Maybe the same as", order_by="candidate__sort_name")
    reason = tables.Column("Why")
    created_at = MomentColumn(verbose_name="Gave")
    close = tables.Column("", empty_values=(), orderable=False, exclude_from_export=True)

    class Meta:
        order_by = ("-created_at",)

    def render_supporter(self, record: DonorReview) -> SafeString:
        return _person(record.supporter)

    def render_candidate(self, record: DonorReview) -> SafeString:
        return _person(record.candidate)

    def render_close(self, record: DonorReview) -> SafeString:
        return format_html('<a class="btn sm" href="{}">Settle</a>', reverse("give:review-close", args=[record.pk]))


class ReviewList(TablePage):
    permission_required = "supporters.edit"
    title, noun = "Donors to look at", ("question", "questions")
    lede = "People who gave online under an address that is on record with another name, or more than once."
    groupings = (Grouping("reason", "Why", "reason"),)
    table_class = ReviewTable
    empty = Empty("Nothing to look at", "Everybody who gave online is somebody for certain.", icon="check")

    def get_queryset(self) -> QuerySet:
        return (
            DonorReview.objects.visible_to(self.request.user)
            .filter(closed_at__isnull=True)
            .select_related("supporter", "candidate")
        )


def _person(supporter: Any) -> SafeString:
    url = reverse("crm:supporter-detail", args=[supporter.pk])
    number = supporter.spoken_number
    return format_html('<a href="{}">{}</a><span class="sub">{}</span>', url, supporter.shown_name, number)
