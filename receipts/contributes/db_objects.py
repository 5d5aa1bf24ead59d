"""Printed facts stay as they were printed, the same rules on both engines (`core/db/frozen.py` makes the triggers).

- A receipt's columns never change, but for its PDF, which is attached once; its row is never deleted.
- A receipt's lines are written with it: once they add up to it, or it is void, it gets no other.
- A line never changes, but that it stops being active when its receipt is void; a void closes its lines by itself.
- A void is never changed or taken back. The stored bytes of a receipt never change.
"""

from __future__ import annotations

from core.db.frozen import Frozen, trigger
from core.db.row_rules import refuse
from core.models import StoredFile
from receipts.models import Receipt, ReceiptLine, ReceiptVoid

_NO_VOID = "NOT EXISTS (SELECT 1 FROM receipts_receiptvoid v WHERE v.receipt_id = OLD.receipt_id)"
_PRINTED = "EXISTS (SELECT 1 FROM receipts_receipt r WHERE r.pdf_id = OLD.id)"
_REOPENED = f"(NOT OLD.active AND NEW.active) OR (OLD.active AND NOT NEW.active AND {_NO_VOID})"
_CLOSE_LINES = "UPDATE receipts_receiptline SET active = {no} WHERE receipt_id = NEW.receipt_id AND active"

FROZEN = (
    Frozen(
        Receipt,
        "A receipt can't be changed. Void or replace it.",
        "A receipt can't be deleted. Void it.",
        once=("pdf_id",),
    ),
    Frozen(
        ReceiptLine,
        "A receipt line can't be changed. Void the receipt.",
        "A receipt line can't be deleted. Void the receipt.",
        free=("active",),
        also=_REOPENED,
    ),
    Frozen(ReceiptVoid, "A voided receipt can't be changed.", "Voiding a receipt can't be undone."),
    Frozen(
        StoredFile,
        "A receipt's PDF can't be changed.",
        "A receipt's PDF can't be deleted.",
        free=("owner_id", "expires_at"),
        only=_PRINTED,
    ),
)
#: What a donor gets is on the receipt: nothing is added to it afterwards. A benefit of which only a part was given back
#: is split (`donations.ledger.db_rules`), and its part is no addition. A quantity changes in no other way.
NO_BENEFIT_UNDER_RECEIPT = refuse(
    "receipts_benefit_before",
    "donations_benefit",
    ("INSERT",),
    "NEW.split_from_id IS NULL AND EXISTS (SELECT 1 FROM receipts_receiptline printed JOIN donations_giftline line"
    " ON line.gift_id = printed.gift_id WHERE line.id = NEW.line_id AND printed.active)",
    "This gift has a receipt. Void the receipt before adding a benefit.",
)
_LINES = "(SELECT SUM(other.amount) FROM receipts_receiptline other WHERE other.receipt_id = NEW.receipt_id)"
_AMOUNT = "(SELECT r.amount FROM receipts_receipt r WHERE r.id = NEW.receipt_id)"
#: A receipt is whole when it has lines and they add up to it: a notice has one, of nothing.
LINES_WITH_RECEIPT = (
    *refuse(
        "receipts_line_in_time",
        "receipts_receiptline",
        ("INSERT",),
        f"COALESCE({_LINES}, -1) >= {_AMOUNT} OR COALESCE({_LINES}, 0) + NEW.amount > {_AMOUNT}",
        "An issued receipt can't get another line. Void or replace it.",
    ),
    *refuse(
        "receipts_line_active",
        "receipts_receiptline",
        ("INSERT",),
        "NOT NEW.active OR EXISTS (SELECT 1 FROM receipts_receiptvoid v WHERE v.receipt_id = NEW.receipt_id)",
        "A receipt line is active when written, and a void receipt gets none.",
    ),
)
VOID_BEFORE_REPLACED = refuse(
    "receipts_void_before_replaced",
    "receipts_receipt",
    ("INSERT",),
    "NEW.replaces_id IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM receipts_receiptvoid v WHERE v.receipt_id = NEW.replaces_id)",
    "A receipt must be void before another replaces it.",
)
#: Whoever takes a number holds its series until their receipt is written, so the one before is there.
NO_GAP = refuse(
    "receipts_no_gap",
    "receipts_receipt",
    ("INSERT",),
    "NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM receipts_receipt before WHERE before.series = NEW.series"
    " AND before.seq = NEW.seq - 1)",
    "Receipt numbers in a series can't have gaps.",
)
CLOSE_LINES = trigger(
    "receipts_void_closes_lines",
    "receipts_receiptvoid",
    "AFTER INSERT",
    sqlite="CREATE TRIGGER receipts_void_closes_lines AFTER INSERT ON receipts_receiptvoid BEGIN "
    f"{_CLOSE_LINES.format(no='0')}; END",
    body=f"{_CLOSE_LINES.format(no='false')}; RETURN NULL;",
)
