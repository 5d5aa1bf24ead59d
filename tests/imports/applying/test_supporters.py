"""Who a committed row makes a donor: couples, households, organizations."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from crm.models import Household, Supporter
from donations.models import Gift
from imports import services
from tests.imports.books import small_log
from tests.support.builders import TODAY, make_fund, make_user

pytestmark = pytest.mark.usefixtures("organization")
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


@pytest.fixture
def funds(organization):
    return {"General": make_fund("GEN", name="General"), "Wells": make_fund("WELL", name="Wells")}


def bring(content=None, name="log.xlsx"):
    return services.upload(name=name, content=small_log() if content is None else content, by=make_user("finance"))


def commit(batch):
    return services.commit(batch=batch, by=batch.created_by, today=TODAY, at=NOW)


def test_a_couple_gives_jointly_and_shares_a_household(funds):
    commit(bring())

    gift = Gift.objects.get(amount=Decimal("250"))
    assert {gift.supporter.given_name, gift.joint_with.given_name} == {"Bilal", "Hina"}
    assert gift.supporter.household == gift.joint_with.household == Household.objects.get()


def test_an_organization_is_the_legal_donor(funds):
    commit(bring())

    donor = Gift.objects.get(amount=Decimal("600")).supporter
    assert (donor.kind, donor.full_name) == (Supporter.Kind.ORGANIZATION, "Exampleville Dental, LLC")
