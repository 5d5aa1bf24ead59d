"""A name that fits two people is neither's: Ahmed Ali Raza and Ahmed Hasan Raza may both be called Ahmed Raza."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from crm.names.comparison import compare
from crm.names.people import PersonName
from imports.matching.evidence import PersonCandidate, may_join


def uncontested(pairs: Iterable[tuple[int, int]], candidates: Sequence[PersonCandidate]) -> Iterator[tuple[int, int]]:
    """Of pairs that evidence joins, those of one number in another system, then those in which neither fits a third as
    well whose name is not the other's. What is left does not depend on the order of the pairs."""
    by_name: list[tuple[int, int]] = []
    beside: dict[int, set[PersonName]] = defaultdict(set)
    for a, b in pairs:
        if candidates[a].ids & candidates[b].ids:
            yield a, b
            continue
        by_name.append((a, b))
        beside[a].update(candidates[b].names)
        beside[b].update(candidates[a].names)
    for a, b in by_name:
        if not _fits_another(beside[a], candidates[b]) and not _fits_another(beside[b], candidates[a]):
            yield a, b


def _fits_another(names: Iterable[PersonName], who: PersonCandidate) -> bool:
    return any(not may_join(compare(name, theirs)) for name in names for theirs in who.names)
