"""The board's figures, each read from the movements: raised, by month, by fund, donors and who came back.

"Raised" is cash and stock by date of gift, before card fees, less refunds on the day they were made; pledges, soft
credits and gifts in kind are never added. A donor is a legal donor with something left of a gift in the period.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, QuerySet, Sum

from core.db.date_functions import MonthStart
from core.money import ZERO
from core.periods import Period, fiscal_year
from donations.ledger.giving_summary import soft_total
from donations.models import Fund, Gift, GiftLine, Movement, Pledge, SoftCredit
from donations.models.movements import MovementQuerySet

#: Breakdowns of donors hide groups smaller than this from those who may not see gifts.
SMALL = 5


@dataclass(frozen=True)
class Span:
    """This fiscal year up to a day, the same stretch a year before, and both years whole."""

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
    """A total beside that of the same stretch a year before."""

    now: Decimal
    before: Decimal

    @property
    def change(self) -> Decimal | None:
        """Percent more or less than before; None where there was nothing before."""
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
    """Of the donors of the year before, how many have given again so far this year."""

    base: int
    returned: int

    @property
    def percent(self) -> Decimal | None:
        return Decimal(self.returned * 100) / self.base if self.base else None


def raised(span: Span) -> Compared:
    """Raised this fiscal year to date, and last year to the same day."""
    return Compared(_raised_in(span.to_date).total(), _raised_in(span.last_to_date).total())


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
    now, before = _fund_totals(span.to_date), _fund_totals(span.last_to_date)
    names = {**before, **now}
    rows = [
        FundRow(
            fund_id=row["fund"],
            name=row["fund__name"],
            restricted=row["restricted"],
            now=now[key]["total"] if key in now else ZERO,
            before=before[key]["total"] if key in before else ZERO,
        )
        for key, row in names.items()
    ]
    return sorted(rows, key=lambda row: (-row.now, row.name))


def fund_months(span: Span) -> list[tuple[str, dict[date, Decimal]]]:
    """Each fund's totals of the year to date, by the first day of the month, funds by name."""
    found: dict[str, dict[date, Decimal]] = {}
    months = _raised_in(span.to_date).annotate(month=MonthStart("gift_on")).values("fund__name", "fund", "month")
    for row in months.annotate(total=Sum("amount")).order_by("fund__name", "fund", "month"):
        found.setdefault(row["fund__name"], {})[row["month"]] = row["total"]
    return list(found.items())


def funds_in_order() -> list[str]:
    """The names of all funds, the oldest first: an order that no gift changes."""
    return list(Fund.objects.order_by("pk").values_list("name", flat=True))


def by_restriction(funds: list[FundRow]) -> tuple[Compared, Compared]:
    """Without and with donor restriction."""

    def total(restricted: bool) -> Compared:
        rows = [row for row in funds if row.restricted == restricted]
        return Compared(sum((row.now for row in rows), ZERO), sum((row.before for row in rows), ZERO))

    return total(False), total(True)


def by_method(span: Span) -> list[tuple[str, Decimal]]:
    """Raised to date by the way it came, largest first."""
    rows = _raised_in(span.to_date).values("method").annotate(total=Sum("amount")).order_by("-total")
    labels = dict(Gift.Method.choices)
    return [(labels[row["method"]], row["total"]) for row in rows if row["total"]]


def from_source(rows: MovementQuerySet, source: str) -> MovementQuerySet:
    """Movements of a source: `online`, paid through the giving and order pages; `dinners`, for seats and tables.

    A seat paid online is both.
    """
    if source == "online":
        return rows.filter(origin=Gift.Origin.ONLINE)
    return rows.filter(line_kind__in=(GiftLine.Kind.TICKET, GiftLine.Kind.SPONSORSHIP))


def by_source(span: Span) -> tuple[Compared, Compared]:
    """Raised online and for seats and tables at dinners, this year to date and last year to the same day."""

    def compared(source: str) -> Compared:
        now, before = _raised_in(span.to_date), _raised_in(span.last_to_date)
        return Compared(from_source(now, source).total(), from_source(before, source).total())

    return compared("online"), compared("dinners")


def donors(period: Period) -> QuerySet:
    """Legal donors of a period: rows of `supporter` and `total`, what is left of their gifts in it.

    Whoever got all of it back is no donor of that period, whenever the money went back; a refund of an earlier gift
    takes nothing from this one.
    """
    gifts = Gift.objects.raised().not_fully_refunded().received_in(period)
    return gifts.values("supporter").annotate(total=Sum(F("amount") - F("refunded"))).order_by()


def donor_counts(span: Span) -> Compared:
    """How many donors gave, this year to date and last year to the same day."""
    return Compared(Decimal(donors(span.to_date).count()), Decimal(donors(span.last_to_date).count()))


def retention(span: Span) -> tuple[Retention, Retention]:
    """Donors of last fiscal year who gave this year to date; and the same measure a year earlier."""
    return _came_back(span.last_year, span.to_date), _came_back(span.last_year.year_before(), span.last_to_date)


def gift_count(span: Span) -> int:
    """Gifts of cash and stock in the year to date of which something is left."""
    return Gift.objects.raised().not_fully_refunded().received_in(span.to_date).count()


def promised() -> tuple[Decimal, int]:
    """What is pledged and not yet paid, and by how many people."""
    row = Pledge.objects.unpaid().aggregate(
        total=Sum(F("amount") - F("paid")), people=Count("supporter", distinct=True)
    )
    return row["total"] or ZERO, row["people"]


def beside(span: Span) -> tuple[Decimal, int]:
    """What “raised” leaves out in the year to date: soft credits, and how many gifts of goods or services."""
    gifts = Gift.objects.not_fully_refunded().received_in(span.to_date)
    soft = soft_total(SoftCredit.objects.filter(gift__in=gifts))
    return soft, gifts.exclude(kind__in=Gift.RAISED).count()


def returned_donors(span: Span) -> QuerySet:
    """Donors of last year who have given again this year."""
    return donors(span.last_year).filter(supporter__in=donors(span.to_date).values("supporter"))


def lapsed_donors(span: Span) -> QuerySet:
    """Donors of last year who have not given yet this year."""
    return donors(span.last_year).exclude(supporter__in=donors(span.to_date).values("supporter"))


def _came_back(base: Period, since: Period) -> Retention:
    before = donors(base)
    again = before.filter(supporter__in=donors(since).values("supporter"))
    return Retention(before.count(), again.count())


def _raised_in(period: Period) -> MovementQuerySet:
    return Movement.objects.raised().given_in(period)


def _month_totals(period: Period) -> dict[date, Decimal]:
    rows = (
        _raised_in(period)
        .annotate(month=MonthStart("gift_on"))
        .values("month")
        .annotate(total=Sum("amount"))
        .order_by()
    )
    return {row["month"]: row["total"] for row in rows}


def _fund_totals(period: Period) -> dict[tuple[int, bool], dict]:
    """By fund and its restriction on the date of gift."""
    rows: Any = _raised_in(period).with_restriction()
    totals = rows.values("fund", "fund__name", "restricted").annotate(total=Sum("amount")).order_by()
    return {(row["fund"], row["restricted"]): dict(row) for row in totals}
