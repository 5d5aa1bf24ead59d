"""Codes that stand for protected people and households, and the letters they are drawn from."""

from __future__ import annotations

import secrets

# No letters or figures that are mistaken for one another when read aloud.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_code() -> str:
    """A code that stands for a protected supporter: P-4F7QK2."""
    return "P-" + "".join(secrets.choice(CODE_ALPHABET) for _ in range(6))


def new_household_code() -> str:
    """A code that stands for a household with a protected member: H-9WX3MD."""
    return new_code().replace("P-", "H-", 1)
