"""What became of the goods and services a donor was to get: declined, returned, not provided (receipt rules, 2.4)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F

from core import audit
from core.models import User
from donations.models import Benefit, GiftLine


class NotSoMany(Exception):
    """Fewer of these benefits stand than should change."""


@transaction.atomic
def set_benefit_status(
    *,
    line: GiftLine,
    quantity: int,
    status: str,
    status_on: date | None,
    source: str,
    by: User | None,
    was: str = Benefit.Status.ACCEPTED,
) -> list[Benefit]:
    """Mark so many of a line's benefits of status `was` with another one; gives the rows that have it now.

    A row of which only a part changes is split, so that quantity and value still add up. `source` says who told us, by
    what (“the order page”, “a call”). A receipt that was issued becomes out of date by itself. Raises `NotSoMany`.
    """
    left, changed = quantity, []
    rows = Benefit.objects.select_for_update().filter(line=line, status=was).order_by("pk")
    for row in rows:
        part = min(left, row.quantity)
        if part:
            changed.append(_mark(row, part, status=status, status_on=status_on, source=source[:200]))
            left -= part
    if left:
        raise NotSoMany(line)
    audit.record(by, "benefit.changed", line.gift, quantity=quantity, status=str(status), was=str(was))
    return changed


def _mark(row: Benefit, quantity: int, *, status: str, status_on: date | None, source: str) -> Benefit:
    """Mark a row, or split off a part of it that is marked."""
    values = {"status": status, "status_on": status_on, "status_source": source}
    if quantity < row.quantity:
        Benefit.objects.filter(pk=row.pk).update(quantity=F("quantity") - quantity)
        row.pk, row._state.adding = None, True
    row.quantity = quantity
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    return row
