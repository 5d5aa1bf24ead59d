"""Whose record a seat belongs to, by the name that was typed for it: nobody's under the name of somebody else."""

from __future__ import annotations

from collections.abc import Iterable

from crm.models import Supporter
from crm.names import forms
from crm.protection import likeness
from donations.intents.donor_matching import is_same_name


def seat_of(person: Supporter, names: Iterable[str]) -> int | None:
    """The place among a party's names that is this person's: of their whole name; of somebody protected also of a name
    that may be theirs, as their code then stands for it."""
    typed = list(names)
    asked = [is_same_name, may_be] if person.protected else [is_same_name]
    found = (place for fits in asked for place, name in enumerate(typed) if name and fits(person, name))
    return next(found, None)


def may_be(person: Supporter, name: str) -> bool:
    """Whether a typed name may be this person's."""
    return any(likeness.fits(typed, person) for typed in (forms.people(name) if name.strip() else ()))
