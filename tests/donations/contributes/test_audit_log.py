"""Where entries about money lead, for those who may follow."""

from decimal import Decimal

import pytest

from donations.contributes import audit_log
from tests.support.builders import make_campaign, make_fund, make_gift, make_pledge, make_user

pytestmark = pytest.mark.django_db


def test_a_gift_and_a_pledge_are_named_by_their_numbers():
    user, gift, pledge = make_user("finance"), make_gift(), make_pledge(Decimal("10"))

    assert audit_log._gifts(user, [gift.pk]) == {gift.pk: (gift.spoken_number, f"/gifts/{gift.pk}/")}
    name, url = audit_log._pledges(user, [pledge.pk])[pledge.pk]
    assert (name, url.endswith(f"?q={pledge.supporter.spoken_number}")) == (pledge.spoken_number, True)


def test_a_fund_leads_to_its_form_for_those_who_may_change_it():
    fund, campaign = make_fund(), make_campaign()
    may, may_not = make_user("finance"), make_user("development")

    assert audit_log._funds(may, [fund.pk])[fund.pk] == (fund.name, f"/funds/{fund.pk}/")
    assert audit_log._funds(may_not, [fund.pk])[fund.pk][1] in ("/funds/", f"/funds/{fund.pk}/")
    assert audit_log._campaigns(make_user("door"), [campaign.pk]) == {}


def test_money_of_the_processor_is_for_those_who_see_payouts():
    nobody = make_user("door")

    for rows in (audit_log._payments, audit_log._refunds, audit_log._journal):
        assert rows(nobody, [1]) == {}
