"""Who a committed row makes a donor: couples, households, organizations."""

from decimal import Decimal

import pytest

from crm.models import Household, Supporter
from donations.models import Gift
from tests.imports.applying.hand_kept import bring, commit, funds

__all__ = ["funds"]

pytestmark = pytest.mark.usefixtures("organization")


def test_a_couple_gives_jointly_and_shares_a_household(funds):
    commit(bring())

    gift = Gift.objects.get(amount=Decimal("250"))
    assert {gift.supporter.given_name, gift.joint_with.given_name} == {"Bilal", "Hina"}
    assert gift.supporter.household == gift.joint_with.household == Household.objects.get()


def test_an_organization_is_the_legal_donor(funds):
    commit(bring())

    donor = Gift.objects.get(amount=Decimal("600")).supporter
    assert (donor.kind, donor.full_name) == (Supporter.Kind.ORGANIZATION, "Exampleville Dental, LLC")
