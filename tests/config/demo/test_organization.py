"""The charity of the demonstration, written once."""

import pytest

from config.demo.organization import ACCOUNTS, FUNDS, set_up
from core.models import Organization, User
from donations.models import Fund
from tests.support.builders import TODAY

pytestmark = pytest.mark.django_db


def test_it_says_that_it_is_a_demonstration_and_has_an_account_for_each_role():
    set_up(today=TODAY)

    assert Organization.current().environment == Organization.Environment.DEMO
    assert set(Fund.objects.values_list("code", flat=True)) == {fund[0] for fund in FUNDS}
    for role, (name, title) in ACCOUNTS.items():
        user = User.objects.get(email=f"{role}@example.org")
        assert (user.name, user.title) == (name, title)
        assert [*user.grants.values_list("role", flat=True)] == [role]
