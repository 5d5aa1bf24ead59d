"""The receipt status of a gift: kept on the gift's row, so that lists filter and count by an index.

It follows from what is in the tables: the gift's own status, its receipts, the choice staff made, and what stopped the
last try to issue. Whatever writes one of these calls `follow` in the same transaction; `check_ledger` compares.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Case, Exists, F, Model, OuterRef, Q, QuerySet, Value, When
from django.db.models.sql import Query

from core import jobs
from core.db import compiled
from core.db.chunks import chunks
from donations.ledger.current_entries import current_entry_ids
from donations.models import Gift, Reversal
from receipts.models import PENDING_KIND, ReceiptBlock, ReceiptChoice, ReceiptLine

Status = Gift.ReceiptStatus
#: The hour after which a status that follows from the calendar is right, in the charity's time zone.
HOUR = 4


def follow(gifts: Iterable[int]) -> None:
    """Bring the status of gifts, named by their keys, up to date after they, their receipts or choices were written.

    What stopped an earlier try is forgotten: it may be settled now.
    """
    keys = set(gifts)
    for part in chunks(sorted(keys)):
        compiled.execute(_blocks, part)
    _write(keys)


def _blocks(gifts: list[int]) -> Query:
    return compiled.deleting(ReceiptBlock.objects.filter(gift__in=gifts))


def follow_the_ledger(gifts: Iterable[int]) -> None:
    """As `follow`, after the ledger wrote to these gifts: the entry that corrects one takes over what staff chose for
    it, for the same donor. What was chosen because a receipt was voided ends with the correction."""
    keys = set(gifts)
    for part in chunks(sorted(keys)):
        _take_over(part)
    follow(keys)


def _take_over(keys: list[int]) -> None:
    if choices := compiled.rows(_choices_for_corrections, keys):
        ReceiptChoice.objects.bulk_create(
            ReceiptChoice(gift_id=gift, wanted=wanted, reason=reason, by_id=by, at=at)
            for gift, wanted, reason, by, at in choices
        )


def _choices_for_corrections(gifts: list[int]) -> QuerySet[Any, Any]:
    new = "gift__reversal__replacement"
    rows = ReceiptChoice.objects.filter(
        ~Exists(ReceiptLine.objects.filter(gift=OuterRef("gift"))),
        ~Exists(ReceiptChoice.objects.filter(gift=OuterRef(new))),
        **{"gift__in": gifts, f"{new}__supporter": F("gift__supporter")},
    )
    return rows.order_by("pk").values_list(new, "wanted", "reason", "by", "at")


def _write(keys: set[int]) -> None:
    """The status of the entries that correct these gifts follows as well. Most gifts are new and have nothing yet that
    the long question asks about."""
    for part in chunks(sorted(keys | set(current_entry_ids(keys).values()))):
        more, to_replace = _with_more(part), frozenset(_to_replace(part))
        if more:
            _put(Gift.objects.filter(pk__in=more), _status_of_rows(to_replace))
        if plain := [key for key in part if key not in more]:
            compiled.execute(_put_alone, plain, to_replace)


def _with_more(keys: list[int]) -> set[int]:
    """Those of some gifts that have a receipt, a choice or a block."""
    tables = (ReceiptLine, ReceiptChoice, ReceiptBlock)
    return {gift for table in tables for (gift,) in compiled.rows(_gifts_in, keys, table)}


def _gifts_in(gifts: list[int], table: type[Model]) -> QuerySet[Any, Any]:
    return table._default_manager.filter(gift__in=gifts).order_by().values_list("gift")


def _put_alone(gifts: list[int], to_replace: frozenset[int]) -> Query:
    """The status of gifts without a receipt, a choice or a block."""
    told = _status([], to_replace, [When(history=True, then=Value(Status.HISTORY))])
    others = Gift.objects.annotate(told=told).filter(pk__in=gifts).exclude(receipt_status=F("told"))
    return compiled.updating(others, receipt_status=told)


def block(gift: Gift, problems: tuple[str, ...], on: date) -> None:
    """Write down what stopped the receipt of a gift on a day; staff see it, and the worker tries again another day."""
    ReceiptBlock.objects.update_or_create(gift=gift, defaults={"problems": list(problems), "found_on": on})
    _write({gift.pk})


def rebuild() -> None:
    """Write the status of every gift anew."""
    _put(Gift.objects.all(), _status_of_rows(_all_to_replace()))


def rebuild_pending() -> None:
    """Write anew the status of gifts that were acknowledged before the IRS answered: it may have by now."""
    lines = ReceiptLine.objects.filter(active=True, receipt__kind=PENDING_KIND)
    _write(set(lines.order_by().values_list("gift", flat=True)))


@jobs.task()
@transaction.atomic
def follow_the_calendar() -> dict[str, str]:
    """Once a day: an answer of the IRS may begin to apply today."""
    rebuild_pending()
    return {"text": "Receipts issued before the IRS answered were checked."}


def wrong_statuses() -> Iterator[str]:
    """Gifts whose status is not what their rows say, as sentences for `check_ledger`."""
    rows: QuerySet = Gift.objects.annotate(told=_status_of_rows(_all_to_replace()))
    for gift in rows.exclude(receipt_status=F("told")):
        yield f"{gift}: the receipt status is {gift.receipt_status}, but its rows say {gift.told}"


def _all_to_replace() -> set[int]:
    """All gifts that correct an entry whose receipt still stands."""
    lines = ReceiptLine.objects.acknowledging().filter(gift__status=Gift.Status.REVERSED)
    return set(current_entry_ids(lines.values_list("gift", flat=True)).values())


def earlier_entries(keys: Iterable[int]) -> dict[int, int]:
    """The entries that gifts correct, directly or through others, each with the key of the gift asked about."""
    found: dict[int, int] = {}
    level = {key: key for key in keys}
    while level:
        pairs = compiled.rows(_replaced_by, list(level))
        level = {gift: level[replacement] for gift, replacement in pairs}
        found |= level
    return found


def _replaced_by(gifts: list[int]) -> QuerySet[Any, Any]:
    return Reversal.objects.filter(replacement__in=gifts).order_by().values_list("gift", "replacement")


def _to_replace(keys: list[int]) -> set[int]:
    """Those of some gifts that correct an entry whose receipt still stands."""
    earlier = earlier_entries(keys)
    if not earlier:
        return set()
    lines = ReceiptLine.objects.acknowledging().filter(gift__in=list(earlier))
    return {earlier[key] for key in lines.values_list("gift", flat=True)}


def _put(gifts: QuerySet[Gift], told: Case) -> None:
    gifts.annotate(told=told).exclude(receipt_status=F("told")).order_by().update(receipt_status=F("told"))


def _status_of_rows(to_replace: Set[int]) -> Case:
    """The status as the rows tell it."""
    lines = ReceiptLine.objects.acknowledging().filter(gift=OuterRef("pk"))
    choices = ReceiptChoice.objects.filter(gift=OuterRef("pk"))
    mismatched = ReceiptLine.objects.mismatched().filter(gift=OuterRef("pk"))
    return _status(
        [
            When(Exists(mismatched), then=Value(Status.OUT_OF_DATE)),
            When(Exists(lines), then=Value(Status.ISSUED)),
        ],
        to_replace,
        [
            When(Exists(choices.filter(wanted=False)), then=Value(Status.NOT_WANTED)),
            When(Q(history=True) & ~Exists(choices), then=Value(Status.HISTORY)),
            When(Exists(ReceiptBlock.objects.filter(gift=OuterRef("pk"))), then=Value(Status.BLOCKED)),
        ],
    )


def _status(of_receipts: list[When], to_replace: Set[int], of_choices: list[When]) -> Case:
    """What receipts tell comes first, then what the gift is, then what was chosen."""
    return Case(
        *of_receipts,
        When(~Q(status=Gift.Status.ACTIVE), then=Value(Status.NONE)),
        When(pk__in=to_replace, then=Value(Status.REPLACE)),
        *of_choices,
        default=Value(Status.DUE),
    )
