"""Triggers that keep printed facts as they were printed, the same rules on both engines.

- A receipt's columns never change, but for its PDF, which is attached once; its row is never deleted.
- A line never changes, but that it stops being active when its receipt is void; a void closes its lines by itself.
- A void is never changed or taken back. The stored bytes of a receipt never change.
"""

from __future__ import annotations

from core.extend import DbObject

FROZEN_RECEIPT = (
    "id",
    "number",
    "series",
    "year",
    "seq",
    "kind",
    "supporter_id",
    "amount",
    "gift_on",
    "snapshot",
    "snapshot_sha256",
    "template_version",
    "issued_on",
    "issued_at",
    "issued_by_id",
    "replaces_id",
)
FROZEN_LINE = ("id", "receipt_id", "gift_id", "role", "amount", "provided")
FROZEN_FILE = ("id", "name", "media_type", "sha256", "size", "content")


def _changed(columns: tuple[str, ...], different: str) -> str:
    return " OR ".join(f"OLD.{name} {different} NEW.{name}" for name in columns)


def _refuse(name: str, table: str, event: str, when: tuple[str, str], message: str) -> DbObject:
    """A trigger that refuses an event where a condition holds; `when` is the condition for SQLite and PostgreSQL."""
    lite, big = (f"WHEN ({text})" if text else "" for text in when)
    event, message = event.upper(), message.replace("'", "''")
    sqlite = f"CREATE TRIGGER {name} BEFORE {event} ON {table} {lite} BEGIN SELECT RAISE(ABORT, '{message}'); END"
    # A trigger's WHEN may hold no subquery on PostgreSQL, so the condition stands inside the function.
    body = f"IF {when[1]} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; END IF;"
    if not big:
        body = f"RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation';"
    kept = "OLD" if event == "DELETE" else "NEW"
    return _trigger(name, table, f"BEFORE {event}", sqlite, f"{body} RETURN {kept};")


def _trigger(name: str, table: str, moment: str, sqlite: str, body: str) -> DbObject:
    function = (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$;"
        f" CREATE TRIGGER {name} {moment} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
    return DbObject(
        name=name,
        create={"sqlite": sqlite, "postgresql": function},
        drop={
            "sqlite": f"DROP TRIGGER IF EXISTS {name}",
            "postgresql": f"DROP FUNCTION IF EXISTS {name}() CASCADE",
        },
    )


def _update(name: str, table: str, columns: tuple[str, ...], also: str, message: str) -> DbObject:
    """Refuse a change of frozen columns, or what `also` says (a condition both engines read)."""
    conditions = [f"{_changed(columns, different)} OR {also}" for different in ("IS NOT", "IS DISTINCT FROM")]
    return _refuse(name, table, "update", (conditions[0], conditions[1]), message)


_NO_VOID = "NOT EXISTS (SELECT 1 FROM receipts_receiptvoid v WHERE v.receipt_id = OLD.receipt_id)"
_PRINTED = "EXISTS (SELECT 1 FROM receipts_receipt r WHERE r.pdf_id = OLD.id)"
_REOPENED = f"(NOT OLD.active AND NEW.active) OR (OLD.active AND NOT NEW.active AND {_NO_VOID})"
_FILE_CHANGED = [f"{_PRINTED} AND ({_changed(FROZEN_FILE, word)})" for word in ("IS NOT", "IS DISTINCT FROM")]

_CLOSE_LINES = "UPDATE receipts_receiptline SET active = {no} WHERE receipt_id = NEW.receipt_id AND active"

TRIGGERS = (
    _update(
        "receipts_receipt_frozen",
        "receipts_receipt",
        FROZEN_RECEIPT,
        "(OLD.pdf_id IS NOT NULL AND (NEW.pdf_id IS NULL OR NEW.pdf_id <> OLD.pdf_id))",
        "A receipt never changes: void or replace it.",
    ),
    _refuse("receipts_receipt_kept", "receipts_receipt", "delete", ("", ""), "A receipt is never deleted."),
    _update(
        "receipts_line_frozen",
        "receipts_receiptline",
        FROZEN_LINE,
        _REOPENED,
        "A receipt's line ends only with a void.",
    ),
    _refuse("receipts_line_kept", "receipts_receiptline", "delete", ("", ""), "A receipt's line is never deleted."),
    _refuse("receipts_void_frozen", "receipts_receiptvoid", "update", ("", ""), "A void never changes."),
    _refuse("receipts_void_kept", "receipts_receiptvoid", "delete", ("", ""), "A void is never taken back."),
    _refuse(
        "receipts_file_frozen",
        "core_storedfile",
        "update",
        (_FILE_CHANGED[0], _FILE_CHANGED[1]),
        "The bytes of a receipt never change.",
    ),
    _refuse(
        "receipts_file_kept",
        "core_storedfile",
        "delete",
        (_PRINTED, _PRINTED),
        "The PDF of a receipt is never deleted.",
    ),
    _trigger(
        "receipts_void_closes_lines",
        "receipts_receiptvoid",
        "AFTER INSERT",
        "CREATE TRIGGER receipts_void_closes_lines AFTER INSERT ON receipts_receiptvoid BEGIN "
        f"{_CLOSE_LINES.format(no='0')}; END",
        f"{_CLOSE_LINES.format(no='false')}; RETURN NULL;",
    ),
)
