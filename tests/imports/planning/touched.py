"""Rows that were there before a plan, for others to touch between the plan and the import."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from crm.models import EmailAddress, NameReview
from donations.ledger import refunds
from donations.models import BalanceTransaction, GatewayEvent, Gift, UnmatchedPayment, UnmatchedRefund
from imports import services
from tests.support.builders import TODAY, make_campaign, make_fund, make_gift, make_household, make_supporter, make_user

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)

FIVE = Decimal("5.00")

FILE = b"Date,Name,Amount,Check #,Fund\n2024-03-05,Gul Orakzai,50,4711,GEN\n"


class Books:
    """Rows that were there before the plan, for a service to touch."""

    def __init__(self) -> None:
        self.by = make_user("finance", "development")
        self.fund = make_fund("GEN", name="General")
        self.campaign = make_campaign()
        self.person, self.other = make_supporter(emails=("first@example.org",)), make_supporter()
        self.household = make_household(self.other)
        self.gift = make_gift(supporter=self.person, amount=Decimal("50.00"), check_number="4711")
        self.refunded = make_gift(supporter=self.person, amount=Decimal("70.00"))
        self.refund = self.refund_of(self.refunded)
        common = {"livemode": False, "currency": "usd"}
        self.payment = UnmatchedPayment.objects.create(
            external_id="pi_1", charge_id="ch_1", minor_units=500, paid_at=NOW, reason="nobody known", **common
        )
        self.back = UnmatchedRefund.objects.create(
            external_id="re_1", minor_units=500, refunded_at=NOW, reason="by hand", gift=self.gift, **common
        )
        self.line = BalanceTransaction.objects.create(
            external_id="txn_1", type="adjustment", livemode=False, currency="usd", amount=FIVE, fee=0, net=FIVE,
            created_at=NOW, available_on=TODAY,
        )  # fmt: skip
        self.notice = GatewayEvent.objects.create(
            event_id="evt_1", livemode=False, type="charge.updated", sha256="a" * 64, status=GatewayEvent.Status.FAILED
        )

    def refund_of(self, gift: Gift) -> Any:
        return refunds.refund_gift(
            gift=gift, amount=FIVE, refunded_on=TODAY, posted_on=TODAY, by=self.by, reason="asked for it"
        )

    def review(self) -> NameReview:
        """A question whether somebody is a protected person."""
        self.other.protected = True
        self.other.save()
        kind = "crm.supporter"
        return NameReview.objects.create(object_type=kind, object_id=self.person.pk, candidate=self.other, sure=False)

    def point(self) -> EmailAddress:
        return EmailAddress.objects.get(supporter=self.person)


def told_again(has: Books) -> Any:
    """A file that tells of the gift on record again, by its check."""
    name = has.person.full_name.encode()
    return services.upload(name="log.csv", content=FILE.replace(b"Gul Orakzai", name).replace(
        b"2024-03-05", has.gift.gift_on.isoformat().encode()), by=has.by)  # fmt: skip
