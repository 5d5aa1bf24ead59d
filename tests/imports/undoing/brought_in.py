"""Files that were imported, to be undone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from donations.models import Gift
from imports.undoing.undo import undo
from receipts.issuing.services import choose, issue_receipts
from tests.imports.books import small_log
from tests.imports.test_services import NOW, bring, commit
from tests.support.builders import TODAY, make_fund

LATER = NOW + timedelta(days=1)


@pytest.fixture
def funds(organization):
    return {"General": make_fund("GEN", name="General"), "Wells": make_fund("WELL", name="Wells")}


@pytest.fixture
def log():
    """One file, since a workbook holds the second it was saved in."""
    return small_log()


def take_back(batch):
    return undo(batch=batch, by=batch.created_by, at=LATER)


def brought(content):
    batch = bring(content)
    commit(batch)
    return batch


def gift_of(name):
    return Gift.objects.get(supporter__full_name=name)


def stays(plan):
    return [(stay.noun, stay.name, stay.why) for stay in plan.stays]


def receipted(name, by):
    gift = gift_of(name)
    choose(gifts=[gift], wanted=True, by=by)
    assert issue_receipts(gifts=[gift], by=by, issued_on=TODAY).new
    return gift
