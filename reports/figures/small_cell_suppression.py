"""Small cell suppression: groups of too few people are joined, so that no count reveals a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Group:
    """A number of people of one kind."""

    label: str
    count: int


@dataclass(frozen=True)
class Shown:
    """The groups to show, largest first; `joined` is the number of groups joined in `rest`."""

    groups: list[Group]
    rest: int
    joined: int


def shown_groups(groups: Sequence[Group], *, smallest: int, most: int) -> Shown:
    """At most `most` groups by name; all others, and every group under `smallest` people, are joined in the rest.

    Readers know the total, so a rest that is too small or a single group would be revealed: the next smallest group
    joins it. If even all groups together are too few, nothing is shown. With `smallest` 0 nothing is hidden.
    """
    ordered = sorted((group for group in groups if group.count), key=lambda group: (-group.count, group.label))
    largest = [group for group in ordered if group.count >= smallest][:most]
    joined = [group for group in ordered if group not in largest]
    hides = any(group.count < smallest for group in joined)
    while largest and hides and (len(joined) < 2 or _people(joined) < smallest):
        joined.append(largest.pop())
    if not largest and hides and (len(joined) < 2 or _people(joined) < smallest):
        return Shown([], 0, len(joined))
    return Shown(largest, _people(joined), len(joined))


def _people(groups: Sequence[Group]) -> int:
    return sum(group.count for group in groups)
