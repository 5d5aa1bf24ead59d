"""Hidden addresses of protected people, and what is shown instead."""

from __future__ import annotations

from collections.abc import Iterable

from core import extend
from core.models import Message

#: Shown instead of an address that is not on the record of the protected person an email is about.
SOMEBODY = "a protected person"


def codes(addresses: Iterable[str]) -> dict[str, str]:
    """The code to show for each address that belongs to a protected person; the others are left out."""
    asked = set(addresses)
    found: dict[str, str] = {}
    for source in extend.entries(extend.AddressCodes):
        found |= source.codes(asked)
    return found


def shown(letter: Message) -> str:
    """The recipient of an email from `Message.objects.marked`: the address, or what is shown instead."""
    return instead_of(letter, codes([letter.to])) if letter.hidden else letter.to


def instead_of(letter: Message, codes: dict[str, str]) -> str:
    """The same, with codes looked up before."""
    return codes.get(letter.to, SOMEBODY if letter.hidden else letter.to)
