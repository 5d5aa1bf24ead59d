"""What one supporter gave, in total, by year and by fund, for the supporter's page and list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import F, Max, Min, QuerySet, Sum
from django.db.models.functions import ExtractYear
from django.urls import reverse

from core.charts.spec import Chart, Kind, Series, Style, ValuesOn
from core.extend import TimelineEntry
from core.models import User
from core.money import CENT, ZERO, cents
from crm.models import Supporter
from donations.models import Gift, Movement, Pledge, Refund, Reversal, SoftCredit


@dataclass(frozen=True)
class Giving:
    """A supporter's giving: cash and stock, before fees, less refunds. Soft credits are separate."""

    lifetime: Decimal
    this_year: Decimal
    last_year: Decimal
    count: int
    first_on: date | None
    last_on: date | None
    largest: Decimal
    soft: Decimal
    chart: Chart | None
    spark: Chart | None
    funds: list[dict[str, Any]]
    pledges: list[Pledge]


def giving_of(supporter: Supporter, *, user: User, today: date) -> Giving:
    """The figures of a supporter's page by calendar year, limited to what `user` may see."""
    rows = Movement.objects.visible_to(user).raised().filter(supporter=supporter)
    years = {row["year"]: row["total"] for row in _by_year(rows)}
    gifts = Gift.objects.visible_to(user).raised().not_fully_refunded().filter(supporter=supporter)
    left = Max(F("amount") - F("refunded"))
    span = gifts.aggregate(first=Min("gift_on"), last=Max("gift_on"), largest=left)
    credits_ = SoftCredit.objects.visible_to(user).filter(supporter=supporter)
    pledges = Pledge.objects.visible_to(user).unpaid().filter(supporter=supporter)
    return Giving(
        lifetime=sum(years.values(), ZERO),
        this_year=years.get(today.year, ZERO),
        last_year=years.get(today.year - 1, ZERO),
        count=gifts.count(),
        first_on=span["first"],
        last_on=span["last"],
        largest=span["largest"] or ZERO,
        soft=soft_total(credits_),
        chart=_year_chart(years, today) if len(years) > 1 else None,
        spark=_spark(years, today) if len(years) > 2 else None,
        funds=_by_fund(rows),
        pledges=list(pledges.select_related("fund")),
    )


def soft_total(rows: QuerySet[SoftCredit]) -> Decimal:
    """The total of soft credits on gifts that count, each less its share of refunds."""
    active = rows.filter(gift__status=Gift.Status.ACTIVE)
    whole: Decimal = active.filter(gift__refunded=cents(ZERO)).aggregate(total=Sum("amount"))["total"] or ZERO
    partly = active.filter(gift__refunded__gt=cents(ZERO))
    parts = partly.values_list("amount", "gift__amount", "gift__refunded").order_by()
    shares = ((amount * (given - back) / given).quantize(CENT, ROUND_HALF_UP) for amount, given, back in parts)
    return whole + sum(shares, ZERO)


def _by_year(rows: QuerySet) -> QuerySet:
    return rows.annotate(year=ExtractYear("gift_on")).values("year").annotate(total=Sum("amount")).order_by("year")


def _by_fund(rows: QuerySet) -> list[dict[str, Any]]:
    totals = rows.values("fund__name").annotate(total=Sum("amount")).order_by("-total")
    return [{"name": row["fund__name"], "total": row["total"]} for row in totals if row["total"]]


def _year_chart(years: dict[int, Decimal], today: date) -> Chart:
    """Up to twelve years, from the first gift on; years without gifts are zero."""
    span = range(max(min(years), today.year - 11), today.year + 1)
    earlier = [years.get(year, ZERO) if year < today.year else None for year in span]
    now = [years.get(year, ZERO) if year == today.year else None for year in span]
    return Chart(
        title="By year",
        counts="Cash and stock, before fees, less refunds.",
        categories=[str(year) for year in span],
        category_label="Year",
        kind=Kind.COLUMNS,
        series=[Series("Earlier years", earlier, Style.PREVIOUS), Series("This year to date", now, Style.CURRENT)],
        values_on=ValuesOn.CURRENT,
    )


