"""Reasons of the rows at hand: the same verdict as the one long query gives, in fewer words."""

import pytest

from core import audit, mail
from core.audit.reasons import readable
from core.models import AuditEntry, Message
from donations.ledger.refunds import refund_gift
from tests.support.builders import TODAY, make_gift, make_supporter, make_user

pytestmark = pytest.mark.usefixtures("organization")


@pytest.fixture
def people():
    return [make_supporter("Parveen Zanzeer", protected=True), make_supporter("Amina Testperson")]


def letter(identity: str, about) -> Message:
    return mail.enqueue(identity=identity, purpose="receipt", subject="x", text="x", to="x@example.org", about=about)


@pytest.fixture
def entries(people) -> list[AuditEntry]:
    """Entries with and without reasons: about people, gifts, letters, many rows, nothing, and one naming somebody."""
    by = make_user("admin")
    for at, person in enumerate(people):
        gift = make_gift(supporter=person)
        audit.record(by, "supporter.changed", person, reason=f"Asked by phone {at}")
        audit.record(by, "supporter.changed", person)
        audit.record(by, "message.held_back", letter(str(at), gift), reason=f"Wait {at}")
        audit.record(
            by, "supporters.changed", reason=f"All {at}", changes=[audit.FieldChange("note", "", "x", of=person)]
        )
        refund_gift(gift=gift, amount=5, refunded_on=TODAY, posted_on=TODAY, by=by, reason=f"Too much {at}")
    audit.record(by, "organization.saved", reason="Parveen Zanzeer said so")
    audit.record(by, "organization.saved", reason="Nobody said so")
    return list(AuditEntry.objects.all())


@pytest.mark.parametrize("open_ones", [0, 1])
def test_rows_at_hand_have_the_reasons_the_long_query_gives(entries, people, open_ones):
    revealed = frozenset(("crm.supporter", person.pk) for person in people[:open_ones])

    asked = AuditEntry.objects.with_readable_reason(revealed)

    assert readable(entries, revealed) == {entry.pk: entry.readable_reason for entry in asked}


def test_nothing_is_said_of_the_protected_and_everything_of_the_others(entries):
    told = {entry.reason: readable(entries)[entry.pk] for entry in entries if entry.reason}

    hidden = {reason for reason, shown in told.items() if not shown}
    assert hidden == {"Asked by phone 0", "Wait 0", "All 0", "Too much 0", "Parveen Zanzeer said so"}
    assert all(shown in ("", reason) for reason, shown in told.items())


def test_entries_without_a_reason_ask_nothing(entries, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert set(readable([entry for entry in entries if not entry.reason]).values()) <= {""}
