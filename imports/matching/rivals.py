"""Ambiguous names: Ahmed Ali Raza and Ahmed Hasan Raza may both be called Ahmed Raza, so that name joins neither."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from crm.names.comparison import compare
from crm.names.people import PersonName
from imports.matching.evidence import PersonCandidate, may_join


def uncontested(pairs: Iterable[tuple[int, int]], candidates: Sequence[PersonCandidate]) -> list[tuple[int, int]]:
    """Of pairs joined by evidence: those with one number in another system, then those in which neither matches a third
    person with a different name. The result does not depend on the order of the pairs."""
    numbered: list[tuple[int, int]] = []
    by_name: list[tuple[int, int]] = []
    beside: dict[int, set[PersonName]] = defaultdict(set)
    joined: set[tuple[PersonName, PersonName]] = set()
    for a, b in pairs:
        if candidates[a].ids & candidates[b].ids:
            numbered.append((a, b))
            continue
        one, other = candidates[a].names[0], candidates[b].names[0]
        by_name.append((a, b))
        beside[a].add(other)
        beside[b].add(one)
        joined |= {(one, other), (other, one)}

    def fits_another(a: int, b: int) -> bool:
        name = candidates[b].names[0]
        return any((third, name) not in joined and not may_join(compare(third, name)) for third in beside[a])

    return numbered + [(a, b) for a, b in by_name if not fits_another(a, b) and not fits_another(b, a)]
