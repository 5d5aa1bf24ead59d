"""Many entries are asked about at once."""

import pytest

from core.models import AuditEntry
from tests.crm.protection.told_reasons import REASONS, give, person, protect

__all__ = ["person"]

pytestmark = pytest.mark.usefixtures("organization")


def test_a_page_of_entries_asks_about_all_of_them_at_once(person, django_assert_num_queries):
    protect(person)
    for _ in range(5):
        give(REASONS[0])

    with django_assert_num_queries(1):
        list(AuditEntry.objects.with_readable_reason())
