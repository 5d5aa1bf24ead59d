"""Gifts on record that a file may repeat or refund: those of its donors, on its days, and with its reference
numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from core.db.chunks import chunks
from crm.models import Supporter
from donations.models import ForeignAmount, Gift, GiftLine, GiftReference, Pledge
from imports.matching.duplicate_gifts import NEAR_DAYS, REFUND_DAYS
from imports.matching.evidence import CHECK_DAYS
from imports.matching.known_records import KnownGift, Namesakes
from imports.matching.numbered_gifts import BANK_DAYS
from imports.plans import ACCEPT, GIFT, IN_KIND, NEGATIVE, PLEDGE, PLEDGE_PAYMENT, PlannedRow, Reference

CHECK = "check"
#: What a file calls a gift: a kind of its own have goods alone. Coins are told by their means.
GIVEN = (*Gift.RAISED, Gift.Kind.DIGITAL_ASSET)
COLUMNS = (
    *("pk", "kind", "pledge_id", "gift_on", "amount", "supporter_id", "supporter__kind", "method", "check_number"),
    *("foreign__currency", "foreign__minor_units"),
)


def known_gifts(rows: Iterable[PlannedRow], namesakes: Namesakes, currency: str) -> list[KnownGift]:
    """The gifts and pledges to compare with these rows; `namesakes` are other people with the donors' names, by key.
    `currency` is the organization's, for amounts without a foreign one."""
    rows = list(rows)
    told = [row for row in rows if row.decision == ACCEPT and row.kind and row.amount is not None]
    given = [row for row in told if row.kind not in NEGATIVE]
    back = [row for row in told if row.kind in NEGATIVE and row.gift is None]
    givers = _givers(given) | {pk for row in given for key in namesakes.get(row.supporter or "", ()) for pk in _pk(key)}
    days, back_days = _span(given, NEAR_DAYS, NEAR_DAYS), _span(back, REFUND_DAYS, 0)
    keys = (
        _of_lines([row for row in rows if row.is_bank_line and row.amount is not None])
        | _of_givers(givers, days)
        | _of_givers(_givers(back), back_days)
        | _by_reference(told)
    )
    pledges = [*_pledges(givers, days, currency), *_pledges(_givers(back), back_days, currency)]
    return [*_gifts(keys, currency), *{pledge.key: pledge for pledge in pledges}.values()]


def _givers(rows: Iterable[PlannedRow]) -> set[int]:
    return {pk for row in rows for key in (row.organization, row.supporter) for pk in _pk(key)}


def _pk(key: str | None) -> Iterator[int]:
    table, _, number = (key or "").partition(":")
    if table == "supporter" and number.isdecimal():
        yield int(number)


def _span(rows: Iterable[PlannedRow], before: int, after: int) -> tuple[date, date] | None:
    """The date range of rows, extended by `before` and `after` days; None without rows, unlimited where a date is
    missing."""
    days = [row.date for row in rows]
    if not days:
        return None
    known = [day for day in days if day]
    if len(known) < len(days):
        return date.min, date.max
    return _moved(min(known), -before), _moved(max(known), after)


def _moved(day: date, by: int) -> date:
    return date.fromordinal(min(max(day.toordinal() + by, date.min.toordinal()), date.max.toordinal()))


def _of_givers(givers: Collection[int], days: tuple[date, date] | None) -> set[int]:
    rows = Gift.objects.active().order_by()
    return {
        pk
        for some in chunks(sorted(givers) if days else ())
        for pk in rows.filter(supporter__in=some, gift_on__range=days).values_list("pk", flat=True)
    }


def _of_lines(rows: list[PlannedRow]) -> set[int]:
    """The gifts with the amount and about the day of a bank's lines."""
    days = _span([row for row in rows if row.date], BANK_DAYS, BANK_DAYS)
    gifts = Gift.objects.active().order_by()
    return {
        pk
        for some in chunks(sorted({row.amount for row in rows if row.amount is not None}) if days else ())
        for pk in gifts.filter(amount__in=some, gift_on__range=days).values_list("pk", flat=True)
    }


