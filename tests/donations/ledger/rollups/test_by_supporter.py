"""Totals by donor and fiscal year."""

from datetime import date
from decimal import Decimal

import pytest

from core.models import Organization
from core.organization.services import save_organization
from donations.ledger.services import correct_gift
from donations.models import DayCount, DayTotal
from tests.donations.ledger.rollups.totals import kept, refund
from tests.support.builders import (
    TODAY,
    draft_gift,
    make_gift,
    make_soft_credit,
    make_supporter,
    make_user,
)

pytestmark = pytest.mark.usefixtures("organization")


def test_a_correction_moves_the_money_to_the_right_donor_and_day():
    wrong, right = make_supporter(), make_supporter()
    gift = make_gift(Decimal("100"), supporter=wrong, gift_on=date(2026, 5, 1))

    draft = draft_gift(Decimal("90"), supporter=right, gift_on=date(2026, 5, 2))
    correct_gift(gift=gift, draft=draft, by=None, today=TODAY, reason="Another donor")

    assert (kept(wrong), kept(right)[0]) == ((None, []), (Decimal("90"), 1, Decimal("90")))
    assert list(DayTotal.objects.values_list("gift_on", "amount")) == [(date(2026, 5, 2), Decimal("90"))]


def test_soft_credits_are_counted_less_their_share_of_a_refund():
    gift, friend = make_gift(Decimal("90")), make_supporter()
    make_soft_credit(gift, supporter=friend, amount=Decimal("50"))
    refund(gift, "20")

    assert list(DayCount.objects.values_list("gifts", "soft")) == [(1, Decimal("38.89"))]


def test_another_fiscal_year_counts_the_years_again():
    donor, admin = make_supporter(), make_user("admin")
    make_gift(Decimal("10"), supporter=donor, gift_on=date(2025, 6, 30))
    make_gift(Decimal("20"), supporter=donor, gift_on=date(2025, 7, 1))
    assert kept(donor)[1] == [(2025, Decimal("30"), False)]

    organization = Organization.current()
    organization.fiscal_year_first_month = 7
    save_organization(organization=organization, fields=["fiscal_year_first_month"], by=admin)

    assert kept(donor)[1] == [(2024, Decimal("10"), False), (2025, Decimal("20"), True)]
