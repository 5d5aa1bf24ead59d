"""Reasons about protected people: kept back about many, opened by a revealed name."""

import pytest

from config.roles import ROLES
from core import audit
from core.models import AuditEntry, User
from crm.models import Supporter
from receipts.issuing.services import choose
from tests.support.builders import make_gift, make_supporter, make_user

pytestmark = pytest.mark.usefixtures("organization")
WORDS = "Zanzeer called us"


def protected(**override) -> Supporter:
    return make_supporter("Parveen Zanzeer", protected=True, **override)


def reasons(user: User, **query) -> set[str]:
    entries = AuditEntry.objects.visible_to(user).with_readable_reason(**query)
    return {entry.readable_reason for entry in entries.exclude(reason="")}


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_revealed_name_opens_the_reasons_about_that_person_alone(role):
    user, person = make_user(role), protected()
    audit.record(user, "supporter.changed", person, reason="This one")
    audit.record(user, "gift.annotated", make_gift(supporter=person), reason="Their gift")
    audit.record(user, "supporter.changed", protected(), reason="Another one")

    seen = reasons(user, revealed=frozenset({("crm.supporter", person.pk)}))

    assert seen == {"This one", "Their gift", ""}


def test_a_reason_about_many_stays_back_where_one_of_them_is_protected():
    admin, person, gift = make_user("admin"), protected(), make_gift()
    entry = audit.record(
        admin, "supporters.changed", reason=WORDS, changes=[audit.FieldChange("note", "", "x", of=person)]
    )
    choose(gifts=[gift, make_gift(supporter=person)], wanted=False, by=admin, reason="Neither wants one")

    assert reasons(admin) == {""}
    assert AuditEntry.objects.get(pk=entry.pk).reason == WORDS
