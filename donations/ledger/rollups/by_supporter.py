"""What each supporter gave, in total and by fiscal year; recomputed from their gifts whenever one of them changes."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, QuerySet, Subquery, Sum
from django.db.models.sql import Query

from core.db import compiled
from core.db.date_functions import FiscalYear
from core.db.set_wise import insert_from, insert_many, insert_selected
from core.models import Organization
from crm.models import Supporter
from donations.models import Gift, SupporterGiving, SupporterYear
from donations.models.gifts import GiftQuerySet

_GIVING = ("supporter_id", "lifetime", "gifts", "largest", "first_on", "last_on")
_YEARS = ("supporter_id", "year", "total", "gifts", "first_on", "last_on")
_REPLACE = "(supporter_id) DO UPDATE SET " + ", ".join(f"{column} = excluded.{column}" for column in _GIVING[1:])
_KEEP = "DO NOTHING"
#: In the order of `_GIVING`.
_NOTHING: dict[str, Any] = {"lifetime": 0, "gifts": 0, "largest": 0, "first_on": None, "last_on": None}


def count_again(supporters: Collection[int]) -> None:
    """Recompute the rows of these supporters. The rows are locked first, in key order, so that gifts of a concurrent
    writer are included."""
    known = [key for (key,) in compiled.rows(_known, list(supporters))]
    if not known:
        return
    insert_many([(key, *_NOTHING.values()) for key in known], into=SupporterGiving, columns=_GIVING, on_conflict=_KEEP)
    compiled.rows(_locked, known)
    compiled.execute(_emptied, known)
    compiled.execute(_without_years, known)
    _insert(known, _first_month())
    compiled.execute(_marked, known)
    compiled.execute(_without_gifts, known)


def _known(supporters: list[int]) -> QuerySet[Any, Any]:
    return Supporter.objects.filter(pk__in=supporters).order_by("pk").values_list("pk")


def _locked(supporters: list[int]) -> QuerySet[Any, Any]:
    return _of(supporters).select_for_update().order_by("supporter_id").values_list("supporter_id")


def _emptied(supporters: list[int]) -> Query:
    return compiled.updating(_of(supporters), **_NOTHING)


def _without_years(supporters: list[int]) -> Query:
    return compiled.deleting(SupporterYear.objects.filter(supporter__in=supporters))


def _marked(supporters: list[int]) -> Query:
    mine = SupporterYear.objects.filter(supporter__in=supporters)
    return compiled.updating(mine, first_year=first_year(), renewed=renewed())


def _without_gifts(supporters: list[int]) -> Query:
    return compiled.deleting(_of(supporters).filter(gifts=0))


def _of(supporters: list[int]) -> QuerySet[SupporterGiving]:
    return SupporterGiving.objects.filter(supporter__in=supporters)


def _insert(supporters: list[int], first_month: int) -> None:
    select = compiled.with_parameters(_giving_of, supporters)
    insert_selected(*select, into=SupporterGiving, columns=_GIVING, on_conflict=_REPLACE)
    insert_selected(*compiled.with_parameters(_years_of, supporters, first_month), into=SupporterYear, columns=_YEARS)


def _giving_of(supporters: list[int]) -> QuerySet[Any, Any]:
    return giving(Gift.objects.filter(supporter__in=supporters))


def _years_of(supporters: list[int], first_month: int) -> QuerySet[Any, Any]:
    return _by_year(Gift.objects.filter(supporter__in=supporters), first_month)


def write_all() -> None:
    """Insert the totals of all legal donors into empty tables."""
    gifts = Gift.objects.all()
    insert_from(giving(gifts), into=SupporterGiving, columns=_GIVING, on_conflict=_REPLACE)
    insert_from(years(gifts), into=SupporterYear, columns=_YEARS)
    SupporterYear.objects.update(first_year=first_year(), renewed=renewed())


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
    return _by_year(gifts, _first_month())


def _first_month() -> int:
    return next((month for (month,) in compiled.rows(_month_of, [1])), 1)


def _month_of(organizations: list[int]) -> QuerySet[Any, Any]:
    return Organization.objects.filter(pk__in=organizations).values_list("fiscal_year_first_month")


def _by_year(gifts: GiftQuerySet, first_month: int) -> QuerySet[Any, Any]:
    fiscal = FiscalYear("gift_on", first_month=first_month)
    counted: QuerySet[Any, Any] = gifts.raised().not_fully_refunded().annotate(year=fiscal)
    by_year = counted.values("supporter", "year").order_by("supporter", "year")
    return _summed(by_year).values_list("supporter", "year", "total", "count", "first", "last")


def _summed(rows: QuerySet[Any, Any], **more: Any) -> QuerySet[Any, Any]:
    left = Sum(F("amount") - F("refunded"))
    return rows.annotate(total=left, count=Count("pk"), first=Min("gift_on"), last=Max("gift_on"), **more)
