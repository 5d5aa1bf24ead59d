"""Whom a letter names besides its donor: the advisor of a grant, people with soft credit, and anyone in typed texts.

Stored when the letter is written, and again when one of them becomes protected.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from crm.protection import mentions
from donations.tax_facts.typed_donor import typed_donor
from receipts.issuing.assessment import Assessment
from receipts.models import Receipt

KIND = Receipt._meta.label_lower


def note(written: Iterable[tuple[Receipt, Assessment]]) -> None:
    """Note whom new receipts name in words that were typed; the donor's own name is on their record."""
    texts = {
        receipt.pk: list(filter(None, (*_typed(found), *receipt.letter["recipient"][1:]))) for receipt, found in written
    }
    if named := {pk: found for pk, found in texts.items() if found}:
        mentions.keep(KIND, named)


def note_again(receipt: Receipt) -> None:
    """Store whom a receipt and the reason for its void name."""
    mentions.keep(KIND, texts_of([receipt.pk]))


def _typed(found: Assessment) -> Iterator[str]:
    gift, facts = found.gift, found.facts
    if typed_donor(gift) is not None:
        yield facts.donor.name
    yield from (person.salutation for person in (gift.supporter, gift.joint_with) if person)
    yield from (facts.donor.advisor, *(person.name for person in facts.donor.contributors))
    yield gift.description
    yield from (benefit.description for benefit in facts.benefits)
    yield from (line.description for line in gift.lines.all())


def texts_of(keys: Sequence[int]) -> dict[int, list[str]]:
    """All texts of receipts, except the charity's letterhead and signature, and void reasons, by receipt key."""
    found = {}
    for pk, snapshot, void in Receipt.objects.filter(pk__in=keys).values_list("pk", "snapshot", "void__reason"):
        letter = {key: part for key, part in snapshot["letter"].items() if key != "organization"}
        found[pk] = list(filter(None, (*_strings(letter), void)))
    return found


def _strings(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict | list):
        for each in part.values() if isinstance(part, dict) else part:
            yield from _strings(each)


TEXTS = mentions.rows_with_texts(KIND, texts_of)
