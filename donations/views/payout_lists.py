"""Lists about Stripe for staff: payouts, notifications, unmatched payments and refunds, donors to review."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Case, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import display
from core.db.date_functions import MonthStart
from core.html import money_span
from core.listing.groups import Figure, Grouping, month_name
from core.listing.pages import Empty, ListFilter, TablePage
from core.listing.tables import DayColumn, FileColumn, FileMoney, ListTable, MomentColumn, MoneyColumn, badge
from core.models import Organization
from core.money import ZERO, MoneyField, cents
from donations.models import (
    BalanceTransaction,
    DonorReview,
    GatewayEvent,
    Payout,
    UnmatchedPayment,
    UnmatchedRefund,
)

PAYOUT_TONES = {"paid": "ok", "failed": "bad", "canceled": "bad", "in_transit": "info"}
NOTICE_TONES = {
    "done": "ok",
    "failed": "bad",
    "wrong_mode": "warn",
    "received": "info",
    "other_account": "warn",
    "gone": "warn",
    "unreadable": "bad",
}


class PayoutTable(ListTable):
    caption = "Payouts"
    sorts = ("arrival_on",)

    arrival_on = DayColumn(verbose_name="Arrival date", attrs={"td": {"class": "c-main"}})
    status = tables.Column("Status")
    amount = MoneyColumn(verbose_name="Deposit", lead=True, adds_up=False)
    listed = MoneyColumn(verbose_name="Gifts less fees", accessor="itemized", adds_up=False)
    currency = FileColumn(verbose_name="Currency")
    ties = tables.Column("Ties out", empty_values=(), orderable=False)

    class Meta:
        order_by = ("-arrival_on",)

    def render_arrival_on(self, value: Any, record: Payout) -> SafeString:
        url = reverse("give:payout-detail", args=[record.pk])
        return format_html('<a href="{}">{}</a>', url, DayColumn().render(value))

    def render_amount(self, value: Decimal, record: Payout) -> SafeString:
        return money_span(value, record.currency.upper())

    def render_listed(self, value: Decimal, record: Payout) -> SafeString:
        return money_span(value, record.currency.upper())

    def value_currency(self, value: str) -> str:
        return value.upper()

    def render_status(self, record: Payout) -> SafeString:
        return badge(record.get_status_display(), PAYOUT_TONES.get(record.status, ""))

    def value_status(self, record: Payout) -> str:
        return record.get_status_display()

    def render_ties(self, record: Payout) -> SafeString:
        shown = {"yes": ("Yes", "ok"), "no": ("No", "bad"), "not itemized": ("Not itemized", "warn")}
        return badge(*shown[self.value_ties(record)])

    def value_ties(self, record: Any) -> str:
        if not record.automatic:
            return "not itemized"
        return "yes" if record.itemized == record.amount and not record.unowned else "no"


class PayoutList(TablePage):
    permission_required = "payouts.view"
    title, noun = "Payouts", ("payout", "payouts")
    lede = "Deposits from Stripe, each with its gifts and fees."
    groupings = (
        Grouping("month", "Month", MonthStart("arrival_on"), words=month_name, down=True),
        Grouping("status", "Status", "status", words=lambda code: Payout.Status(code).label),
    )
    figures = (Figure("deposited, in your currency", Sum("home", filter=Q(status=Payout.Status.PAID))),)
    table_class = PayoutTable
    export_permission = None
    template_name = "give/payout_list.html"
    empty = Empty(
        "No payouts yet", "Payouts appear here when Stripe deposits online gifts in your bank account.", icon="bank"
    )

    def get_queryset(self) -> QuerySet:
        mine = BalanceTransaction.objects.visible_to(self.request.user).filter(payout=OuterRef("pk"))
        net = mine.exclude(type="payout").order_by().values("payout").annotate(total=Sum("net")).values("total")
        ours = Q(currency__iexact=Organization.current().currency)
        return Payout.objects.annotate(
            itemized=Coalesce(Subquery(net), cents(ZERO)),
            unowned=Exists(mine.unowned()),
            home=Case(When(ours, then=F("amount")), default=cents(ZERO), output_field=MoneyField()),
        )

    def get_totals(self, rows: QuerySet) -> list[tuple[str, str]]:
        """What arrived, by currency: sums of two are no amount."""
        arrived = rows.filter(status=Payout.Status.PAID).order_by("currency").values_list("currency")
        found = [(code.upper(), total) for code, total in arrived.annotate(total=Sum("amount"))]
        return [(display.money_text(total, code), "deposited") for code, total in found] or [
            (display.money_text(ZERO), "deposited")
        ]


class NoticeTable(ListTable):
    caption = "Stripe notifications"
    sorts = ("received_at",)

    type = tables.Column("Notification", attrs={"td": {"class": "c-main"}})
    object_id = tables.Column("Object")
    received_at = MomentColumn(verbose_name="Received")
    status = tables.Column("Status")
    attempts = tables.Column("Attempts", attrs={"td": {"class": "num"}})
    again = tables.Column("", empty_values=(), orderable=False, exclude_from_export=True)

    class Meta:
        order_by = ("-received_at",)

    def render_status(self, record: GatewayEvent) -> SafeString:
        state = badge(record.get_status_display(), NOTICE_TONES.get(record.status, ""))
        return format_html('{}<span class="sub">{}</span>', state, record.error) if record.error else state

    def value_status(self, record: GatewayEvent) -> str:
        return record.get_status_display()

    def render_again(self, record: GatewayEvent) -> Any:
        if record.status not in GatewayEvent.OPEN:
            return ""
        url = reverse("give:notice-again", args=[record.pk])
        return format_html('<a class="btn sm" href="{}">Resolve</a>', url)


class NoticeFilter(ListFilter):
    status = django_filters.ChoiceFilter(choices=GatewayEvent.Status.choices, empty_label="Any status")

    def search(self, rows: QuerySet, text: str) -> QuerySet:
        return rows.filter(Q(type__icontains=text) | Q(object_id=text) | Q(event_id=text))


class NoticeList(TablePage):
    permission_required = "payouts.view"
    above = ("Payouts", "give:payout-list")
    title, noun = "Stripe notifications", ("notification", "notifications")
    lede = "Each one prompts a fresh check of a payment. Failed ones are retried automatically."
    groupings = (
        Grouping("status", "Status", "status", words=lambda code: GatewayEvent.Status(code).label),
        Grouping("type", "Notification", "type"),
    )
    table_class, filter_class = NoticeTable, NoticeFilter
    export_permission = None
    empty = Empty("No notifications yet", "Stripe sends one whenever something changes.", icon="bell")

    def get_queryset(self) -> QuerySet:
        open_first = Case(When(status__in=GatewayEvent.OPEN, then=Value(0)), default=Value(1))
        return GatewayEvent.objects.visible_to(self.request.user).annotate(urgent=open_first)


class UnmatchedTable(ListTable):
    caption = "Unmatched payments"
    sorts = ("paid_at",)

    external_id = tables.Column("Payment", attrs={"td": {"class": "c-main"}})
    paid_at = MomentColumn(verbose_name="Paid")
    reason = tables.Column("Reason for review")
    text = tables.Column("Amount", order_by=("currency", "minor_units"), attrs={"td": {"class": "num nw"}})
    refunded = FileMoney(verbose_name="Refunded", adds_up=False)
    currency = FileColumn(verbose_name="Currency")
    settle = tables.Column("", empty_values=(), orderable=False, exclude_from_export=True)

    class Meta:
        order_by = ("-paid_at",)

    def render_text(self, record: UnmatchedPayment) -> SafeString:
        if not record.refunded_units:
            return format_html("{}", record.text)
        text = "refunded" if record.is_returned else f"{record.refunded_text} refunded"
        return format_html('{}<span class="sub">{}</span>', record.text, text)

    def value_text(self, record: UnmatchedPayment) -> Decimal:
        return record.amount

    def value_currency(self, value: str) -> str:
        return value.upper()

    def render_settle(self, record: UnmatchedPayment) -> Any:
        if record.gift_id:
            url = reverse("donations:gift-detail", args=[record.gift_id])
            return format_html('<a href="{}">{}</a>', url, record.gift)
        if record.closed_at:
            return badge("Closed", hollow=True)
        return format_html(
            '<a class="btn sm" href="{}">Resolve</a>', reverse("give:unmatched-settle", args=[record.pk])
        )


class UnmatchedList(TablePage):
    permission_required = "payouts.view"
    above = ("Payouts", "give:payout-list")
    title, noun = "Unmatched payments", ("payment", "payments")
    lede = "Money received without a matching gift or order. It doesn't count until you record whose gift it is."
    groupings = (
        Grouping("reason", "Reason for review", "reason"),
        Grouping("currency", "Currency", "currency", words=str.upper),
    )
    figures = (Figure("unresolved, in your currency", Sum("home", filter=Q(closed_at__isnull=True))),)
    table_class = UnmatchedTable
    export_permission = None
    empty = Empty("No unmatched payments", "Every payment is matched to a gift.", icon="check")

    def get_queryset(self) -> QuerySet:
        # In our currency the smallest unit is a cent, as in a MoneyField.
        ours = Q(currency__iexact=Organization.current().currency)
        left = ExpressionWrapper(F("minor_units") - F("refunded_units"), output_field=MoneyField())
        return (
            UnmatchedPayment.objects.visible_to(self.request.user)
            .select_related("gift")
            .annotate(home=Case(When(ours, then=left), default=cents(ZERO), output_field=MoneyField()))
            .order_by(F("closed_at").asc(nulls_first=True))
        )


class UnmatchedRefundTable(ListTable):
    caption = "Unmatched refunds"
    sorts = ("refunded_at",)

    external_id = tables.Column("Refund", attrs={"td": {"class": "c-main"}})
    refunded_at = MomentColumn(verbose_name="Refunded")
    reason = tables.Column("Reason for review")
    gift = tables.Column("Gift", order_by="gift__number")
    text = tables.Column("Amount", order_by=("currency", "minor_units"), attrs={"td": {"class": "num nw"}})
    currency = FileColumn(verbose_name="Currency")
    settle = tables.Column("", empty_values=(), orderable=False, exclude_from_export=True)

    class Meta:
        order_by = ("-refunded_at",)

    def render_gift(self, record: UnmatchedRefund) -> Any:
        url = reverse("donations:gift-detail", args=[record.gift_id])
        return format_html('<a href="{}">{}</a>', url, record.gift)

    def value_gift(self, record: UnmatchedRefund) -> str:
        return str(record.gift)

    def value_text(self, record: UnmatchedRefund) -> Decimal:
        return record.amount

    def value_currency(self, value: str) -> str:
        return value.upper()

    def render_settle(self, record: UnmatchedRefund) -> Any:
        if record.closed_at:
            return badge("Closed", hollow=True)
        if record.gift_id is None and record.payment_id:
            url = reverse("give:unmatched-settle", args=[record.payment_id])
            return format_html('<a class="btn sm" href="{}">Resolve payment</a>', url)
        url = reverse("give:unmatched-refund", args=[record.pk])
        return format_html('<a class="btn sm" href="{}">Resolve</a>', url)


class UnmatchedRefundList(TablePage):
    permission_required = "payouts.view"
    above = ("Payouts", "give:payout-list")
    title, noun = "Unmatched refunds", ("refund", "refunds")
    lede = (
        "Refunds made in Stripe that aren't recorded here. Match each to a recorded refund, or say why it needs none."
    )
    groupings = (Grouping("reason", "Reason for review", "reason"),)
    table_class = UnmatchedRefundTable
    export_permission = None
    empty = Empty("No unmatched refunds", "Every refund is recorded.", icon="check")

    def get_queryset(self) -> QuerySet:
        rows = UnmatchedRefund.objects.visible_to(self.request.user).select_related("gift")
        return rows.order_by(F("closed_at").asc(nulls_first=True))


class ReviewTable(ListTable):
    caption = "Online donors to review"
    sorts = ("created_at", "supporter", "candidate")

    supporter = tables.Column("New supporter", attrs={"td": {"class": "c-main"}}, order_by="supporter__sort_name")
    supporter_number = FileColumn(verbose_name="Supporter number", accessor="supporter__spoken_number")
    candidate = tables.Column("Possible duplicate of", order_by="candidate__sort_name")
    candidate_number = FileColumn(verbose_name="Number of the possible duplicate", accessor="candidate__spoken_number")
    reason = tables.Column("Reason")
    created_at = MomentColumn(verbose_name="Added")
    close = tables.Column("", empty_values=(), orderable=False, exclude_from_export=True)

    class Meta:
        order_by = ("-created_at",)

    def render_supporter(self, record: DonorReview) -> SafeString:
        return _person(record.supporter)

    def render_candidate(self, record: DonorReview) -> SafeString:
        return _person(record.candidate)

    def value_supporter(self, record: DonorReview) -> str:
        return record.supporter.shown_name

    def value_candidate(self, record: DonorReview) -> str:
        return record.candidate.shown_name

    def render_close(self, record: DonorReview) -> SafeString:
        return format_html('<a class="btn sm" href="{}">Review</a>', reverse("give:review-close", args=[record.pk]))


class ReviewList(TablePage):
    permission_required = "supporters.edit"
    above = ("Payouts", "give:payout-list")
    title, noun = "Online donors to review", ("possible duplicate", "possible duplicates")
    lede = "Donors who gave online with an email address that is on record under another name, or more than once."
    groupings = (Grouping("reason", "Reason", "reason"),)
    table_class = ReviewTable
    empty = Empty("No donors to review", "Every online donor is matched to one supporter.", icon="check")

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
