"""What an import would do or did, as its pages tell it: outcomes, sums by kind, sheets, fund names, what comes next."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from core import display
from core.db.json_text import json_text
from donations.models import Movement
from imports.cells import folded
from imports.models import ImportBatch, ImportRow
from imports.planning.headings import Heading
from imports.plans import ACCEPT, DUPLICATE, IGNORE, REJECT, REVIEW

#: An accepted row that may tell of a gift in the books is held, too: a person says whether it is the same.
REPEATS = Q(decision=ACCEPT, kind__isnull=False) & ~Q(plan__same_as=None)
RATE_WANTED = "The exchange rate for "
#: An accepted row of money in another currency waits for its rate once the rest is written.
IN_OTHER_MONEY = Q(kind__isnull=False, currency__isnull=False) & ~Q(currency=display.BASE_CURRENCY)


@dataclass(frozen=True)
class RowOutcome:
    """What becomes of rows: its name in addresses, its words, its tone and which rows it is."""

    slug: str
    label: str
    tone: str
    rows: Q


#: Before the commit, the rows that need a person first.
PLANNED = (
    RowOutcome("held", "Needs review", "warn", Q(decision=REVIEW) | REPEATS),
    RowOutcome("unusable", "Skipped", "bad", Q(decision=REJECT)),
    RowOutcome("rate", "Needs an exchange rate", "warn", Q(decision=ACCEPT) & ~REPEATS & IN_OTHER_MONEY),
    RowOutcome("import", "Import", "ok", Q(decision=ACCEPT) & ~REPEATS & ~IN_OTHER_MONEY),
    RowOutcome("twice", "Duplicate row", "info", Q(decision=DUPLICATE)),
    RowOutcome("no-gift", "Not a gift", "", Q(decision=IGNORE)),
)
#: After it. Rows without a gift are told from those that a person may still want.
APPLIED = (
    RowOutcome("waiting", "Needs review", "warn", Q(state=ImportRow.State.WAITING)),
    RowOutcome("written", "Imported", "ok", Q(state=ImportRow.State.APPLIED)),
    RowOutcome("known", "Already recorded", "info", Q(state=ImportRow.State.KNOWN)),
    RowOutcome("undone", "Undone", "", Q(state=ImportRow.State.UNDONE)),
    RowOutcome("left-out", "Left out", "bad", Q(state=ImportRow.State.LEFT_OUT) & ~Q(decision=IGNORE)),
    RowOutcome("no-gift", "Not a gift", "", Q(state=ImportRow.State.LEFT_OUT, decision=IGNORE)),
)
EVERY = {outcome.slug: outcome for outcome in (*PLANNED, *APPLIED)}
ALL = "all"


def outcomes(batch: ImportBatch) -> list[tuple[RowOutcome, int]]:
    """Every outcome that rows of this batch have, with their number."""
    kinds = PLANNED if batch.state == ImportBatch.State.PLANNED else APPLIED
    counts = batch.rows.order_by().aggregate(**{kind.slug: Count("pk", filter=kind.rows) for kind in kinds})
    return [(kind, counts[kind.slug]) for kind in kinds if counts[kind.slug]]


def sheets(batch: ImportBatch) -> list[dict[str, Any]]:
    """Rows by sheet, in the file's order: how many there are, and how many a person should look at."""
    planned = batch.state == ImportBatch.State.PLANNED
    held = PLANNED[0].rows if planned else APPLIED[0].rows
    unusable = Q(decision=REJECT) if planned else Q(decision=REJECT, state=ImportRow.State.LEFT_OUT)
    counts: dict[str, Any] = {"first": Min("pk"), "count": Count("pk"), "held": Count("pk", filter=held)}
    rows: Any = batch.rows.order_by().values("shown_sheet").annotate(bad=Count("pk", filter=unusable), **counts)
    return list(rows.order_by("first"))


