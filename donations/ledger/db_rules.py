"""Rules the database itself enforces on the ledger, beyond CHECK constraints (`core/db/row_rules.py`).

A gift and its lines are written in either order, so rules about both are checked at the end of the transaction.
PostgreSQL has deferred triggers for that. SQLite has only deferred foreign keys, so a gift whose lines do not yet add
up has a row in a separate table with a reference to nothing: the transaction cannot end before that row is deleted.
"""

from __future__ import annotations

from core.db.frozen import OPEN, trigger
from core.db.row_rules import no_cycle, on_sqlite, refuse
from core.extend import DbObject

UNBALANCED = "donations_unbalanced"
_TOO_MUCH = "The lines of a gift cannot add up to more than the gift."
_TOO_LITTLE = "The lines of a gift must add up to the gift."


def _lines(gift: str) -> str:
    return f"COALESCE((SELECT SUM(line.amount) FROM donations_giftline line WHERE line.gift_id = {gift}), 0)"


def _amount(gift: str) -> str:
    return f"(SELECT gift.amount FROM donations_gift gift WHERE gift.id = {gift})"


def _sqlite(name: str, moment: str, table: str, body: str) -> DbObject:
    create = f"CREATE TRIGGER {name} {moment} ON {table} WHEN ({OPEN['sqlite']}) IS NOT TRUE BEGIN {body} END"
    return on_sqlite(name, create)


def _weigh(gift: str) -> str:
    """Mark a gift whose lines sum to less than its amount, unmark one whose lines add up, and refuse one with
    too much."""
    lines, amount = _lines(gift), _amount(gift)
    return (
        f"SELECT RAISE(ABORT, '{_TOO_MUCH}') WHERE {lines} > {amount};"
        f" DELETE FROM {UNBALANCED} WHERE gift_id = {gift} AND {lines} = {amount};"
        f" INSERT OR IGNORE INTO {UNBALANCED} (gift_id, never) SELECT {gift}, -1 WHERE {lines} < {amount};"
    )


#: References no gift: a transaction on SQLite cannot end while a row exists. The primary key begins with `never`, so
#: that SQLite finds referencing rows through it instead of comparing every row.
UNBALANCED_GIFTS = DbObject(
    name=UNBALANCED,
    create={
        "sqlite": f"CREATE TABLE {UNBALANCED} (gift_id INTEGER NOT NULL UNIQUE,"
        f" never INTEGER NOT NULL REFERENCES {UNBALANCED} (gift_id) DEFERRABLE INITIALLY DEFERRED,"
        " PRIMARY KEY (never, gift_id)) WITHOUT ROWID",
        "postgresql": "",
    },
    drop={"sqlite": f"DROP TABLE IF EXISTS {UNBALANCED}", "postgresql": ""},
    order=90,
)
_ON_SQLITE = (
    _sqlite("donations_gift_weighed", "AFTER INSERT", "donations_gift", _weigh("NEW.id")),
    _sqlite("donations_line_weighed", "AFTER INSERT", "donations_giftline", _weigh("NEW.gift_id")),
    on_sqlite(
        "donations_gift_gone",
        "CREATE TRIGGER donations_gift_gone AFTER DELETE ON donations_gift"
        f" BEGIN DELETE FROM {UNBALANCED} WHERE gift_id = OLD.id; END",
    ),
)


def _on_postgresql(name: str, statement: str, body: str) -> DbObject:
    """A PostgreSQL trigger with its function, in one statement."""
    function = f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$; "
    return DbObject(
        name=name,
        create={"sqlite": "", "postgresql": function + statement},
        drop={"sqlite": "", "postgresql": f"DROP FUNCTION IF EXISTS {name}() CASCADE"},
    )


def _raise(text: str) -> str:
    return f"RAISE EXCEPTION '{text}' USING ERRCODE = 'check_violation';"


