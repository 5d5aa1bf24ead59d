"""The figures of the board report, read from the stored totals: raised, by month, by fund, donors, retention.

"Raised" is cash and stock by date of gift, before card fees, less refunds by the day they were made; pledges, soft
credits and in-kind gifts are never added. A donor is a legal donor with a gift in the period that was not fully
refunded.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Sum, When

from core.money import ZERO
from core.periods import Period, fiscal_year
from donations.ledger.rollups.received import raised_by_restriction, raised_in
from donations.models import DayCount, Fund, Gift, GiftLine, Pledge, SupporterYear
from donations.models.movements import MoneyByDay

Money = TypeVar("Money", bound=MoneyByDay[Any])
#: Breakdowns hide groups of fewer donors from users who may not see gifts.
SMALL = 5


@dataclass(frozen=True)
class Span:
    """The fiscal year up to a day, the same period a year before, and both whole years."""

    as_of: date
    year: Period
    to_date: Period
    last_year: Period
    last_to_date: Period

    @classmethod
    def at(cls, as_of: date, *, first_month: int) -> Span:
        year = fiscal_year(on=as_of, first_month=first_month)
        to_date = year.to_date(as_of)
        return cls(as_of, year, to_date, year.year_before(), to_date.year_before())


@dataclass(frozen=True)
class Compared:
    """A total and that of the same period a year before."""

    now: Decimal
    before: Decimal

    @property
    def change(self) -> Decimal | None:
        """The change in percent; None when there was nothing before."""
        return (self.now - self.before) / self.before * 100 if self.before > 0 else None


@dataclass(frozen=True)
class MonthRow:
    month: Period
    now: Decimal | None
    before: Decimal
    whole: bool


@dataclass(frozen=True)
class FundRow:
    fund_id: int
    name: str
    restricted: bool
    now: Decimal
    before: Decimal


@dataclass(frozen=True)
class Retention:
    """How many donors of the year before have given again so far this year."""

    base: int
    returned: int

    @property
    def percent(self) -> Decimal | None:
        return Decimal(self.returned * 100) / self.base if self.base else None


def raised(span: Span) -> Compared:
    """Raised this fiscal year to date, and last year to the same day."""
    return Compared(raised_in(span.to_date).total(), raised_in(span.last_to_date).total())


def by_month(span: Span) -> list[MonthRow]:
    """Every month of the fiscal year beside the same month a year before; None for months to come."""
    now, before = _month_totals(span.to_date), _month_totals(span.last_year)
    rows = []
    for month, earlier in zip(span.year.months(), span.last_year.months(), strict=True):
        begun, whole = month.start <= span.as_of, month.end <= span.to_date.end
        total = now.get(month.start, ZERO) if begun else None
        rows.append(MonthRow(month, total, before.get(earlier.start, ZERO), whole))
    return rows


def by_fund(span: Span) -> list[FundRow]:
    """Raised by fund, largest first; a fund whose restriction changed has a row for each."""
    key = ("fund", "restricted", "fund__name")
    now, before = (raised_by_restriction(period).sums(*key) for period in (span.to_date, span.last_to_date))
    rows = [
        FundRow(fund_id=fund, name=name, restricted=restricted, now=now[each], before=before[each])
        for each in {**before, **now}
        for fund, restricted, name in [each]
    ]
    return sorted(rows, key=lambda row: (-row.now, row.name))


def fund_months(span: Span) -> list[tuple[str, dict[date, Decimal]]]:
    """Each fund's totals of the year to date, by the first day of the month, funds by name."""
    found: dict[tuple[str, int], dict[date, Decimal]] = {}
    for (name, fund, month), total in raised_in(span.to_date).sums("fund__name", "fund", by_month=True).items():
        found.setdefault((name, fund), {})[month] = total
    return [(name, totals) for (name, _), totals in sorted(found.items(), key=lambda item: item[0])]


def funds_in_order() -> list[str]:
    """The names of all funds, oldest first: an order that no gift changes."""
    return list(Fund.objects.order_by("pk").values_list("name", flat=True))


def by_restriction(funds: list[FundRow]) -> tuple[Compared, Compared]:
    """Without and with donor restriction."""

    def total(restricted: bool) -> Compared:
        rows = [row for row in funds if row.restricted == restricted]
        return Compared(sum((row.now for row in rows), ZERO), sum((row.before for row in rows), ZERO))

    return total(False), total(True)