def _by_reference(rows: Iterable[PlannedRow]) -> set[int]:
    by_kind: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        for reference in row.references:
            by_kind[reference.system, reference.kind].add(reference.value)
    found = _by_check(by_kind.get((CHECK, "number"), ()), _span(rows, CHECK_DAYS, CHECK_DAYS))
    for (system, kind), values in by_kind.items():
        references = GiftReference.objects.filter(system=system, kind=kind).order_by()
        for some in chunks(sorted(values)):
            found |= set(references.filter(value__in=some).values_list("gift_id", flat=True))
    return found


def _by_check(numbers: Collection[str], days: tuple[date, date] | None) -> set[int]:
    rows = Gift.objects.active().order_by()
    return {
        pk
        for some in chunks(sorted(filter(None, numbers)) if days else ())
        for pk in rows.filter(check_number__in=some, gift_on__range=days).values_list("pk", flat=True)
    }


def _gifts(keys: Collection[int], currency: str) -> list[KnownGift]:
    """The active gifts with these keys, latest first."""
    found = []
    for some in chunks(sorted(keys)):
        references, funds = _references(some), _funds(some)
        for number, *values in Gift.objects.active().filter(pk__in=some).order_by().values_list("number", *COLUMNS):
            gift = _gift(dict(zip(COLUMNS, values, strict=True)), currency, references, funds)
            found.append((gift.date, number, gift))
    return [gift for *_, gift in sorted(found, key=lambda one: one[:2], reverse=True)]


def _gift(
    row: dict[str, Any], currency: str, references: dict[int, list[Reference]], funds: dict[int, str]
) -> KnownGift:
    checks = [Reference(CHECK, "number", row["check_number"])] if row["check_number"] else []
    abroad, units = row["foreign__currency"], row["foreign__minor_units"]
    is_organization = row["supporter__kind"] == Supporter.Kind.ORGANIZATION
    key = f"supporter:{row['supporter_id']}"
    return KnownGift(
        key=f"gift:{row['pk']}",
        kind=PLEDGE_PAYMENT if row["pledge_id"] else GIFT if row["kind"] in GIVEN else IN_KIND,
        date=row["gift_on"],
        amount=ForeignAmount(minor_units=units, currency=abroad).amount if abroad else row["amount"],
        currency=abroad or currency,
        supporter=None if is_organization else key,
        organization=key if is_organization else None,
        method=row["method"],
        fund=funds[row["pk"]],
        references=(*references.get(row["pk"], ()), *checks),
    )


def _references(gifts: list[int]) -> dict[int, list[Reference]]:
    found: dict[int, list[Reference]] = defaultdict(list)
    rows = GiftReference.objects.filter(gift__in=gifts).order_by("pk")
    for gift_id, *reference in rows.values_list("gift_id", "system", "kind", "value"):
        found[gift_id].append(Reference(*reference))
    return found


def _funds(gifts: list[int]) -> dict[int, str]:
    """The fund of the first line of each gift."""
    rows = GiftLine.objects.filter(gift__in=gifts).order_by("-pk")
    return dict(rows.values_list("gift_id", "fund__code"))


def _pledges(givers: Collection[int], days: tuple[date, date] | None, currency: str) -> list[KnownGift]:
    rows = Pledge.objects.order_by("pk").select_related("fund")
    return [
        KnownGift(
            key=f"pledge:{pledge.pk}",
            kind=PLEDGE,
            date=pledge.promised_on,
            amount=pledge.amount,
            currency=currency,
            supporter=f"supporter:{pledge.supporter_id}",
            fund=pledge.fund.code,
        )
        for some in chunks(sorted(givers) if days else ())
        for pledge in rows.filter(supporter__in=some, promised_on__range=days)
    ]
