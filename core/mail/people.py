"""Whose address does not show: what stands in its place."""

from __future__ import annotations

from collections.abc import Iterable

from core import extend
from core.models import Message

#: In place of an address that is not on file with the protected person a letter is about.
SOMEBODY = "a protected person"


def codes(addresses: Iterable[str]) -> dict[str, str]:
    """The code to show for each address that belongs to a protected person; the others are left out."""
    asked = set(addresses)
    found: dict[str, str] = {}
    for source in extend.entries(extend.AddressCodes):
        found |= source.codes(asked)
    return found


def shown(letter: Message) -> str:
    """Where a letter of `Message.objects.marked` goes: the address, or what stands in its place."""
    return instead_of(letter, codes([letter.to])) if letter.hidden else letter.to


def instead_of(letter: Message, codes: dict[str, str]) -> str:
    """Likewise, with the codes looked up."""
    return codes.get(letter.to, SOMEBODY if letter.hidden else letter.to)