_SHUT = f"({OPEN['postgresql']}) IS NOT TRUE"
_ON_POSTGRESQL = (
    # Once per statement for all its lines, so that bulk inserts stay fast.
    _on_postgresql(
        "donations_lines_fit",
        "CREATE TRIGGER donations_lines_fit AFTER INSERT ON donations_giftline REFERENCING NEW TABLE AS fresh"
        " FOR EACH STATEMENT EXECUTE FUNCTION donations_lines_fit()",
        f"IF {_SHUT} AND EXISTS (SELECT 1 FROM donations_gift gift JOIN (SELECT DISTINCT gift_id FROM fresh) few"
        f" ON few.gift_id = gift.id WHERE {_lines('gift.id')} > gift.amount) THEN {_raise(_TOO_MUCH)} END IF;",
    ),
    _on_postgresql(
        "donations_gift_adds_up",
        "CREATE CONSTRAINT TRIGGER donations_gift_adds_up AFTER INSERT ON donations_gift DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION donations_gift_adds_up()",
        f"IF {_SHUT} AND {_lines('NEW.id')} <> {_amount('NEW.id')} THEN {_raise(_TOO_LITTLE)} END IF;",
    ),
)

_STANDS = "NOT EXISTS (SELECT 1 FROM donations_failedrefund failed WHERE failed.refund_id = {0})"
_REFUNDED = (
    "COALESCE((SELECT SUM(back.amount) FROM donations_refund back WHERE back.gift_id = NEW.gift_id"
    f" AND {_STANDS.format('back.id')}), 0)"
)
_TAKEN_FROM_LINE = (
    "COALESCE((SELECT SUM(part.amount) FROM donations_refundline part WHERE part.line_id = NEW.line_id"
    f" AND {_STANDS.format('part.refund_id')}), 0)"
)
_REVERSED = "EXISTS (SELECT 1 FROM donations_reversal reversal"
_LINES_OF_REFUND = (
    "COALESCE((SELECT SUM(part.amount) FROM donations_refundline part WHERE part.refund_id = NEW.refund_id), 0)"
)
#: A refund is taken from the gift's own lines, and at most what they have.
_REFUNDS = (
    *refuse(
        "donations_refund_fits",
        "donations_refund",
        ("INSERT",),
        f"{_REFUNDED} + NEW.amount > {_amount('NEW.gift_id')}",
        "Refunds cannot add up to more than the gift.",
    ),
    *refuse(
        "donations_refund_line_fits",
        "donations_refundline",
        ("INSERT",),
        f"{_TAKEN_FROM_LINE} + NEW.amount > (SELECT line.amount FROM donations_giftline line WHERE line.id ="
        f" NEW.line_id) OR {_LINES_OF_REFUND} + NEW.amount > (SELECT back.amount FROM donations_refund back"
        " WHERE back.id = NEW.refund_id)",
        "A refund line cannot be more than the rest of its gift line, or more than the refund.",
    ),
    *refuse(
        "donations_refund_line_own",
        "donations_refundline",
        ("INSERT",),
        "(SELECT line.gift_id FROM donations_giftline line WHERE line.id = NEW.line_id) <>"
        " (SELECT back.gift_id FROM donations_refund back WHERE back.id = NEW.refund_id)",
        "A refund must be taken from the lines of its own gift.",
    ),
)

#: Compares `refunded_on` with `gift_on`, and `posted_on` with `posted_on` (`donations.ledger.refunds`); the rows never
#: change.
_DATES = (
    *refuse(
        "donations_reversal_after_gift",
        "donations_reversal",
        ("INSERT",),
        "NEW.posted_on < (SELECT gift.posted_on FROM donations_gift gift WHERE gift.id = NEW.gift_id)",
        "A reversal cannot be posted before its gift.",
    ),
    *refuse(
        "donations_replaced_after_reversal",
        "donations_reversal",
        ("INSERT", "UPDATE OF replacement_id"),
        "NEW.posted_on > (SELECT gift.posted_on FROM donations_gift gift WHERE gift.id = NEW.replacement_id)",
        "A corrected gift cannot be posted before the reversal of the one it replaces.",
    ),
    *refuse(
        "donations_refund_after_gift",
        "donations_refund",
        ("INSERT",),
        "EXISTS (SELECT 1 FROM donations_gift gift WHERE gift.id = NEW.gift_id"
        " AND (NEW.refunded_on < gift.gift_on OR NEW.posted_on < gift.posted_on))",
        "A refund cannot be dated or posted before its gift.",
    ),
    *refuse(
        "donations_failure_after_refund",
        "donations_failedrefund",
        ("INSERT",),
        "EXISTS (SELECT 1 FROM donations_refund back WHERE back.id = NEW.refund_id"
        " AND (NEW.failed_on < back.refunded_on OR NEW.posted_on < back.posted_on))",
        "A failed refund cannot be dated or posted before its refund.",
    ),
)
#: A gift is reversed once: as a whole, or by refunds.
_ONE_WAY_BACK = (
    *refuse(
        "donations_refund_of_standing",
        "donations_refund",
        ("INSERT",),
        f"{_REVERSED} WHERE reversal.gift_id = NEW.gift_id)",
        "A reversed gift cannot be refunded.",
    ),
    *refuse(
        "donations_reversal_of_whole",
        "donations_reversal",
        ("INSERT",),
        f"{_REFUNDED} > 0",
        "A gift with refunds cannot be reversed.",
    ),
    *refuse(
        "donations_failure_of_standing",
        "donations_failedrefund",
        ("INSERT",),
        f"{_REVERSED} JOIN donations_refund back ON back.gift_id = reversal.gift_id WHERE back.id = NEW.refund_id)",
        "A refund of a reversed gift cannot fail.",
    ),
)

