"""Recompute all totals from the ledger, and compare them with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import Case, Exists, F, OuterRef, QuerySet, Value, When

from core.extend import Invariant, Rollup
from donations.ledger.rollups import by_day, by_month, by_supporter, stamp
from donations.models import (
    DayCount,
    DayTotal,
    Gift,
    GiftTotal,
    MonthTotal,
    Movement,
    MovementTotal,
    Reversal,
    SoftCredit,
    SupporterGiving,
    SupporterYear,
)

Status = Gift.Status


def status_by_the_ledger() -> Case:
    """A gift's status according to its reversal and refunds."""
    return Case(
        When(Exists(Reversal.objects.filter(gift=OuterRef("pk"))), then=Value(Status.REVERSED)),
        When(refunded=F("amount"), then=Value(Status.REFUNDED)),
        default=Value(Status.ACTIVE),
    )


@transaction.atomic
def rebuild() -> None:
    """Recompute every gift's status, the totals by day and month, and those by supporter."""
    Gift.objects.annotate(told=status_by_the_ledger()).exclude(status=F("told")).update(status=status_by_the_ledger())
    for model in (DayTotal, MonthTotal, MovementTotal, DayCount, GiftTotal, SupporterGiving, SupporterYear):
        model._default_manager.all().delete()
    by_day.write_all()
    by_month.write_all()
    by_supporter.write_all()
    stamp.raise_it()


def wrong_statuses() -> Iterator[str]:
    told: QuerySet[Any] = Gift.objects.annotate(told=status_by_the_ledger())
    for gift in told.exclude(status=F("told")):
        yield f"{gift} is kept as {gift.status}, but the ledger says {gift.told}"


def wrong_day_totals() -> Iterator[str]:
    kept = DayTotal.objects.exclude(amount=by_day.NOTHING).values_list(*DayTotal.KEY, "amount")
    yield from _differences("day", kept, by_day.money(Movement.objects.all()))


def wrong_movement_totals() -> Iterator[str]:
    kept = MovementTotal.objects.values_list(*DayTotal.KEY, "kind", "movements", "amount")
    yield from _differences("month", kept, by_day.movements(Movement.objects.all()))


def wrong_day_counts() -> Iterator[str]:
    """Compare the number of gifts and the soft credits of each day, which are computed separately."""
    counts = DayCount.objects.exclude(gifts=0).values_list("gift_on", "nature", "gifts")
    yield from _differences("day", counts, by_day.counted(Gift.objects.all()).values_list("gift_on", "kind", "gifts"))
    soft = DayCount.objects.exclude(soft=by_day.NOTHING).values_list("gift_on", "nature", "soft")
    told = by_day.credited(SoftCredit.objects.all())
    yield from _differences("day", soft, told.values_list("gift__gift_on", "gift__kind", "soft"))


def wrong_gift_totals() -> Iterator[str]:
    yield from _differences("month", by_month.gifts_stored(), by_month.gifts_in_ledger())


def wrong_month_totals() -> Iterator[str]:
    """Compare the totals by month with those by day, which are compared with the ledger."""
    yield from _differences("month", by_month.money_stored(), by_month.money_by_day())


def wrong_giving() -> Iterator[str]:
    kept = SupporterGiving.objects.exclude(gifts=0)
    columns = ("supporter", "lifetime", "gifts", "largest", "first_on", "last_on")
    yield from _differences("supporter", kept.values_list(*columns), by_supporter.giving(Gift.objects.all()))


def wrong_years() -> Iterator[str]:
    columns = ("supporter", "year", "total", "gifts", "first_on", "last_on")
    told = by_supporter.years(Gift.objects.all())
    yield from _differences("supporter and year", SupporterYear.objects.values_list(*columns), told)
    marked = SupporterYear.objects.annotate(began=by_supporter.first_year(), again=by_supporter.renewed())
    for row in marked.exclude(first_year=F("began"), renewed=F("again")):
        yield f"{row} says the first year was {row.first_year}, renewed: {row.renewed}; the other years say otherwise"


def _differences(of: str, kept: QuerySet[Any, Any], told: QuerySet[Any, Any]) -> Iterator[str]:
    """Rows found on one side only; the database compares, and only differences are read."""
    for row in kept.order_by().difference(told.order_by()):
        yield f"The total kept for {of} {row} is not what the ledger says"
    for row in told.order_by().difference(kept.order_by()):
        yield f"The ledger says {row}, which is not the total kept for the {of}"


ENTRIES = (
    Rollup(name="Giving by day and by supporter", rebuild=rebuild, depends_on=("fiscal_year_first_month",)),
    Invariant(name="The status of a gift matches its reversal and refunds", broken=wrong_statuses),
    Invariant(name="The totals by day match the ledger", broken=wrong_day_totals),
    Invariant(name="The movements by month match the ledger", broken=wrong_movement_totals),
    Invariant(name="The counts by day match the ledger", broken=wrong_day_counts),
    Invariant(name="The totals of gifts by month match the ledger", broken=wrong_gift_totals),
    Invariant(name="The totals by month match those by day", broken=wrong_month_totals),
    Invariant(name="The totals by supporter match the ledger", broken=wrong_giving),
    Invariant(name="The totals by supporter and fiscal year match the ledger", broken=wrong_years),
)
