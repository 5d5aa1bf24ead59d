"""Refunds and lost disputes that name their gift by a number: a transaction id of a payment platform."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from imports.matching.known_records import Known
from imports.plans import ACCEPT, NEGATIVE, REJECT, REVIEW, PlannedRow, Reference

#: Numbers that different gifts share.
_SHARED = frozenset({"check", "grant"})


def find_numbered(rows: list[PlannedRow], known: Known) -> None:
    """Set the gift, and its fund, of each refund with a number; hold a refund whose gift is not on record, as another
    gift of the same amount would be wrong."""
    gifts: dict[Reference, dict[str, tuple[str | None, str | None]]] = defaultdict(dict)
    held: dict[Reference, PlannedRow] = {}
    for gift in known.gifts:
        for reference in _own(gift.references) if gift.kind not in NEGATIVE else ():
            gifts[reference][gift.key] = (gift.fund, None)
    for row in rows:
        given = row.kind not in (None, *NEGATIVE)
        for reference in _own(row.references) if given else ():
            if row.decision == ACCEPT and row.gift:
                gifts[reference][row.gift] = (row.fund_meant(None), row.same_as)
            elif row.decision in (REVIEW, REJECT):
                held.setdefault(reference, row)
    for row in rows:
        if row.decision == ACCEPT and row.kind in NEGATIVE and row.gift is None and row.part == 1:
            _attach(row, list(_own(row.references)), gifts, held)


def _own(references: Iterable[Reference]) -> Iterator[Reference]:
    return (reference for reference in references if reference.system not in _SHARED)


def _attach(row: PlannedRow, references: list[Reference], gifts: dict, held: dict[Reference, PlannedRow]) -> None:
    if not references:
        return
    found = {key: told for reference in references for key, told in gifts.get(reference, {}).items()}
    if len(found) == 1:
        ((row.gift, (fund, row.same_as)),) = found.items()
        if not row.fund_text:
            row.fund = fund
        row.note = row.note or f"Refund of the gift with the number {references[0].value}."
        return
    first = next((held[reference] for reference in references if reference in held), None)
    row.decision = REVIEW
    row.reason = (
        f"The gift it takes back, in row {first.row}, is not decided yet."
        if first
        else f"The gift it takes back, {references[0].value}, is not on record. Choose the refunded gift."
    )
