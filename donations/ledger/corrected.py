"""What the corrected entry takes over from the one it replaces, and how the history of both describes the change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from core import audit
from donations.ledger.drafts import GiftDraft, Reference
from donations.models import Gift

#: What a correction may change of a gift; the history names the fund.
CORRECTED = ("supporter_id", "kind", "amount", "method", "check_number", "gift_on", "campaign_id", "note")


def changes(old: Gift, new: Gift) -> list[audit.FieldChange]:
    """The changes a correction made to a gift, for the history of both entries."""
    before, after = audit.values(old), audit.values(new)
    # A note may be about the former donor, so it is not copied to another donor's history.
    fields = [name for name in CORRECTED if name != "note" or old.supporter_id == new.supporter_id]
    changes = [
        audit.FieldChange(name, before[name], after[name], of=new) for name in fields if before[name] != after[name]
    ]
    was, now = _funds_of(old), _funds_of(new)
    return changes + ([audit.FieldChange("fund", was, now, of=new)] if was != now else [])


def anew(draft: GiftDraft, gift: Gift, posted_on: date) -> GiftDraft:
    """The draft that replaces a gift reversed on `posted_on`: posted no earlier, and without the gift's references,
    which are moved by the caller."""
    theirs = {Reference(row.system, row.kind, row.value) for row in gift.references.all()}
    others = tuple(reference for reference in draft.references if reference not in theirs)
    return replace(draft, references=others, posted_on=max(draft.posted_on or posted_on, posted_on))


def _funds_of(gift: Gift) -> str:
    return ", ".join(sorted({str(line.fund) for line in gift.lines.select_related("fund")}))
