"""Whose address does not show: what stands in its place."""

from __future__ import annotations

from collections.abc import Iterable

from core import extend


def codes(addresses: Iterable[str]) -> dict[str, str]:
    """The code to show for each address that belongs to a protected person; the others are left out."""
    asked = set(addresses)
    found: dict[str, str] = {}
    for source in extend.entries(extend.AddressCodes):
        found |= source.codes(asked)
    return found


def shown(address: str) -> str:
    """An address, or the code of the protected person it belongs to."""
    return codes([address]).get(address, address)
