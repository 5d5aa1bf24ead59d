"""Lines of a gift as an intent keeps them, and back."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from donations.intents.lines import _benefit, _stored, line_row
from donations.ledger.drafts import BenefitDraft, LineDraft
from donations.models import Benefit


def test_a_benefit_comes_back_from_json_as_it_was():
    for benefit in (
        BenefitDraft(description="dinner", value_each=Decimal("45.00"), quantity=2),
        BenefitDraft(
            description="dinner",
            value_each=Decimal("45.00"),
            quantity=1,
            cost_each=Decimal("20.50"),
            status=Benefit.Status.DECLINED,
            status_on=date(2026, 3, 1),
            status_source="R-1",
        ),
    ):
        assert _benefit(_stored(benefit)) == benefit


def test_amounts_are_kept_in_whole_cents():
    assert _stored(BenefitDraft(description="x", value_each=Decimal("45.10"), quantity=1))["value_each"] == 4510


def test_a_kind_no_gift_has_is_refused():
    with pytest.raises(ValidationError):
        line_row(None, LineDraft(fund_id=1, amount=Decimal("5"), kind="nonsense"))
