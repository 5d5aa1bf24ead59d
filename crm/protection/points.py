"""Ways to reach somebody that name somebody else who is protected: in care of them, or labeled as their phone.

They are asked about as they are read, so that a file of a hundred thousand addresses costs nothing, and whoever is
protected later hides them at once. Of a street a whole name tells, and a rare family name behind “c/o”: streets and
towns are called like families. Of a label any rare name tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import partial

from crm import identity
from crm.identity import ContactDetails
from crm.models import ContactPoint, PostalAddress, Supporter
from crm.protection.free_text import Watch

#: What follows names a person, however short.
_CARE_OF = re.compile(r"(?:\bc\s*/\s*o|℅|\bcare of|\battn|\battention|\bfor)\b[.:\s]*([^\n,;]+)", re.I)
#: What precedes names the people who live there: “The Zanzeers' residence”.
_HOME_OF = re.compile(r"([^\n,;\d]+?)(?:['’]s?)?\s+(?:residences?|household|home|family|house)\b", re.I)


def contact_details(supporter: Supporter, watch: Watch | None = None) -> ContactDetails:
    """As `identity.contact_details`, without those that name somebody protected; these are in `private`. A list brings
    the `watch` of all its rows."""
    return shown(identity.contact_details(supporter), watch)


def shown(
    details: ContactDetails, watch: Watch | None = None, *, revealed: AbstractSet[int] = frozenset()
) -> ContactDetails:
    """Ways to reach somebody without those that name a protected person who is not `revealed`."""
    points = _all_of(details)
    asked = Watch(_texts_of(points)) if watch is None else watch
    hidden = [point for point in points if named_in(point, asked) - revealed]
    if not hidden:
        return details
    left = partial(filter, lambda point: point not in hidden)
    return replace(
        details,
        emails=list(left(details.emails)),
        phones=list(left(details.phones)),
        addresses=list(left(details.addresses)),
        private=hidden,
    )


def watch_of(supporters: Iterable[Supporter]) -> Watch:
    """Whom the ways to reach these may name, for a list of them."""
    return Watch(_texts_of(point for one in supporters for point in _all_of(identity.contact_details(one))))


def _all_of(details: ContactDetails) -> list[ContactPoint]:
    return [*details.emails, *details.phones, *details.addresses]


def _texts_of(points: Iterable[ContactPoint]) -> list[str]:
    return [text for point in points for text in (point.label, *_places(point)) if text]


def named_in(point: ContactPoint, watch: Watch | None = None) -> set[int]:
    """The protected people whom a contact point names."""
    watch = Watch(_texts_of([point])) if watch is None else watch
    places = _places(point)
    people = (name for text in places for written in (_CARE_OF, _HOME_OF) for name in written.findall(text))
    return watch.named([text for text in (point.label, *people) if text]) | watch.named(places, alone=False)


def _places(point: ContactPoint) -> Sequence[str]:
    return (point.street, point.city, point.region) if isinstance(point, PostalAddress) else ()