def _spark(years: dict[int, Decimal], today: date) -> Chart:
    """All years since the first gift, as a sparkline."""
    span = range(min(years), today.year + 1)
    return Chart(
        title="Giving by year",
        counts="Cash and stock, before fees, less refunds",
        kind=Kind.SPARK,
        categories=[str(year) for year in span],
        series=[Series("Given", [years.get(year, ZERO) for year in span])],
    )


def with_lifetime(rows: QuerySet) -> QuerySet:
    """Supporters with `lifetime`, the total each gave."""
    return rows.annotate(lifetime=F("giving__lifetime"))


def with_last_gift(rows: QuerySet) -> QuerySet:
    """Supporters with `last_gift_on`, the date of their latest gift that was not fully refunded."""
    return rows.annotate(last_gift_on=F("giving__last_on"))


def _reason_shown(gift: Gift, words: str) -> str:
    """Free text about a gift; '' where a donor is protected, as it may reveal them."""
    return "" if any(supporter and supporter.protected for supporter in (gift.supporter, gift.joint_with)) else words


def timeline(supporter: Supporter, user: User, limit: int) -> Iterable[TimelineEntry]:
    """Gifts, refunds and corrections of a supporter, newest first."""
    yield from _given(supporter, user, limit)
    yield from _corrected(supporter, user, limit)


def _given(supporter: Supporter, user: User, limit: int) -> Iterable[TimelineEntry]:
    gifts = (
        Gift.objects.visible_to(user)
        .active()
        .filter(supporter=supporter)
        .select_related("supporter", "joint_with")
        .prefetch_related("lines__fund", "refunds__failure")
    )
    for gift in gifts.order_by("-gift_on", "-pk")[:limit]:
        funds = ", ".join(dict.fromkeys(line.fund.name for line in gift.lines.all()))
        yield TimelineEntry(
            at=gift.gift_on,
            icon="gift",
            title=f"Gave ${gift.amount:,.2f} {gift.paid_by}".strip(),
            detail=f"{funds} · {gift.spoken_number}",
            url=_gift_url(gift),
            kind="gifts",
        )
        for refund in gift.refunds.all():
            yield from _refunded(gift, refund)


def _refunded(gift: Gift, refund: Refund) -> Iterable[TimelineEntry]:
    """A refund for the timeline, and whether it failed."""
    yield TimelineEntry(
        at=refund.refunded_on,
        icon="undo",
        title=f"${refund.amount:,.2f} refunded",
        detail=" · ".join(filter(None, [_reason_shown(gift, refund.reason), gift.spoken_number])),
        url=_gift_url(gift),
        kind="gifts",
    )
    if refund.failed:
        yield TimelineEntry(
            at=refund.failure.failed_on,
            icon="alert",
            title=f"The refund of ${refund.amount:,.2f} was not received",
            detail=gift.spoken_number,
            url=_gift_url(gift),
            kind="gifts",
        )


def _gift_url(gift: Gift) -> str:
    return reverse("donations:gift-detail", args=[gift.pk])


def _corrected(supporter: Supporter, user: User, limit: int) -> Iterable[TimelineEntry]:
    corrected = (
        Reversal.objects.visible_to(user)
        .filter(gift__supporter=supporter)
        .select_related("gift__supporter", "gift__joint_with")
        .order_by("-pk")
    )
    for row in corrected[:limit]:
        yield TimelineEntry(
            at=row.posted_on,
            icon="undo",
            title=f"{row.gift.spoken_number} corrected" if row.replacement_id else f"{row.gift.spoken_number} reversed",
            detail=_reason_shown(row.gift, row.reason),
            url=reverse("donations:gift-detail", args=[row.gift_id]),
            kind="gifts",
        )
