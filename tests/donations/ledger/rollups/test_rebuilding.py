"""Totals that drifted are found and rebuilt."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from core.models import AuditEntry, Organization
from donations.ledger.rollups.rebuilding import rebuild
from donations.models import (
    DayCount,
    DayTotal,
    Gift,
    GiftTotal,
    MonthTotal,
    MovementTotal,
    SupporterGiving,
    SupporterYear,
)
from tests.support import ledger
from tests.support.builders import (
    make_gift,
)

pytestmark = pytest.mark.usefixtures("organization")
ROLLUPS = (DayTotal, MonthTotal, MovementTotal, DayCount, GiftTotal, SupporterGiving, SupporterYear)


@pytest.mark.parametrize(
    ("model", "damage"),
    [
        (DayTotal, {"amount": Decimal("1")}),
        (MonthTotal, {"amount": Decimal("1")}),
        (MovementTotal, {"movements": 7}),
        (MovementTotal, {"amount": Decimal("1")}),
        (DayCount, {"gifts": 7}),
        (GiftTotal, {"gifts": 7}),
        (GiftTotal, {"refunded": Decimal("7")}),
        (DayCount, {"soft": Decimal("7")}),
        (SupporterGiving, {"lifetime": Decimal("1")}),
        (SupporterGiving, {"last_on": date(2020, 1, 1)}),
        (SupporterYear, {"total": Decimal("1")}),
        (SupporterYear, {"renewed": True}),
        (SupporterYear, {"first_year": 1999}),
        (Gift, {"status": "refunded"}),
    ],
)
def test_what_drifted_is_found_and_rebuilt(model, damage):
    make_gift(Decimal("100"))
    model.objects.update(**damage)

    found = ledger.broken()
    call_command("rebuild_rollups", verbosity=0)

    assert found
    assert ledger.broken() == []
    assert AuditEntry.objects.filter(act="rollups.rebuilt").exists()


@pytest.mark.parametrize("model", ROLLUPS)
def test_rows_that_went_missing_are_found(model):
    make_gift(Decimal("100"))
    model.objects.all().delete()

    assert ledger.broken()
    rebuild()


def test_what_held_under_another_fiscal_year_is_asked_anew():
    make_gift(gift_on=date(2025, 3, 5))
    assert ledger.broken() == []

    Organization.objects.update(fiscal_year_first_month=7)

    wrong = {line.partition(": ")[0] for line in ledger.broken()}
    assert wrong == {"The totals by supporter and fiscal year match the ledger"}
    rebuild()
