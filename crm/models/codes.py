"""Codes that stand for protected people and households, and the letters they are drawn from."""

from __future__ import annotations

import secrets

from django.db.models import CharField, F, Func, IntegerField, Q, Value
from django.db.models.lookups import Exact

# No characters that sound or look alike when read aloud.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
DRAWN = 6


def new_code() -> str:
    """A random code shown for a protected supporter: P-4F7QK2."""
    return "P-" + "".join(secrets.choice(CODE_ALPHABET) for _ in range(DRAWN))


def new_household_code() -> str:
    """A random code shown for a household with a protected member: H-9WX3MD."""
    return new_code().replace("P-", "H-", 1)


def is_code(prefix: str) -> Q:
    """A condition, on both databases, that `code` has the prefix and the right number of alphabet characters, so that
    it cannot be a name."""
    letters = Func(F("code"), Value(len(prefix) + 1), function="SUBSTR", output_field=CharField())
    others = Func(letters, Value(CODE_ALPHABET), function="TRIM", output_field=CharField())
    length = Func(F("code"), function="LENGTH", output_field=IntegerField())
    return Q(code__startswith=prefix) & Q(Exact(length, len(prefix) + DRAWN)) & Q(Exact(others, Value("")))
