"""Database objects of the ledger: the movements view, and triggers that keep rows from changing."""

from core.db.frozen import Frozen
from core.extend import DbObject
from donations.ledger.db_rules import OTHER_QUANTITY
from donations.models import (
    BalanceTransaction,
    Benefit,
    FailedRefund,
    ForeignAmount,
    FundRestriction,
    GatewayEvent,
    Gift,
    GiftLine,
    GiftReference,
    Payout,
    Refund,
    RefundLine,
    Reversal,
    UnmatchedPayment,
    UnmatchedRefund,
)

MOVEMENT = """
CREATE VIEW donations_movement AS
SELECT {g} AS id, 'gift' AS kind, gift.kind AS nature, line.kind AS line_kind, gift.method AS method,
       gift.origin AS origin, gift.id AS gift_id, line.id AS line_id, line.fund_id AS fund_id,
       gift.supporter_id AS supporter_id, gift.campaign_id AS campaign_id, gift.gift_on AS gift_on,
       gift.posted_on AS posted_on, gift.created_at AS recorded_at, line.amount AS amount
  FROM donations_giftline line JOIN donations_gift gift ON gift.id = line.gift_id
UNION ALL
SELECT {v}, 'reversal', gift.kind, line.kind, gift.method, gift.origin, gift.id, line.id, line.fund_id,
       gift.supporter_id, gift.campaign_id, gift.gift_on, reversal.posted_on, reversal.created_at, -line.amount
  FROM donations_reversal reversal
  JOIN donations_gift gift ON gift.id = reversal.gift_id
  JOIN donations_giftline line ON line.gift_id = gift.id
UNION ALL
SELECT {r}, 'refund', gift.kind, line.kind, gift.method, gift.origin, gift.id, line.id, line.fund_id,
       gift.supporter_id, gift.campaign_id, refund.refunded_on, refund.posted_on, refund.created_at, -part.amount
  FROM donations_refundline part
  JOIN donations_refund refund ON refund.id = part.refund_id
  JOIN donations_giftline line ON line.id = part.line_id
  JOIN donations_gift gift ON gift.id = refund.gift_id
UNION ALL
SELECT {f}, 'refund_failed', gift.kind, line.kind, gift.method, gift.origin, gift.id, line.id, line.fund_id,
       gift.supporter_id, gift.campaign_id, failed.failed_on, failed.posted_on, failed.created_at, part.amount
  FROM donations_failedrefund failed
  JOIN donations_refund refund ON refund.id = failed.refund_id
  JOIN donations_refundline part ON part.refund_id = refund.id
  JOIN donations_giftline line ON line.id = part.line_id
  JOIN donations_gift gift ON gift.id = refund.gift_id
""".format(
    g="'g' || CAST(line.id AS TEXT)",
    v="'v' || CAST(line.id AS TEXT)",
    r="'r' || CAST(part.id AS TEXT)",
    f="'f' || CAST(part.id AS TEXT)",
)
_DROP = "DROP VIEW IF EXISTS donations_movement"

MOVEMENTS = DbObject(
    name="donations_movement",
    create={"sqlite": MOVEMENT, "postgresql": MOVEMENT},
    drop={"sqlite": _DROP, "postgresql": _DROP},
)

_CORRECT = "A posted gift can't be changed. Correct it instead: that reverses the entry and records a new one."
_KEPT = "A posted gift can't be deleted. Reverse it instead."
_JOURNAL = "Stripe's balance transactions can't be changed."

#: `refunded` is guarded by refunds, and `version` detects edit conflicts; the other editable columns count in no total.
FROZEN = (
    Frozen(FundRestriction, "A restriction change can't be edited.", "A restriction change can't be deleted."),
    Frozen(
        Gift,
        _CORRECT,
        _KEPT,
        free=(
            "refunded",
            "status",
            "receipt_status",
            "awaits_receipt",
            "version",
            "campaign_id",
            "anonymous",
            "history",
            "note",
        ),
    ),
    Frozen(GiftLine, _CORRECT, _KEPT),
    Frozen(
        Benefit,
        "A benefit's description, quantity and value can't be changed; its status can.",
        "A benefit can't be deleted. Mark it as returned or not provided.",
        free=("quantity", "status", "status_on", "status_source"),
        also=OTHER_QUANTITY,
    ),
    Frozen(ForeignAmount, _CORRECT, _KEPT),
    Frozen(GiftReference, "A gift's references can't be changed.", _KEPT, free=("gift_id",)),
    Frozen(Reversal, "A reversal can't be changed.", "A reversal can't be undone.", once=("replacement_id",)),
    Frozen(Refund, "A refund can't be changed.", "A refund can't be deleted."),
    Frozen(RefundLine, "A refund can't be changed.", "A refund can't be deleted."),
    Frozen(FailedRefund, "A failed refund can't be changed.", "A failed refund can't be deleted."),
    Frozen(
        BalanceTransaction,
        _JOURNAL,
        _JOURNAL,
        free=(
            "payout_id",
            "gift_id",
            "refund_id",
            "unmatched_id",
            "explained",
            "explained_by_id",
            "explained_at",
        ),
    ),
    Frozen(
        Payout,
        _JOURNAL,
        _JOURNAL,
        free=("status", "automatic", "arrival_on", "trace_id", "fetched_at"),
    ),
    Frozen(
        GatewayEvent,
        "A Stripe notification can't be changed.",
        "A Stripe notification can't be deleted.",
        free=("status", "attempts", "due_at", "error", "done_at", "closed_by_id", "closed_reason"),
    ),
    Frozen(
        UnmatchedPayment,
        "A payment can't be changed.",
        "A payment can't be deleted. Match it to a gift, or close it with a reason.",
        free=(
            "gift_id",
            "refunded_units",
            "closed_at",
            "closed_by_id",
            "closed_reason",
            "reason",
            "shown_name",
            "hidden",
            "code",
        ),
    ),
    Frozen(
        UnmatchedRefund,
        "A refund can't be changed.",
        "A refund can't be deleted. Match it, or close it with a reason.",
        free=("gift_id", "payment_id", "failed", "closed_at", "closed_by_id", "closed_reason", "reason"),
    ),
)
