"""Invariants of the ledger, checked by `check_ledger` and by every test that writes.

Each function yields one line per row that breaks its sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from core.extend import Invariant
from core.money import ZERO, cents
from donations.models import FailedRefund, Gift, GiftLine, Movement, Pledge, Refund, RefundLine, Reversal


def _total(path: str) -> Coalesce:
    return Coalesce(Sum(path), cents(ZERO))


def _sum_of(rows: QuerySet[Any], owner: str, column: str = "amount") -> Coalesce:
    """The sum of `column` over the rows whose `owner` is the outer row."""
    mine = rows.filter(**{owner: OuterRef("pk")}).order_by().values(owner)
    return Coalesce(Subquery(mine.annotate(total=Sum(column)).values("total")), cents(ZERO))


def _summed(rows: QuerySet[Any], **sums: Coalesce) -> QuerySet[Any]:
    """Rows with these sums as annotations."""
    return rows.annotate(**sums)


def _sum(rows: QuerySet[Any]) -> Decimal:
    return rows.aggregate(total=Sum("amount"))["total"] or ZERO


def gifts_without_lines() -> Iterator[str]:
    for gift in Gift.objects.filter(~Exists(GiftLine.objects.filter(gift=OuterRef("pk")))):
        yield f"{gift} has no line"


def lines_that_do_not_add_up() -> Iterator[str]:
    for gift in _summed(Gift.objects.all(), total=_total("lines__amount")).exclude(total=F("amount")):
        yield f"{gift} is {gift.amount}, but its lines add up to {gift.total}"


def wrong_refund_counters() -> Iterator[str]:
    back = _summed(Gift.objects.all(), total=_sum_of(Refund.objects.active(), "gift"))
    for gift in back.exclude(total=F("refunded")):
        yield f"{gift} says {gift.refunded} was refunded, but its refunds add up to {gift.total}"


def refunds_that_do_not_add_up() -> Iterator[str]:
    for refund in _summed(Refund.objects.all(), total=_total("lines__amount")).exclude(total=F("amount")):
        yield f"Refund {refund.pk} is {refund.amount}, but its lines add up to {refund.total}"


def lines_refunded_too_far() -> Iterator[str]:
    counted = RefundLine.objects.filter(refund__in=Refund.objects.active())
    back = _summed(GiftLine.objects.all(), back=_sum_of(counted, "line"))
    lines = back.filter(back__gt=F("amount"))
    for line in lines.select_related("gift"):
        yield f"Line {line.pk} of {line.gift} is {line.amount}, but {line.back} was refunded"


def refund_lines_of_another_gift() -> Iterator[str]:
    for part in RefundLine.objects.exclude(line__gift=F("refund__gift")):
        yield f"Line {part.pk} of refund {part.refund_id} takes from a line of another gift"


def reversals_that_leave_money() -> Iterator[str]:
    pairs = Movement.objects.filter(gift__in=Reversal.objects.values("gift")).values("gift__number")
    for pair in pairs.annotate(left=Sum("amount")).exclude(left=cents(ZERO)).order_by("gift__number"):
        yield f"G-{pair['gift__number']} was reversed, but {pair['left']} still counts"


def rows_dated_before_their_gift() -> Iterator[str]:
    """Reversals, refunds and failed refunds are dated no earlier than the row they are about
    (`donations.ledger.refunds`)."""
    early = Q(refunded_on__lt=F("gift__gift_on")) | Q(posted_on__lt=F("gift__posted_on"))
    for refund in Refund.objects.filter(early).select_related("gift"):
        yield f"Refund {refund.pk} is dated or posted before {refund.gift}"
    early = Q(failed_on__lt=F("refund__refunded_on")) | Q(posted_on__lt=F("refund__posted_on"))
    for failed in FailedRefund.objects.filter(early):
        yield f"Refund {failed.refund_id} failed before it was made"
    early = Q(posted_on__lt=F("gift__posted_on")) | Q(replacement__posted_on__lt=F("posted_on"))
    for reversal in Reversal.objects.filter(early).select_related("gift"):
        yield f"{reversal.gift} was reversed before it was posted, or replaced before it was reversed"


def wrong_pledge_counters() -> Iterator[str]:
    counted = Gift.objects.filter(~Exists(Reversal.objects.filter(gift=OuterRef("pk"))))
    totals = _summed(Pledge.objects.all(), came=_sum_of(counted, "pledge"), went=_sum_of(counted, "pledge", "refunded"))
    for pledge in totals.exclude(paid=F("came") - F("went")):
        yield f"{pledge} says {pledge.paid} was paid, but its payments add up to {pledge.came - pledge.went}"


def money_from_nowhere() -> Iterator[str]:
    """Movements are the lines of gifts less reversals and refunds that did not fail; soft credits and pledges are not
    money."""
    reversed_lines = GiftLine.objects.filter(gift__in=Reversal.objects.values("gift"))
    refunded = RefundLine.objects.filter(refund__in=Refund.objects.active())
    expected = _sum(GiftLine.objects.all()) - _sum(reversed_lines) - _sum(refunded)
    total = Movement.objects.total()
    if total != expected:
        yield f"The movements add up to {total}, but the rows behind them add up to {expected}"


INVARIANTS = (
    Invariant(name="Every gift has a line", broken=gifts_without_lines),
    Invariant(name="The lines of a gift add up to the gift", broken=lines_that_do_not_add_up),
    Invariant(name="The refunded amount of a gift matches its refunds", broken=wrong_refund_counters),
    Invariant(name="The lines of a refund add up to the refund", broken=refunds_that_do_not_add_up),
    Invariant(name="No line is refunded beyond its amount", broken=lines_refunded_too_far),
    Invariant(name="A refund is taken from its own gift", broken=refund_lines_of_another_gift),
    Invariant(name="Nothing is dated before the gift or refund it belongs to", broken=rows_dated_before_their_gift),
    Invariant(name="A reversed gift adds up to zero", broken=reversals_that_leave_money),
    Invariant(name="The paid amount of a pledge matches its payments, less refunds", broken=wrong_pledge_counters),
    Invariant(name="Only gifts, reversals and refunds move money", broken=money_from_nowhere),
)
