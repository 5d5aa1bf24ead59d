"""What must always be true of receipts; `check_ledger` asks, and so does every test that writes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from core.db.json_text import json_text
from core.display import counted
from core.extend import Invariant
from core.models import Sequence, StoredFile
from core.money import ZERO, MoneyField
from receipts.issuing import statuses
from receipts.models import Receipt, ReceiptLine, ReceiptVoid, digest

CHUNK = 200


def gaps() -> Iterator[str]:
    """A series whose highest place, count and counter differ has a gap or a number given twice."""
    last = dict(Sequence.objects.filter(series__startswith="receipt-").values_list("series", "last"))
    found = Receipt.objects.order_by().values("series").annotate(count=Count("pk"), highest=Max("seq"))
    for row in found:
        counter = last.pop(row["series"], None)
        if not row["count"] == row["highest"] == counter:
            there = counted(row["count"], "receipt", "receipts")
            yield f"{row['series']}: {there}, highest {row['highest']}, counter {counter}"
    yield from (f"{series}: no receipts, counter {counter}" for series, counter in last.items() if counter)


def wrong_numbers() -> Iterator[str]:
    """A number says its year of issue and its place, on the row and on paper."""
    fields = ("number", "year", "seq", "issued_on", json_text("snapshot__letter__number"))
    for number, year, seq, issued_on, printed in Receipt.objects.order_by("pk").values_list(*fields).iterator():
        if year != issued_on.year or not number.endswith(f"{year}-{seq:04}") or printed != number:
            yield f"{number}: place {seq} of {year}, issued {issued_on}, printed as {printed}"


def wrong_totals() -> Iterator[str]:
    lines = Coalesce(Sum("lines__amount"), Value(ZERO, output_field=MoneyField()))
    summed: QuerySet[Any] = Receipt.objects.annotate(total=lines)
    for receipt in summed.exclude(total=F("amount")):
        yield f"{receipt.number}: lines add up to {receipt.total}, receipt says {receipt.amount}"


def doubled() -> Iterator[str]:
    active = ReceiptLine.objects.filter(active=True).order_by().values("gift", "role").annotate(count=Count("pk"))
    for row in active.filter(count__gt=1):
        yield f"gift {row['gift']}: {row['count']:,} active lines as {row['role']}"


def wrong_activity() -> Iterator[str]:
    """A line is active exactly while its receipt is not void."""
    void = Exists(ReceiptVoid.objects.filter(receipt=OuterRef("receipt")))
    odd = ReceiptLine.objects.filter(Q(void, active=True) | Q(~void, active=False))
    for line in odd.select_related("receipt"):
        yield f"{line.receipt.number}: line {line.pk} is {'active' if line.active else 'not active'}"


def issued_early() -> Iterator[str]:
    """A receipt is issued no earlier than the date of its gift, which may be tomorrow's where the charity is."""
    for receipt in Receipt.objects.filter(issued_on__lt=F("gift_on")):
        yield f"{receipt.number}: issued {receipt.issued_on}, for a gift of {receipt.gift_on}"


def replaced_but_active() -> Iterator[str]:
    for receipt in Receipt.objects.active().filter(replaced_by__isnull=False).select_related("replaced_by"):
        yield f"{receipt.number}: replaced by {receipt.replaced_by.number}, and not void"


def changed_snapshots() -> Iterator[str]:
    fields = ("number", "snapshot", "snapshot_sha256")
    for number, snapshot, stated in Receipt.objects.values_list(*fields).iterator(chunk_size=CHUNK):
        if digest(snapshot) != stated:
            yield f"{number}: the snapshot is not the one that was issued"


def changed_bytes() -> Iterator[str]:
    for file in StoredFile.objects.filter(receipt__isnull=False).select_related("receipt").iterator(chunk_size=CHUNK):
        if not file.is_whole():
            yield f"{file.receipt.number}: the stored PDF is not the one that was issued"


INVARIANTS = (
    Invariant(name="A gift's receipt status matches its receipts, choices and refunds", broken=statuses.wrong_statuses),
    Invariant(name="Receipts are numbered without gaps within a series", broken=gaps),
    Invariant(name="A receipt's number matches its year of issue and its place in the series", broken=wrong_numbers),
    Invariant(name="A receipt is issued no earlier than its gift's date", broken=issued_early),
    Invariant(name="A receipt's lines add up to its amount", broken=wrong_totals),
    Invariant(name="A gift has at most one active receipt in each role", broken=doubled),
    Invariant(name="A receipt's lines are active until it is voided", broken=wrong_activity),
    Invariant(name="A receipt that was replaced is void", broken=replaced_but_active),
    Invariant(name="A receipt's snapshot is unchanged since issue", broken=changed_snapshots),
    Invariant(name="A receipt's stored PDF is unchanged since issue", broken=changed_bytes),
)
