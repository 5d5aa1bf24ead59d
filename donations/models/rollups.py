"""Stored totals of the ledger, written with it in one transaction (`donations/ledger/rollups`).

They hold no information of their own: `check_ledger` compares each row with the ledger, and `rebuild_rollups`
recomputes them.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from core.money import ZERO, MoneyField
from core.privacy.visibility import VisibleQuerySet
from crm.models import Supporter
from donations.models.funds import Campaign, Fund
from donations.models.gifts import Gift, GiftLine
from donations.models.movements import MoneyByDay, Movement


class DayTotalQuerySet(MoneyByDay["DayTotal"]):
    """Totals by day; the same interface as movements."""


class MonthTotalQuerySet(MoneyByDay["MonthTotal"]):
    """Totals by month; the same interface, for whole months only."""


class MovementTotalQuerySet(MoneyByDay["MovementTotal"]):
    """Movements by month; the same interface, for whole months only."""


class ReceivedTotal(models.Model):
    """Base: money received less money refunded, by everything that pages and reports group by."""

    fund = models.ForeignKey(Fund, on_delete=models.CASCADE, related_name="+", db_index=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, null=True, related_name="+")
    origin = models.CharField(max_length=10, choices=Gift.Origin.choices)
    method = models.CharField(max_length=12, choices=Gift.Method.choices)
    nature = models.CharField(max_length=30, choices=Gift.Kind.choices)
    line_kind = models.CharField(max_length=12, choices=GiftLine.Kind.choices)

    seen_with = "gifts.view"
    #: The grouping columns, in index order.
    KEY = ("gift_on", "fund_id", "campaign_id", "origin", "method", "nature", "line_kind")

    class Meta:
        abstract = True


def _one_row(name: str, *more: str) -> models.UniqueConstraint:
    """The constraint that there is one row for each key."""
    campaign = Coalesce(F("campaign"), Value(0))  # so that rows without one are one kind too
    key = (F("gift_on"), F("fund"), campaign, F("origin"), F("method"), F("nature"), F("line_kind"))
    return models.UniqueConstraint(*key, *map(F, more), name=name)


class DayTotal(ReceivedTotal):
    """The totals of a day."""

    gift_on = models.DateField("date of gift")
    amount = MoneyField(default=ZERO)

    objects = DayTotalQuerySet.as_manager()

    class Meta:
        constraints = [_one_row("day_total_once")]

    def __str__(self) -> str:
        return f"{self.gift_on} {self.amount}"


class MonthTotal(ReceivedTotal):
    """The totals of a month: `gift_on` is its first day. Triggers on `DayTotal` keep them
    (`donations/ledger/rollups/by_month.py`): sums over all parts alone tell."""

    gift_on = models.DateField("month")
    part = models.BigIntegerField(default=0)
    amount = MoneyField()

    objects = MonthTotalQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["fund", "nature", "amount"])]
        constraints = [_one_row("month_total_once", "part")]

    def __str__(self) -> str:
        return f"{self.gift_on:%Y-%m} {self.amount}"


class MovementTotal(ReceivedTotal):
    """The movements of a month of one kind: their number and their sum, where those that cancel each other out count
    as well. `gift_on` is the first day of the month. Written with the totals by day."""

    gift_on = models.DateField("month")
    kind = models.CharField(max_length=14, choices=Movement.Kind.choices)
    movements = models.IntegerField()
    amount = MoneyField()

    objects = MovementTotalQuerySet.as_manager()

    class Meta:
        constraints = [_one_row("movement_total_once", "kind")]

    def __str__(self) -> str:
        return f"{self.gift_on:%Y-%m} {self.kind} {self.movements}"


class DayCount(models.Model):
    """The number of gifts of a day that count, by kind, and their soft credits."""

    gift_on = models.DateField("date of gift")
    nature = models.CharField(max_length=30, choices=Gift.Kind.choices)
    gifts = models.IntegerField(default=0)
    soft = MoneyField(default=ZERO)

    seen_with = "gifts.view"
    objects = VisibleQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gift_on", "nature"], name="day_count_once")]

    def __str__(self) -> str:
        return f"{self.gift_on} {self.gifts}"


class GiftTotal(models.Model):
    """Gifts of a month, by all that lists of gifts are divided by: their number, their amounts, and what was refunded
    of them. Fields are named as those of a gift, so that a list's filters and groups read both; `gift_on` is the first
    day of the month. Triggers keep it (`donations/ledger/rollups/by_month.py`): sums over all parts alone tell."""

    receipt_status = models.CharField(max_length=11, choices=Gift.ReceiptStatus.choices)
    status = models.CharField(max_length=8, choices=Gift.Status.choices)
    gift_on = models.DateField("month of gift")
    method = models.CharField(max_length=12, choices=Gift.Method.choices)
    kind = models.CharField(max_length=30, choices=Gift.Kind.choices)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, null=True, related_name="+")
    part = models.BigIntegerField(default=0)
    gifts = models.IntegerField()
    amount = MoneyField()
    refunded = MoneyField()

    seen_with = "gifts.view"
    objects = VisibleQuerySet.as_manager()

    #: What makes a row one of its kind, in the order of the index.
    KEY = ("receipt_status", "status", "gift_on", "method", "kind", "campaign_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                F("receipt_status"),
                F("status"),
                F("gift_on"),
                F("method"),
                F("kind"),
                Coalesce(F("campaign"), Value(0)),
                F("part"),
                name="gift_total_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.gift_on} {self.gifts}"


def funds_with_received(rows: models.QuerySet[Fund]) -> models.QuerySet[Fund]:
    """Funds, each with `received`: cash and stock by line, less refunds; None where there is nothing."""
    of_fund = MonthTotal.objects.raised().filter(fund=OuterRef("pk")).order_by().values("fund")
    return rows.annotate(received=Subquery(of_fund.annotate(total=Sum("amount")).values("total")))


def campaigns_with_received(rows: models.QuerySet[Campaign]) -> models.QuerySet[Campaign]:
    """The same of campaigns, whose gifts are theirs as a whole."""
    theirs = GiftTotal.objects.filter(campaign=OuterRef("pk"), status__in=Gift.COUNTS, kind__in=Gift.RAISED)
    left = theirs.order_by().values("campaign").annotate(total=Sum("amount") - Sum("refunded")).values("total")
    return rows.annotate(received=Subquery(left))


class SupporterGiving(models.Model):
    """The total a legal donor gave in cash and stock, less refunds; gifts refunded in full do not count."""

    supporter = models.OneToOneField(Supporter, on_delete=models.CASCADE, primary_key=True, related_name="giving")
    lifetime = MoneyField(default=ZERO)
    gifts = models.PositiveIntegerField(default=0)
    largest = MoneyField(default=ZERO)
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)

    seen_with = "gifts.view"
    objects = VisibleQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["lifetime", "supporter"], name="giving_by_lifetime"),
            models.Index(fields=["last_on", "supporter"], name="giving_by_last"),
        ]

    def __str__(self) -> str:
        return f"{self.supporter_id}: {self.lifetime}"


class SupporterYear(models.Model):
    """The same for one fiscal year, named by the calendar year it begins in. Exists only where a gift counts.

    `renewed`: they also gave in the fiscal year before; `first_year`: the year they first gave.
    """

    supporter = models.ForeignKey(Supporter, on_delete=models.CASCADE, related_name="giving_years")
    year = models.SmallIntegerField()
    first_year = models.SmallIntegerField(db_default=0)
    renewed = models.BooleanField(db_default=False)
    total = MoneyField()
    gifts = models.PositiveIntegerField()
    first_on = models.DateField()
    last_on = models.DateField()

    seen_with = "gifts.view"
    objects = VisibleQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["supporter", "year"], name="supporter_year_once")]
        indexes = [
            models.Index(fields=["year", "total", "id", "supporter"], name="year_by_total"),
            models.Index("year", "first_year", "renewed", "first_on", "supporter", name="year_by_first"),
        ]

    def __str__(self) -> str:
        return f"{self.supporter_id} {self.year}: {self.total}"