def sums(batch: ImportBatch) -> list[tuple[str, list[str]]]:
    """Accepted rows by kind, with a sum for each currency."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for key, amount in batch.totals.get("sum_by_kind_currency", {}).items():
        kind, _, currency = key.partition("|")
        found[kind][currency] = amount
    return [(kind.replace("_", " "), money_texts(by_currency)) for kind, by_currency in found.items()]


def money_texts(by_currency: dict[str, str]) -> list[str]:
    """Amounts in words, the organization's currency first."""
    home_first = sorted(by_currency.items(), key=lambda pair: (pair[0] != display.BASE_CURRENCY, pair[0]))
    return [display.money_text(Decimal(amount), currency) for currency, amount in home_first]


@dataclass(frozen=True)
class FundName:
    """A name for a fund as a file writes it, with every spelling, and what it is used for."""

    key: str
    spellings: list[str]
    rows: int
    sums: list[str]


def fund_names(batch: ImportBatch) -> list[FundName]:
    """Names that mean no fund yet, the most used first; spellings that differ in case or blanks are one name."""
    rows = unmapped(batch).values_list(json_text("plan__fund_text"), json_text("plan__amount"), "currency")
    spellings: dict[str, dict[str, None]] = defaultdict(dict)
    counts: dict[str, int] = defaultdict(int)
    totals: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for text, amount, currency in rows:
        key = folded(text or "")
        spellings[key][text or ""] = None
        counts[key] += 1
        totals[key][currency or display.BASE_CURRENCY] += Decimal(amount or 0)
    texts = {key: {currency: str(total) for currency, total in by.items()} for key, by in totals.items()}
    names = [FundName(key, list(spellings[key]), counts[key], money_texts(texts[key])) for key in counts]
    return sorted(names, key=lambda name: (-name.rows, name.key))


def unmapped(batch: ImportBatch) -> QuerySet:
    """Rows of money that would be written, were their fund known."""
    return batch.rows.filter(decision=ACCEPT, kind__isnull=False, state=ImportRow.State.OPEN, plan__fund=None)


@dataclass(frozen=True)
class RateWanted:
    """A currency and a date of gift whose rate rows wait for, with how many and what they add up to."""

    currency: str
    day: date
    rows: int
    total: str


def rates_wanted(batch: ImportBatch) -> list[RateWanted]:
    """The rates that would let waiting rows in, by currency and day."""
    if batch.state != ImportBatch.State.APPLIED:
        return []
    rows = batch.rows.filter(state=ImportRow.State.WAITING, decision=ACCEPT, waits_for__startswith=RATE_WANTED)
    found: dict[tuple[str, date], list[Decimal]] = defaultdict(list)
    for currency, day, amount in rows.values_list("currency", "date", json_text("plan__amount")):
        if currency and day:
            found[currency, day].append(Decimal(amount))
    return [
        RateWanted(currency, day, len(amounts), display.money_text(sum(amounts, Decimal(0)), currency))
        for (currency, day), amounts in sorted(found.items())
    ]


def booked(batch: ImportBatch) -> Decimal | None:
    """What of this file counts as raised in the books now; None before the commit."""
    if batch.state != ImportBatch.State.APPLIED:
        return None
    gifts = batch.rows.filter(gift__isnull=False, state=ImportRow.State.APPLIED).values("gift")
    return Movement.objects.raised().filter(gift__in=gifts).total()


def headings(batch: ImportBatch) -> list[Heading]:
    """The questions of titles in a planned file, in its order."""
    found = batch.parties.get("headings", ()) if batch.state == ImportBatch.State.PLANNED else ()
    return [Heading(one["question"], one["rows"], tuple(one["sheets"]), one["money"]) for one in found]


def people_counts(batch: ImportBatch) -> dict[str, int]:
    """How many givers are new, matched with somebody on record, and possibly somebody twice."""
    parties = [*batch.parties.get("people", {}).values(), *batch.parties.get("organizations", {}).values()]
    new = sum(party["is_new"] for party in parties)
    return {
        "all": len(parties),
        "new": new,
        "matched": len(parties) - new,
        "maybe": sum(bool(party.get("maybe_same_as")) for party in parties),
    }
