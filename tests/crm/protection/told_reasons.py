"""Reasons that name somebody, and where they show."""

from __future__ import annotations

import pytest

from core import audit
from core.models import AuditEntry
from crm.models import Supporter
from crm.services.supporters import update_supporter
from tests.support.builders import make_supporter

REASONS = (
    "Letter to Parveen Zanzeer",
    "She is parveen zanzeer of Carmel",
    "Zanzeer, Parveen: asked by phone",
    "Asked by Zanzeer",
    "At Ms. Zanzeer's request",
    "خط پروین زنجیر کے نام",
    "Wrote to parveen@zanzeermail.example.org",
    "Called +1 317 5550111",
)


@pytest.fixture
def person() -> Supporter:
    return make_supporter(
        "Parveen Zanzeer",
        native_name="پروین زنجیر",
        emails=("parveen@zanzeermail.example.org",),
        phones=("+1 317 5550111",),
    )


def protect(person: Supporter, *, protected: bool = True) -> None:
    fresh = Supporter.objects.get(pk=person.pk)
    update_supporter(supporter=fresh, values={"protected": protected}, version=fresh.version, by=None)


def give(reason: str, target=None) -> AuditEntry:
    return audit.record(None, "gift.annotated", target, reason=reason, fields=["note"])


def all_readable(entries: list[AuditEntry], revealed=frozenset()) -> list[str]:
    """The reason of each entry as its reader may see it, from one query."""
    rows = AuditEntry.objects.with_readable_reason(revealed).in_bulk([entry.pk for entry in entries])
    return [rows[entry.pk].readable_reason for entry in entries]


def readable(entry: AuditEntry, revealed=frozenset()) -> str:
    return AuditEntry.objects.with_readable_reason(revealed).get(pk=entry.pk).readable_reason
