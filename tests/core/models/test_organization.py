"""The one organization, and its exemption status by day."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from core.models import ExemptionStatus, Organization
from tests.support.builders import make_organization

pytestmark = pytest.mark.django_db


def test_there_is_one_organization():
    make_organization(short_name="First")
    make_organization(short_name="Second", statuses=())

    assert list(Organization.objects.values_list("pk", "short_name")) == [(1, "Second")]


@pytest.mark.parametrize("ein", ["123456789", "12-345678", "1-2345678", "12-34567890"])
def test_an_ein_has_two_figures_a_dash_and_seven(ein):
    organization = make_organization()
    organization.ein = ein

    with pytest.raises(ValidationError) as refused:
        organization.full_clean()
    assert list(refused.value.message_dict) == ["ein"]


def test_the_exemption_status_turns_on_its_first_day():
    make_organization(
        statuses=(
            (ExemptionStatus.Status.PENDING, date(2012, 12, 3)),
            (ExemptionStatus.Status.RECOGNIZED, date(2013, 7, 15)),
        )
    )

    assert [
        ExemptionStatus.on(day)
        for day in (date(2012, 12, 2), date(2012, 12, 3), date(2013, 7, 14), date(2013, 7, 15), date(2026, 6, 15))
    ] == ["not_applied", "pending", "pending", "recognized", "recognized"]
