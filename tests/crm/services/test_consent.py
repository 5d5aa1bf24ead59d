"""Lists of consent: they add what is new, and an opt-out is never lifted."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from crm.consent.rules import changes, may_write
from crm.models import Consent
from crm.services.consent import ConsentStatement, record_consent, record_statements
from tests.support.builders import make_supporter

DAY = [datetime(2026, 6, day, tzinfo=UTC) for day in range(1, 6)]


@dataclass(frozen=True)
class Told:
    channel: str
    given: bool
    at: datetime
    purpose: str = "any"


@pytest.mark.parametrize(
    ("before", "given", "new"),
    [(None, True, True), (None, False, True), (True, True, False), (True, False, True), (False, True, False),
     (False, False, False)],
)  # fmt: skip
def test_a_list_adds_what_is_new_and_never_lifts_a_withdrawal(before, given, new):
    said = [] if before is None else [Told("email", before, DAY[0])]

    assert changes(said, channel="email", given=given) is new


@pytest.mark.usefixtures("database")
def test_a_list_brought_in_later_leaves_a_withdrawal_standing():
    supporter = make_supporter()
    facts = {"supporter": supporter, "channel": "email", "purpose": "any", "by": None}
    record_consent(**facts, given=False, source="By letter", at=DAY[0])

    record_statements(
        statements=[ConsentStatement(supporter.pk, "email", True), ConsentStatement(supporter.pk, "text", True)],
        source="L",
        at=DAY[1],
        by=None,
    )

    assert list(Consent.objects.values_list("channel", "given")) == [("email", False), ("text", True)]
    record_consent(**facts, given=True, source="By phone", at=DAY[2])
    assert may_write(supporter.consents.all(), channel="email")


@pytest.mark.usefixtures("database")
def test_of_two_rows_that_contradict_the_one_that_withdraws_counts():
    supporter = make_supporter()

    record_statements(
        statements=[ConsentStatement(supporter.pk, "email", given) for given in (True, False)],
        source="L",
        at=DAY[1],
        by=None,
    )

    assert list(Consent.objects.values_list("given", flat=True)) == [False]
