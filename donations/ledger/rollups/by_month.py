"""How many gifts there are and what they come to, by month and by all that lists of gifts are divided by.

Triggers keep the table, so that it holds whoever writes: the ledger, or whoever decides about receipts. On PostgreSQL
each transaction adds rows of its own, named by its number in `part`, and so none waits for another one; once a day
`fold` adds them to the rows of part 0. On SQLite, where one writes at a time, part 0 is all there is.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.db.models import Count, QuerySet, Sum, Value

from core import jobs
from core.db.date_functions import MonthStart
from core.db.frozen import trigger
from core.db.row_rules import on_sqlite
from core.db.set_wise import insert_from
from core.extend import DbObject
from core.money import ZERO
from donations.models import Gift, GiftTotal

#: The hour after which the parts of a day are added up, in the charity's time zone.
HOUR = 4
_TABLE = "donations_gifttotal"
_KEY = ", ".join(GiftTotal.KEY)
_SUMS = "gifts, amount, refunded"
_INTO = f"INSERT INTO {_TABLE} ({_KEY}, part, {_SUMS})"
_ADD = "(receipt_status, status, gift_on, method, kind, COALESCE(campaign_id, 0), part) DO UPDATE SET " + ", ".join(
    f"{column} = {_TABLE}.{column} + excluded.{column}" for column in _SUMS.split(", ")
)
#: What the columns of `KEY` are of a gift.
_OF_GIFT = {"sqlite": "substr({0}gift_on, 1, 7) || '-01'", "postgresql": "date_trunc('month', {0}gift_on)::date"}


def _key(vendor: str, of: str = "") -> str:
    return ", ".join(
        _OF_GIFT[vendor].format(of) if column == "gift_on" else f"{of}{column}" for column in GiftTotal.KEY
    )


def _row(of: str, sign: str) -> str:
    """A statement that adds a gift to its month's row, or takes it away; for SQLite."""
    values = f"{_key('sqlite', of)}, 0, {sign}1, {sign}{of}amount, {sign}{of}refunded"
    return f"{_INTO} VALUES ({values}) ON CONFLICT {_ADD};"


_LESS = (
    _row("OLD.", "-") + f" DELETE FROM {_TABLE} WHERE gifts = 0"  # noqa: S608
    f" AND (receipt_status, status, gift_on, method, kind) = (OLD.receipt_status, OLD.status,"
    f" {_OF_GIFT['sqlite'].format('OLD.')}, OLD.method, OLD.kind) AND campaign_id IS OLD.campaign_id;"
)
_WRITTEN = f"{_KEY}, amount, refunded"
_CHANGED = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in _WRITTEN.split(", "))


def _statement(*tables: tuple[str, str]) -> str:
    """What a statement of PostgreSQL changed, added to the rows of its transaction; nothing where nothing changed."""
    both = " UNION ALL ".join(f"SELECT {sign} AS sign, {_WRITTEN} FROM {table}" for table, sign in tables)  # noqa: S608
    sums = "sum(sign), sum(sign * amount), sum(sign * refunded)"
    some = " OR ".join(f"{each} <> 0" for each in sums.split(", "))
    grouped = ", ".join(str(place) for place in range(1, len(GiftTotal.KEY) + 1))
    rows = f"SELECT {_key('postgresql')}, txid_current(), {sums} FROM ({both}) AS changed"  # noqa: S608
    return f"{_INTO} {rows} GROUP BY {grouped} HAVING {some} ON CONFLICT {_ADD}; RETURN NULL;"


def _follow(event: str, rows: str, sqlite: str, body: str, when: str = "") -> list[DbObject]:
    """Triggers that follow an event on gifts: row by row on SQLite, statement by statement on PostgreSQL."""
    name = f"{_TABLE}_{event.lower()}"
    create = f"CREATE TRIGGER {name}_row AFTER {event} ON donations_gift {when} BEGIN {sqlite} END"
    moment = f"AFTER {event}"
    return [
        on_sqlite(f"{name}_row", create),
        trigger(name, "donations_gift", moment, sqlite="", body=body, each="STATEMENT", rows=rows),
    ]


TRIGGERS = (
    *_follow("INSERT", "NEW TABLE AS new_gifts", _row("NEW.", ""), _statement(("new_gifts", "1"))),
    *_follow(
        "UPDATE",
        "OLD TABLE AS old_gifts NEW TABLE AS new_gifts",
        _LESS + _row("NEW.", ""),
        _statement(("old_gifts", "-1"), ("new_gifts", "1")),
        when=f"WHEN {_CHANGED}",
    ),
    *_follow("DELETE", "OLD TABLE AS old_gifts", _LESS, _statement(("old_gifts", "-1"))),
)


def write_all() -> None:
    """Write the totals of all gifts into an empty table."""
    rows = _by_month(Gift.objects.filter(pk__gt=0)).annotate(part=Value(0))
    insert_from(
        rows.values_list(*_GIFT_KEY, "part", "count", "given", "back"),
        into=GiftTotal,
        columns=(*GiftTotal.KEY, "part", "gifts", "amount", "refunded"),
    )


def told() -> QuerySet[Any, Any]:
    """What the ledger says, by the key of `GiftTotal`."""
    return _by_month(Gift.objects.all()).values_list(*_GIFT_KEY, "count", "given", "back")


def kept() -> QuerySet[Any, Any]:
    """What is kept, of all parts."""
    by_key = GiftTotal.objects.values(*GiftTotal.KEY)
    found = by_key.annotate(count=Sum("gifts"), given=Sum("amount"), back=Sum("refunded"))
    return found.exclude(count=0, given=0, back=0).values_list(*GiftTotal.KEY, "count", "given", "back")


_GIFT_KEY = tuple("month" if column == "gift_on" else column for column in GiftTotal.KEY)


def _by_month(gifts: QuerySet[Gift]) -> QuerySet[Any, Any]:
    by_key = gifts.order_by().annotate(month=MonthStart("gift_on")).values(*_GIFT_KEY)
    return by_key.annotate(count=Count("pk"), given=Sum("amount"), back=Sum("refunded"))


@jobs.task()
@transaction.atomic
def fold() -> dict[str, str]:
    """Once a day: add the rows of past transactions to those of part 0. What others are writing now stays theirs."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {_TABLE} IN SHARE UPDATE EXCLUSIVE MODE")  # one at a time
            cursor.execute(_FOLD)
    GiftTotal.objects.filter(part=0, gifts=0, amount=ZERO, refunded=ZERO).delete()
    return {"text": "Gift totals were added up."}


_FOLD = (
    f"WITH gone AS (DELETE FROM {_TABLE} WHERE part <> 0 RETURNING *)"  # noqa: S608  ours
    f" {_INTO} SELECT {_KEY}, 0, sum(gifts), sum(amount), sum(refunded) FROM gone GROUP BY {_KEY} ON CONFLICT {_ADD}"
)
