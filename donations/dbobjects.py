"""The movements view: the same SQL on both engines."""

from core.extend import DbObject

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
""".format(
    g="'g' || CAST(line.id AS TEXT)",
    v="'v' || CAST(line.id AS TEXT)",
    r="'r' || CAST(part.id AS TEXT)",
)
_DROP = "DROP VIEW IF EXISTS donations_movement"

MOVEMENTS = DbObject(
    name="donations_movement",
    create={"sqlite": MOVEMENT, "postgresql": MOVEMENT},
    drop={"sqlite": _DROP, "postgresql": _DROP},
)
