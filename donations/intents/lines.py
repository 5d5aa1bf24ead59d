"""Store a gift's lines in an intent, and read them back when it is paid."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from core.money import from_cents, to_cents
from donations.ledger.drafts import BenefitDraft, LineDraft
from donations.models import GiftIntent, IntentLine


def line_row(intent: GiftIntent, line: LineDraft) -> IntentLine:
    """A line to store. Raises `ValidationError` for an invalid kind or amount."""
    row = IntentLine(
        intent=intent,
        kind=line.kind,
        fund_id=line.fund_id,
        amount=line.amount,
        description=line.description,
        benefits=[_stored(benefit) for benefit in line.benefits],
    )
    row.clean_fields(exclude=["intent", "fund", "benefits"])
    return row


def lines_of(intent: GiftIntent) -> tuple[LineDraft, ...]:
    """The lines of the intent's gift."""
    return tuple(
        LineDraft(
            fund_id=line.fund_id,
            amount=line.amount,
            kind=line.kind,
            description=line.description,
            benefits=tuple(_benefit(stored) for stored in line.benefits),
        )
        for line in intent.lines.all()
    )


def _stored(benefit: BenefitDraft) -> dict[str, Any]:
    """A benefit as JSON: whole cents, ISO dates."""
    values = asdict(benefit)
    values["value_each"] = to_cents(benefit.value_each)
    values["cost_each"] = None if benefit.cost_each is None else to_cents(benefit.cost_each)
    values["status_on"] = benefit.status_on.isoformat() if benefit.status_on else None
    return values


def _benefit(stored: dict[str, Any]) -> BenefitDraft:
    cost, day = stored["cost_each"], stored["status_on"]
    changed = {
        "value_each": from_cents(stored["value_each"]),
        "cost_each": None if cost is None else from_cents(cost),
        "status_on": date.fromisoformat(day) if day else None,
    }
    return BenefitDraft(**{**stored, **changed})
