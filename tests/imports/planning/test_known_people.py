"""People on record are met and never overwritten."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from donations.models import Gift
from imports import services
from tests.imports.books import small_log
from tests.support.builders import TODAY, make_fund, make_supporter, make_user

pytestmark = pytest.mark.usefixtures("organization")
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


@pytest.fixture
def funds(organization):
    return {"General": make_fund("GEN", name="General"), "Wells": make_fund("WELL", name="Wells")}


def bring(content=None, name="log.xlsx"):
    return services.upload(name=name, content=small_log() if content is None else content, by=make_user("finance"))


def commit(batch):
    return services.commit(batch=batch, by=batch.created_by, today=TODAY, at=NOW)


def test_people_on_record_are_met_and_never_overwritten(funds):
    known = make_supporter("Amina Testperson", salutation="Apa Amina")
    batch = bring()

    commit(batch)

    assert Gift.objects.get(amount=Decimal("50")).supporter == known
    known.refresh_from_db()
    assert known.salutation == "Apa Amina"
