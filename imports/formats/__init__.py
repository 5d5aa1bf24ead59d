"""The formats of files this charity imports: one module and one line each; see README, "how to add an import format".

Formats: `donor_log`, `generic`, `nationbuilder_donations`, `nationbuilder_people`, and those of `platforms`. The other
modules are what they share.

A format states `SLUG` (in commands and saved mappings), `LABEL` (on screens), `PERMISSION`, and two functions:
`recognizes(workbook) -> float`, from 0 (not this format) to 1 (certainly this format), and `read(workbook, context)`,
which yields a `PlannedRow` for every record and may add sentences to `workbook.warnings`. A saved column mapping is
also a format: `mapped.Mapped`.
"""

from collections.abc import Iterable
from typing import Protocol

from imports.cells import Workbook
from imports.column_mapping import Mapping
from imports.contexts import Context
from imports.formats import donor_log, generic, nationbuilder_donations, nationbuilder_people
from imports.formats.mapped import Mapped
from imports.formats.platforms import (
    benevity,
    chase,
    donorbox,
    eventbrite,
    facebook,
    paypal,
    stripe_payments,
    stripe_payouts,
    venmo,
)
from imports.plans import PlannedRow


class Format(Protocol):
    """The interface of a format."""

    SLUG: str
    LABEL: str
    PERMISSION: str

    def recognizes(self, workbook: Workbook) -> float: ...
    def read(self, workbook: Workbook, context: Context) -> Iterable[PlannedRow]: ...


FORMATS: dict[str, Format] = {
    benevity.SLUG: benevity,
    chase.SLUG: chase,
    donor_log.SLUG: donor_log,
    donorbox.SLUG: donorbox,
    eventbrite.SLUG: eventbrite,
    facebook.SLUG: facebook,
    generic.SLUG: generic,
    nationbuilder_donations.SLUG: nationbuilder_donations,
    nationbuilder_people.SLUG: nationbuilder_people,
    paypal.SLUG: paypal,
    stripe_payments.SLUG: stripe_payments,
    stripe_payouts.SLUG: stripe_payouts,
    venmo.SLUG: venmo,
}

SURE_ENOUGH = 0.1


def recognize(workbook: Workbook, slug: str | None = None, mappings: Iterable[Mapping] = ()) -> Format | None:
    """The format named by `slug` (`KeyError` if there is none), or the most confident one; None when none fits.
    `mappings` are the saved column mappings, which are tried as well."""
    forms: dict[str, Format] = {**FORMATS, **{mapping.slug: Mapped(mapping) for mapping in mappings}}
    if slug is not None:
        return forms[slug]
    confidence, best = max(((form.recognizes(workbook), form) for form in forms.values()), key=lambda pair: pair[0])
    return best if confidence >= SURE_ENOUGH else None


__all__ = ["FORMATS", "Format", "recognize"]
