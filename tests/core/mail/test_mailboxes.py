"""Every limit on email addresses counts a mailbox, however its address is spelled."""

from datetime import UTC, datetime

import pytest

from core.http.rate_limits import MAILBOX
from core.mail.mailboxes import mailbox_of
from tests.docs.test_rate_limits import declared

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 10, 12, tzinfo=UTC)
SPELLINGS = {
    "victim@example.org": ["victim+{}@example.org", "VICTIM+{}@Example.org", " victim+a+{}@example.org. "],
    "victim.person@gmail.com": ["v.ictimperson+{}@gmail.com", "victimperson+{}@googlemail.com"],
}
LIMITS = sorted({limit for limit in declared() if limit.per == MAILBOX}, key=lambda limit: limit.what)


@pytest.mark.parametrize("email", SPELLINGS)
def test_spellings_of_an_address_lead_to_one_mailbox(email):
    assert {mailbox_of(spelling.format(n)) for spelling in SPELLINGS[email] for n in range(3)} == {mailbox_of(email)}


@pytest.mark.parametrize(
    ("one", "other"),
    [("a.b@example.org", "ab@example.org"), ("a@example.org", "a@example.com"), ("+a@example.org", "+b@example.org"),
     ("a@gmail.com", "a@gmail.example.org")],
)  # fmt: skip
def test_different_mailboxes_stay_different(one, other):
    assert mailbox_of(one) != mailbox_of(other)


def test_no_limit_counts_spellings():
    assert len(LIMITS) == 3
    assert [limit.what for limit in declared() if "email" in limit.per] == []


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.what)
@pytest.mark.parametrize("email", SPELLINGS)
def test_every_limit_is_one_for_all_spellings(limit, email):
    spelled = [SPELLINGS[email][n % 2].format(n) for n in range(limit.number)]

    assert all(limit.use_attempt(who=who, at=AT) for who in spelled)
    assert not limit.use_attempt(who=email, at=AT)
    assert limit.is_reached(who=email, at=AT)
