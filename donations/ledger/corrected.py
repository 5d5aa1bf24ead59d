"""What a correction takes over from the entry it corrects, and what it says in the history of both."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from core import audit
from donations.ledger.drafts import GiftDraft, Reference
from donations.models import Gift

#: What a correction may change of a gift; its fund is told by name.
CORRECTED = ("supporter_id", "kind", "amount", "method", "check_number", "gift_on", "campaign_id", "note")


def changes(old: Gift, new: Gift) -> list[audit.FieldChange]:
    """What a correction changed of a gift, in the history of both entries."""
    before, after = audit.values(old), audit.values(new)
    # A note may tell of the donor it was written about: it does not go over to another one's history.
    fields = [name for name in CORRECTED if name != "note" or old.supporter_id == new.supporter_id]
    changes = [
        audit.FieldChange(name, before[name], after[name], of=new) for name in fields if before[name] != after[name]
    ]
    was, now = _funds_of(old), _funds_of(new)
    return changes + ([audit.FieldChange("fund", was, now, of=new)] if was != now else [])


def anew(draft: GiftDraft, gift: Gift, posted_on: date) -> GiftDraft:
    """A draft that takes the place of a gift reversed on this day: posted no earlier, and without the references the
    gift has, which are moved, not written again."""
    theirs = {Reference(row.system, row.kind, row.value) for row in gift.references.all()}
    others = tuple(reference for reference in draft.references if reference not in theirs)
    return replace(draft, references=others, posted_on=max(draft.posted_on or posted_on, posted_on))


def _funds_of(gift: Gift) -> str:
    return ", ".join(sorted({str(line.fund) for line in gift.lines.select_related("fund")}))