def by_method(span: Span) -> list[tuple[str, Decimal]]:
    """Raised to date by payment method, largest first."""
    totals = raised_in(span.to_date).sums("method")
    labels = dict(Gift.Method.choices)
    rows = [(labels[method], total) for (method,), total in totals.items() if total]
    return sorted(rows, key=lambda row: -row[1])


def from_source(rows: Money, source: str) -> Money:
    """Movements of a source: `online` (the giving and order pages) or `dinners` (seats and tables). A seat paid online
    is in both."""
    if source == "online":
        return rows.filter(origin=Gift.Origin.ONLINE)
    return rows.filter(line_kind__in=(GiftLine.Kind.TICKET, GiftLine.Kind.SPONSORSHIP))


def by_source(span: Span) -> tuple[Compared, Compared]:
    """Raised online and for seats and tables at dinners, this year to date and last year to the same day."""

    def compared(source: str) -> Compared:
        now, before = (
            raised_in(period).only(lambda rows: from_source(rows, source))
            for period in (span.to_date, span.last_to_date)
        )
        return Compared(now.total(), before.total())

    return compared("online"), compared("dinners")


def donors(period: Period) -> QuerySet[SupporterYear]:
    """Legal donors of a fiscal year, or of its part up to a day: one row each.

    A donor whose gifts of the period were all refunded, at any time, is left out; refunds of earlier gifts change
    nothing.
    """
    return SupporterYear.objects.filter(year=period.start.year, first_on__lt=period.end)


def given(period: Period, supporter: str = "pk") -> Subquery:
    """An expression: what is left of a supporter's gifts in a fiscal year, or in its part up to a day."""
    mine = donors(period).filter(supporter=OuterRef(supporter))
    gifts = Gift.objects.raised().not_fully_refunded().received_in(period).filter(supporter=OuterRef("supporter"))
    left = gifts.values("supporter").annotate(left=Sum(F("amount") - F("refunded"))).order_by().values("left")
    # Reads single gifts only when some are dated after the day.
    amount = Case(When(last_on__lt=period.end, then=F("total")), default=Subquery(left))
    return Subquery(mine.annotate(amount=amount).values("amount"))


def donor_counts(span: Span) -> Compared:
    """How many donors gave, this year to date and last year to the same day."""
    return Compared(Decimal(donors(span.to_date).count()), Decimal(donors(span.last_to_date).count()))


def retention(span: Span) -> tuple[Retention, Retention]:
    """Donors of last fiscal year who gave this year to date; and the same measure a year earlier."""
    return _renewed(span.last_year, span.to_date), _renewed(span.last_year.year_before(), span.last_to_date)


def gift_count(span: Span) -> int:
    """The number of cash and stock gifts in the year to date that were not fully refunded."""
    return _counted(span.to_date).filter(nature__in=Gift.RAISED).aggregate(count=Sum("gifts"))["count"] or 0


def promised() -> tuple[Decimal, int]:
    """The open amount of pledges, and the number of people who made them."""
    row = Pledge.objects.unpaid().aggregate(
        total=Sum(F("amount") - F("paid")), people=Count("supporter", distinct=True)
    )
    return row["total"] or ZERO, row["people"]


def beside(span: Span) -> tuple[Decimal, int]:
    """What “raised” leaves out in the year to date: soft credits, and the number of in-kind gifts."""
    other = Sum("gifts", filter=~Q(nature__in=Gift.RAISED))
    found = _counted(span.to_date).aggregate(soft=Sum("soft"), other=other)
    return found["soft"] or ZERO, found["other"] or 0


def returned_donors(span: Span) -> QuerySet[SupporterYear]:
    """Donors of last year who have given again this year."""
    return donors(span.to_date).filter(renewed=True)


def lapsed_donors(span: Span) -> QuerySet[SupporterYear]:
    """Donors of last year who have not given yet this year."""
    return donors(span.last_year).exclude(supporter__in=donors(span.to_date).values("supporter"))


def _renewed(base: Period, since: Period) -> Retention:
    return Retention(donors(base).count(), donors(since).filter(renewed=True).count())


def _counted(period: Period) -> QuerySet[DayCount]:
    return DayCount.objects.filter(gift_on__gte=period.start, gift_on__lt=period.end)


def _month_totals(period: Period) -> dict[date, Decimal]:
    return {month: total for (month,), total in raised_in(period).sums(by_month=True).items()}
