"""Protected people named somewhere among other words."""

import pytest

from core import audit
from core.models import AuditEntry
from crm.models import Supporter
from crm.services.supporters import update_supporter
from tests.support.builders import make_supporter

pytestmark = pytest.mark.usefixtures("organization")
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


def open_to(person: Supporter) -> frozenset[tuple[str, int]]:
    return frozenset({("crm.supporter", person.pk)})


def readable(entry: AuditEntry, revealed=frozenset()) -> str:
    return AuditEntry.objects.with_readable_reason(revealed).get(pk=entry.pk).readable_reason


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_reason_that_names_somebody_shows_while_their_name_is_revealed(when, person):
    if when == "before":
        protect(person)
    entries = {reason: give(reason) for reason in REASONS}
    if when == "after":
        protect(person)

    shown = {reason: (readable(entry), readable(entry, open_to(person))) for reason, entry in entries.items()}
    protect(person, protected=False)

    assert shown == {reason: ("", reason) for reason in REASONS}
    assert [readable(entry) for entry in entries.values()] == list(REASONS)


def test_other_reasons_are_there_as_ever(person):
    protect(person)

    others = ["Letter to Amina Testperson", "They asked by phone", "Parveen called", "Chain of shops"]

    assert [readable(give(reason)) for reason in others] == others