#: The columns a split-off benefit shares with its original.
_ALIKE = ("line_id", "description", "value_each", "kind", "bears_our_name", "unordered")
#: A quantity changes only by a split, and so only decreases.
OTHER_QUANTITY = (
    "NEW.quantity <> COALESCE((SELECT MIN(part.rest) FROM donations_benefit part WHERE part.split_from_id = OLD.id),"
    " OLD.quantity)"
)
_TAKE_PART = "UPDATE donations_benefit SET quantity = NEW.rest WHERE id = NEW.split_from_id"
_SPLITS = (
    *refuse(
        "donations_benefit_part",
        "donations_benefit",
        ("INSERT",),
        "NEW.split_from_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM donations_benefit whole"
        " WHERE whole.id = NEW.split_from_id AND whole.quantity = NEW.quantity + NEW.rest"
        f" AND {' AND '.join(f'whole.{column} = NEW.{column}' for column in _ALIKE)}"
        " AND COALESCE(whole.cost_each, -1) = COALESCE(NEW.cost_each, -1))",
        "A part of a benefit must be like the one it is split from, and smaller.",
    ),
    trigger(
        "donations_benefit_split",
        "donations_benefit",
        "AFTER INSERT",
        sqlite="CREATE TRIGGER donations_benefit_split AFTER INSERT ON donations_benefit"
        f" WHEN NEW.split_from_id IS NOT NULL BEGIN {_TAKE_PART}; END",
        body=f"IF NEW.split_from_id IS NOT NULL THEN {_TAKE_PART}; END IF; RETURN NULL;",
    ),
)

RULES = (
    UNBALANCED_GIFTS,
    *_ON_SQLITE,
    *_ON_POSTGRESQL,
    *_REFUNDS,
    *_DATES,
    *_ONE_WAY_BACK,
    *_SPLITS,
    *no_cycle(
        "donations_reversal_cycle",
        "donations_reversal",
        "gift_id",
        "replacement_id",
        "A gift cannot be replaced by one that it replaced itself.",
    ),
    *refuse(
        "donations_credit_fits",
        "donations_softcredit",
        ("INSERT", "UPDATE OF amount, gift_id"),
        f"NEW.amount > {_amount('NEW.gift_id')}",
        "A soft credit cannot be more than the gift.",
    ),
    *refuse(
        "donations_restriction_dated",
        "donations_fund",
        ("UPDATE OF restricted",),
        "NEW.restricted <> OLD.restricted"
        " AND EXISTS (SELECT 1 FROM donations_giftline line WHERE line.fund_id = OLD.id)"
        " AND NOT EXISTS (SELECT 1 FROM donations_fundrestriction change WHERE change.fund_id = OLD.id"
        " AND change.restricted = NEW.restricted AND change.starts_on = (SELECT MAX(last.starts_on)"
        " FROM donations_fundrestriction last WHERE last.fund_id = OLD.id))",
        "This fund has gifts. Its restriction can only change from a date, with a reason.",
    ),
    *refuse(
        "donations_reference_stays",
        "donations_giftreference",
        ("UPDATE OF gift_id",),
        "NEW.gift_id <> OLD.gift_id AND NOT EXISTS (SELECT 1 FROM donations_reversal reversal"
        " WHERE reversal.gift_id = OLD.gift_id AND reversal.replacement_id = NEW.gift_id)",
        "A reference can only move to the gift that replaces its gift.",
    ),
)
