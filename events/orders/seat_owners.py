"""Which supporter a seat belongs to, by its typed name: never one with another name."""

from __future__ import annotations

from collections.abc import Iterable

from crm.models import Supporter
from crm.names import forms
from crm.protection import likeness
from donations.intents.donor_matching import is_same_name


def seat_of(person: Supporter, names: Iterable[str]) -> int | None:
    """The index of the typed name that is this supporter's: by whole name; for a protected supporter also a name that
    may be theirs, as it is then shown by their code."""
    typed = list(names)
    asked = [is_same_name, may_be] if person.protected else [is_same_name]
    found = (place for fits in asked for place, name in enumerate(typed) if name and fits(person, name))
    return next(found, None)


def may_be(person: Supporter, name: str) -> bool:
    """Whether a typed name may be this supporter's."""
    return any(likeness.fits(typed, person) for typed in (forms.people(name) if name.strip() else ()))
