"""Ask about unlikely dates: before the charity was formed, or in the future. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from core.display import day_text
from imports.contexts import Context
from imports.plans import ACCEPT, IGNORE, REVIEW, PlannedRow


def review_unlikely_days(rows: Iterable[PlannedRow], context: Context) -> None:
    """Hold rows of money with such a date. For consent, an unlikely date is dropped instead."""
    for row in rows:
        if row.decision == IGNORE:
            continue
        if row.date and (question := unlikely(row.date, context)):
            row.reason = " ".join(filter(None, [row.reason, question]))
            row.decision = REVIEW if row.decision == ACCEPT else row.decision
        told = row.party.told
        if told.consent_on and (question := unlikely(date.fromisoformat(told.consent_on), context)):
            row.party = replace(row.party, told=replace(told, consent_on=""))
            row.note = " ".join(filter(None, [row.note, f"{question} The date was not used."]))


def unlikely(day: date, context: Context) -> str:
    """Why a date is asked about; '' for a likely one."""
    if context.formed and day < context.formed:
        return f"{day_text(day)} is before the charity was formed on {day_text(context.formed)}."
    if context.today and day > context.today:
        return f"The date {day_text(day)} is in the future."
    return ""
