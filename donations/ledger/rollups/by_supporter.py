"""What each supporter gave, in total and by fiscal year; recomputed from their gifts whenever one of them changes."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, QuerySet, Subquery, Sum

from core.db.date_functions import FiscalYear
from core.db.set_wise import insert_from
from core.models import Organization
from core.money import ZERO
from crm.models import Supporter
from donations.models import Gift, SupporterGiving, SupporterYear
from donations.models.gifts import GiftQuerySet

_GIVING = ("supporter_id", "lifetime", "gifts", "largest", "first_on", "last_on")
_YEARS = ("supporter_id", "year", "total", "gifts", "first_on", "last_on")
_REPLACE = "(supporter_id) DO UPDATE SET " + ", ".join(f"{column} = excluded.{column}" for column in _GIVING[1:])
_NOTHING: dict[str, Any] = {"lifetime": ZERO, "gifts": 0, "largest": ZERO, "first_on": None, "last_on": None}


def count_again(supporters: Collection[int]) -> None:
    """Recompute the rows of these supporters. The rows are locked first, in key order, so that gifts of a concurrent
    writer are included."""
    known = list(Supporter.objects.filter(pk__in=supporters).order_by("pk").values_list("pk", flat=True))
    SupporterGiving.objects.bulk_create([SupporterGiving(supporter_id=pk) for pk in known], ignore_conflicts=True)
    rows = SupporterGiving.objects.filter(supporter__in=known)
    list(rows.select_for_update().order_by("supporter").values_list("pk", flat=True))
    rows.update(**_NOTHING)
    SupporterYear.objects.filter(supporter__in=known).delete()
    write(Gift.objects.filter(supporter__in=known), SupporterYear.objects.filter(supporter__in=known))
    rows.filter(gifts=0).delete()


def write(gifts: GiftQuerySet, of: QuerySet[SupporterYear]) -> None:
    """Insert the totals of legal donors from all their gifts; `of` are their rows by year, of which none exist yet."""
    insert_from(giving(gifts), into=SupporterGiving, columns=_GIVING, on_conflict=_REPLACE)
    insert_from(years(gifts), into=SupporterYear, columns=_YEARS)
    of.update(first_year=first_year(), renewed=renewed())


def first_year() -> Subquery:
    """An expression on `SupporterYear`: the first fiscal year in which this supporter gave."""
    mine = SupporterYear.objects.filter(supporter=OuterRef("supporter")).order_by("year")
    return Subquery(mine.values("year")[:1])


def renewed() -> Exists:
    """An expression on `SupporterYear`: whether this supporter also gave in the fiscal year before."""
    mine = SupporterYear.objects.filter(supporter=OuterRef("supporter"))
    return Exists(mine.filter(year=OuterRef("year") - 1))


def giving(gifts: GiftQuerySet) -> QuerySet[Any, Any]:
    """Totals of cash and stock gifts by legal donor, in the columns of `SupporterGiving`."""
    by_supporter = gifts.raised().not_fully_refunded().values("supporter").order_by("supporter")
    found = _summed(by_supporter, largest=Max(F("amount") - F("refunded")))
    return found.values_list("supporter", "total", "count", "largest", "first", "last")


def years(gifts: GiftQuerySet) -> QuerySet[Any, Any]:
    """The same by fiscal year, in the columns of `SupporterYear`."""
    organization = Organization.objects.filter(pk=1).values_list("fiscal_year_first_month", flat=True).first()
    fiscal = FiscalYear("gift_on", first_month=organization or 1)
    counted: QuerySet[Any, Any] = gifts.raised().not_fully_refunded().annotate(year=fiscal)
    by_year = counted.values("supporter", "year").order_by("supporter", "year")
    return _summed(by_year).values_list("supporter", "year", "total", "count", "first", "last")


def _summed(rows: QuerySet[Any, Any], **more: Any) -> QuerySet[Any, Any]:
    left = Sum(F("amount") - F("refunded"))
    return rows.annotate(total=left, count=Count("pk"), first=Min("gift_on"), last=Max("gift_on"), **more)
