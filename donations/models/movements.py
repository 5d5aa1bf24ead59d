"""The ledger as signed amounts: one row per money row, none of which ever changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Max, Min, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from core.money import ZERO, MoneyField
from core.periods import Period
from core.privacy.visibility import VisibleQuerySet
from crm.models import Supporter
from donations.models.funds import Campaign, Fund, FundRestriction
from donations.models.gifts import Gift, GiftLine
from donations.models.refunds import FailedRefund, Refund, RefundLine

R = TypeVar("R", bound=models.Model, covariant=True)


class MoneyByDay(VisibleQuerySet[R]):
    """Signed amounts with a fund and a date of gift: the movements, or their totals by day."""

    def raised(self) -> Self:
        """What “raised” counts: cash and stock received, less refunds, before fees; never goods, pledges or soft
        credits."""
        return self.filter(nature__in=Gift.RAISED)

    def given_in(self, period: Period) -> Self:
        """By date of gift; a refund by the day it was made."""
        return self.filter(gift_on__gte=period.start, gift_on__lt=period.end)

    def with_restriction(self) -> Self:
        """Adds `restricted`: whether the fund had a donor restriction on the date of gift."""
        if not FundRestriction.objects.exists():
            return self.annotate(restricted=F("fund__restricted"))
        changes = FundRestriction.objects.filter(fund=OuterRef("fund"))
        then = changes.filter(starts_on__lte=OuterRef("gift_on")).order_by("-starts_on").values("restricted")[:1]
        first = changes.order_by("starts_on").values("was")[:1]
        return self.annotate(restricted=Coalesce(Subquery(then), Subquery(first), F("fund__restricted")))

    def total(self) -> Decimal:
        return self.aggregate(total=Sum("amount"))["total"] or ZERO


#: As many days as are looked through for the first rows in the order of days, before all are.
STRETCHES = (1, 7, 60, 400)
_KEY = re.compile(r"[gvrf]\d{1,18}")


class MovementQuerySet(MoneyByDay["Movement"]):
    """Rows of the view. No index orders them, since they come from four tables, but each table finds those of some
    days or of some lines by one of its own."""

    def first_by(self, term: str, *, down: bool, beyond: date | None) -> Iterator[MovementQuerySet]:
        """Ever more of the rows, the first by day among them; nothing for another order. `beyond` is the day from which
        on they are looked for, where that is not the first or the last."""
        if term != "gift_on" or (start := beyond or _edge(down=down)) is None:
            return
        for days in STRETCHES:
            there = start + timedelta(-days if down else days)
            yield self.filter(gift_on__gte=there) if down else self.filter(gift_on__lte=there)

    def of_keys(self, keys: Sequence[str]) -> MovementQuerySet:
        """The rows with these keys, found by their lines: a key is a letter and the key of a line or refunded part."""
        known = [(key[0], int(key[1:])) for key in keys if _KEY.fullmatch(key)]
        parts = RefundLine.objects.filter(pk__in=[pk for letter, pk in known if letter in "rf"])
        lines = {pk for letter, pk in known if letter in "gv"}.union(parts.values_list("line", flat=True))
        return self.filter(line__in=lines, pk__in=keys)

    def posted_in(self, period: Period) -> MovementQuerySet:
        return self.filter(posted_on__gte=period.start, posted_on__lt=period.end)


def _edge(*, down: bool) -> date | None:
    """The last day on which money moved, or the first."""
    days = ((Gift, "gift_on"), (Refund, "refunded_on"), (FailedRefund, "failed_on"))
    found = [model._default_manager.aggregate(day=(Max if down else Min)(field))["day"] for model, field in days]
    return (max if down else min)((day for day in found if day), default=None)


class Movement(models.Model):
    """A row of the view `donations_movement` (see `donations/ledger/db_objects.py`); read only."""

    class Kind(models.TextChoices):
        GIFT = "gift", "Gift"
        REVERSAL = "reversal", "Correction"
        REFUND = "refund", "Refund"
        REFUND_FAILED = "refund_failed", "Failed refund"

    id = models.CharField(max_length=30, primary_key=True)
    kind = models.CharField(max_length=14, choices=Kind.choices)
    nature = models.CharField(max_length=30, choices=Gift.Kind.choices)
    line_kind = models.CharField(max_length=12, choices=GiftLine.Kind.choices)
    method = models.CharField(max_length=12, choices=Gift.Method.choices)
    origin = models.CharField(max_length=10, choices=Gift.Origin.choices)
    gift = models.ForeignKey(Gift, on_delete=models.DO_NOTHING, related_name="+")
    line = models.ForeignKey(GiftLine, on_delete=models.DO_NOTHING, related_name="+")
    fund = models.ForeignKey(Fund, on_delete=models.DO_NOTHING, related_name="+")
    supporter = models.ForeignKey(Supporter, on_delete=models.DO_NOTHING, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.DO_NOTHING, null=True, related_name="+")
    gift_on = models.DateField()
    posted_on = models.DateField()
    recorded_at = models.DateTimeField()
    amount = MoneyField()

    seen_with = "gifts.view"
    objects = MovementQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "donations_movement"

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"
