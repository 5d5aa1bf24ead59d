"""Money: funds, gifts, and their refunds, corrections and pledges.

- A **Gift** is money or property received from one *legal donor*, with **GiftLine**s that add up to it, each with a
  fund. What the donor got in return are **Benefit**s of a line.
- A posted gift's donor, amount, lines, fund, method and dates never change: `correct_gift` reverses it and records it
  anew. Lists hide the reversed pair.
- A **GiftReference** is how a web page, a webhook or an import recognizes one gift; one gift a reference.
- A **Refund** takes money back, never more than was paid; a **FailedRefund** gives it to the gift again.
- A **Pledge** is promised money and counts nowhere as cash.
- A **Movement** is one signed row of the ledger, read from the rows above; every total starts there.
- **DayTotal**, **MonthTotal**, **MovementTotal**, **DayCount**, **GiftTotal**, **SupporterGiving** and
  **SupporterYear** keep those totals for pages, written in the same transaction.
- A **GiftIntent** is what a donor asked for online; what the processor tells of it is in `processor`.
- Amounts are positive; the row's type says which way the money flows. (The processor's own journal keeps its signs.)
"""

from donations.models.funds import Campaign, Fund, FundRestriction
from donations.models.gifts import Benefit, ForeignAmount, Gift, GiftLine, GiftReference, SoftCredit
from donations.models.movements import Movement
from donations.models.online import GiftIntent, GivingPage, IntentLine
from donations.models.pledges import Pledge
from donations.models.processor import (
    BalanceTransaction,
    GatewayEvent,
    Payout,
    ProcessorObject,
    RefundRequest,
    UnmatchedPayment,
    UnmatchedRefund,
)
from donations.models.refunds import FailedRefund, Refund, RefundLine, Reversal
from donations.models.reviews import DonorReview
from donations.models.rollups import (
    DayCount,
    DayTotal,
    GiftTotal,
    MonthTotal,
    MovementTotal,
    SupporterGiving,
    SupporterYear,
)

__all__ = [
    "BalanceTransaction",
    "Benefit",
    "Campaign",
    "DayCount",
    "DayTotal",
    "DonorReview",
    "FailedRefund",
    "ForeignAmount",
    "Fund",
    "FundRestriction",
    "GatewayEvent",
    "Gift",
    "GiftIntent",
    "GiftLine",
    "GiftReference",
    "GiftTotal",
    "GivingPage",
    "IntentLine",
    "MonthTotal",
    "Movement",
    "MovementTotal",
    "Payout",
    "Pledge",
    "ProcessorObject",
    "Refund",
    "RefundLine",
    "RefundRequest",
    "Reversal",
    "SoftCredit",
    "SupporterGiving",
    "SupporterYear",
    "UnmatchedPayment",
    "UnmatchedRefund",
]
