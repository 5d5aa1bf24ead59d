"""Lists of payouts and notices: whether a deposit ties out, and which notices a person can resolve."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from donations.models import GatewayEvent
from donations.views.payout_lists import NoticeTable, PayoutTable


@pytest.mark.parametrize(
    ("automatic", "itemized", "unowned", "shown"),
    [
        (True, "40.00", False, "yes"),
        (True, "39.99", False, "no"),
        (True, "40.00", True, "no"),
        (False, "0.00", False, "not itemized"),
    ],
)
def test_a_deposit_ties_out_to_the_cent_with_all_its_money_owned(automatic, itemized, unowned, shown):
    row = SimpleNamespace(automatic=automatic, amount=Decimal("40.00"), itemized=Decimal(itemized), unowned=unowned)

    assert PayoutTable.value_ties(None, row) == shown


def test_only_open_notices_can_be_resolved():
    done = GatewayEvent(pk=1, status=GatewayEvent.Status.DONE)
    failed = GatewayEvent(pk=1, status=GatewayEvent.Status.FAILED, error="No <charge>.")

    assert NoticeTable.render_again(None, done) == ""
    assert "/again/" in NoticeTable.render_again(None, failed)
    assert "No &lt;charge&gt;." in NoticeTable.render_status(None, failed)
