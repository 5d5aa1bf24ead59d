"""The kinds of receipts: one file and one line each.

A kind owns its layout and our own wording; legal sentences come from `donations.deductibility`. To add a kind, copy the
nearest sibling, name the decisions it prints, and add it here: the contract test picks it up.
"""

from receipts.kinds import (
    cash,
    corrected,
    determination,
    institution,
    insubstantial,
    payroll,
    pending,
    property,
    purchase,
    quid_pro_quo,
    thanks,
    void_notice,
)
from receipts.kinds.base import Body, Case, Earlier, Kind

KINDS: tuple[Kind, ...] = (
    cash.KIND,
    pending.KIND,
    determination.KIND,
    quid_pro_quo.KIND,
    insubstantial.KIND,
    purchase.KIND,
    institution.KIND,
    payroll.KIND,
    property.KIND,
    thanks.KIND,
    corrected.KIND,
    void_notice.KIND,
)
_BY_SLUG = {kind.slug: kind for kind in KINDS}
_BY_DECISION = {printed: kind for kind in KINDS for printed in kind.prints}
CHOICES = [(kind.slug, kind.label) for kind in KINDS]

__all__ = ["CHOICES", "KINDS", "Body", "Case", "Earlier", "Kind", "for_decision", "label"]


def for_decision(receipt_kind: str) -> Kind | None:
    """The kind that prints a decision; None where staff have to write the document."""
    return _BY_DECISION.get(receipt_kind)


def label(slug: str) -> str:
    """The name of a kind on screen; for a slug no longer registered, the slug."""
    return _BY_SLUG[slug].label if slug in _BY_SLUG else slug.replace("_", " ")
