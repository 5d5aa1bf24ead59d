from datetime import date
from decimal import Decimal

import pytest

from core import audit
from core.models import AuditEntry
from tests.support.builders import make_fund, make_user

pytestmark = pytest.mark.django_db


def test_an_entry_says_who_did_what_to_which_object_and_why():
    treasurer, fund = make_user("finance"), make_fund()

    audit.record(treasurer, "fund.closed", fund, reason="Spent", amount=Decimal("70.10"), on=date(2026, 6, 15))

    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.act, entry.object_type, entry.object_id, entry.reason) == (
        treasurer,
        "fund.closed",
        "donations.fund",
        fund.pk,
        "Spent",
    )
    assert entry.data == {"amount": "70.10", "on": "2026-06-15"}


def test_lists_and_long_reasons_are_kept_whole():
    audit.record(None, "supporter.changed", reason="x" * 600, fields=("note", "language"), totals=[Decimal("1.50")])

    entry = AuditEntry.objects.get()
    assert entry.data == {"fields": ["note", "language"], "totals": ["1.50"]}
    assert (entry.actor, entry.object_type, entry.object_id, len(entry.reason)) == (None, "", None, 600)
