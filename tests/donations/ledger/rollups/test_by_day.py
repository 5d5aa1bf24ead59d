"""Totals by day, fund and campaign."""

from datetime import date
from decimal import Decimal

import pytest

from donations.contributes.bulk_actions import set_campaign
from donations.ledger.refunds import fail_refund
from donations.ledger.services import annotate_gift, correct_gift
from donations.models import DayTotal, Gift
from tests.donations.ledger.rollups.totals import kept, refund
from tests.support.builders import (
    TODAY,
    make_campaign,
    make_gift,
    make_supporter,
    make_user,
)

pytestmark = pytest.mark.usefixtures("organization")


def test_a_gift_counts_until_it_is_refunded_or_reversed():
    donor = make_supporter()
    first = make_gift(Decimal("100"), supporter=donor, gift_on=date(2025, 5, 1))
    second = make_gift(Decimal("40"), supporter=donor, gift_on=date(2026, 5, 1))
    both = ((Decimal("140"), 2, Decimal("100")), [(2025, Decimal("100"), False), (2026, Decimal("40"), True)])
    assert kept(donor) == both

    part = refund(second, "15")
    assert kept(donor)[0] == (Decimal("125"), 2, Decimal("100"))
    refund(second, "25")
    second.refresh_from_db()
    assert second.status == Gift.Status.REFUNDED
    assert kept(donor) == ((Decimal("100"), 1, Decimal("100")), [(2025, Decimal("100"), False)])

    fail_refund(refund=part, failed_on=TODAY, posted_on=TODAY, by=None, reason="Account closed")
    second.refresh_from_db()
    assert (second.status, kept(donor)[0]) == (Gift.Status.ACTIVE, (Decimal("115"), 2, Decimal("100")))

    correct_gift(gift=first, draft=None, by=None, today=TODAY, reason="Never arrived")
    assert kept(donor) == ((Decimal("15"), 1, Decimal("15")), [(2026, Decimal("15"), False)])


def test_a_campaign_takes_its_gifts_along():
    gift, user, campaign = make_gift(Decimal("100")), make_user("finance"), make_campaign()

    annotate_gift(gift=gift, values={"campaign_id": campaign.pk}, version=gift.version, by=user)
    assert list(DayTotal.objects.values_list("campaign", "amount")) == [(campaign.pk, Decimal("100"))]

    set_campaign(keys=[gift.pk], campaign=None, by=user)
    assert list(DayTotal.objects.values_list("campaign", "amount")) == [(None, Decimal("100"))]
