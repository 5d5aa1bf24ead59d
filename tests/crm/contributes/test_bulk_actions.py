"""Actions on many supporters: one entry in the audit log, and undone only where nothing changed since."""

import pytest

from core.models import AuditEntry
from crm.contributes import bulk_actions
from crm.models import Supporter
from tests.support.builders import make_supporter, make_user

pytestmark = pytest.mark.django_db
URDU, ENGLISH = Supporter.Language.URDU, Supporter.Language.ENGLISH


def languages(*people: Supporter) -> list[str]:
    return [Supporter.objects.get(pk=person.pk).language for person in people]


def test_only_those_who_change_are_counted_and_one_entry_is_written():
    staff, first, second = make_user("development"), make_supporter(), make_supporter(language=URDU)
    before = AuditEntry.objects.count()

    count = bulk_actions.set_language(keys=[first.pk, second.pk], language=URDU, by=staff)

    assert (count, languages(first, second)) == (1, [URDU, URDU])
    assert AuditEntry.objects.count() == before + 1
    assert bulk_actions.set_language(keys=[first.pk], language=URDU, by=staff) == 0


def test_a_value_changed_since_is_not_restored():
    staff, first, second = make_user("development"), make_supporter(), make_supporter()
    bulk_actions.set_language(keys=[first.pk, second.pk], language=URDU, by=staff)
    bulk_actions.set_language(keys=[second.pk], language=ENGLISH, by=staff)

    count = bulk_actions.restore(name="language", now=URDU, was=[(ENGLISH, [first.pk, second.pk])], by=staff)

    assert (count, languages(first, second)) == (1, [ENGLISH, ENGLISH])
