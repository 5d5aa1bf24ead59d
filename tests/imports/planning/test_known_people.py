"""People on record are met and never overwritten."""

from decimal import Decimal

import pytest

from donations.models import Gift
from tests.imports.applying.hand_kept import bring, commit, funds
from tests.support.builders import make_supporter

__all__ = ["funds"]

pytestmark = pytest.mark.usefixtures("organization")


def test_people_on_record_are_met_and_never_overwritten(funds):
    known = make_supporter("Amina Testperson", salutation="Apa Amina")
    batch = bring()

    commit(batch)

    assert Gift.objects.get(amount=Decimal("50")).supporter == known
    known.refresh_from_db()
    assert known.salutation == "Apa Amina"
