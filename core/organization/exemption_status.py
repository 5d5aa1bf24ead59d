"""The exemption status as dated rows: which may follow which, and what receipts then say. Pure.

Receipts contain the actual wording; here it is explained to the users who enter the dates. Receipts follow the row in
force on the day they are issued; deductibility follows the day of the gift (receipt rules, 4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.display import day_text
from core.models import ExemptionStatus

Status = ExemptionStatus.Status
#: The statuses that may follow each; `None` is before the first row.
MAY_FOLLOW: dict[str | None, frozenset[str]] = {
    None: frozenset({Status.NOT_APPLIED, Status.PENDING, Status.RECOGNIZED}),
    Status.NOT_APPLIED: frozenset({Status.PENDING, Status.RECOGNIZED}),
    Status.PENDING: frozenset({Status.RECOGNIZED, Status.DENIED, Status.NOT_APPLIED}),
    Status.RECOGNIZED: frozenset({Status.REVOKED}),
    Status.DENIED: frozenset({Status.PENDING, Status.RECOGNIZED}),
    Status.REVOKED: frozenset({Status.PENDING, Status.RECOGNIZED}),
}
NEEDS: dict[str, str] = {
    Status.NOT_APPLIED: "use this status only before an application, or after one was withdrawn",
    Status.PENDING: "an earlier application is already pending, or the organization is already recognized",
    Status.RECOGNIZED: "the organization is already recognized, so correct that entry instead",
    Status.DENIED: "only a pending application can be denied",
    Status.REVOKED: "only a recognition can be revoked",
}
#: Statuses that may take effect on another day than their letter's.
REACHES_BACK = frozenset({Status.RECOGNIZED, Status.REVOKED})


@dataclass(frozen=True)
class Row:
    """One row of the status history."""

    status: str
    starts_on: date
    effective_on: date | None = None

    def __str__(self) -> str:
        return f"“{Status(self.status).label}” from {day_text(self.starts_on)}"


def problems(row: Row, *, others: Sequence[Row], formation_on: date, today: date) -> dict[str, str]:
    """What is impossible about a row given the others, by field; empty when it is valid."""
    found = _own_problems(row, formation_on=formation_on, today=today)
    if found:
        return found
    if clash := next((other for other in others if other.starts_on == row.starts_on), None):
        return {"starts_on": f"{clash} has the same date. Enter a different date."}
    if row.status == Status.REVOKED and (late := _revoked_before_recognized(row, others)):
        return {"effective_on": late}
    broken = sequence_problem([*others, row])
    return {"status": broken} if broken else {}


def sequence_problem(rows: Sequence[Row]) -> str:
    """The first impossible step of the history, as a sentence; '' when there is none."""
    before: Row | None = None
    for row in sorted(rows, key=lambda each: each.starts_on):
        if row.status not in MAY_FOLLOW[before.status if before else None]:
            place = f"can't follow {before}" if before else "can't be the first status"
            return f"{row} {place}: {NEEDS[row.status]}."
        before = row
    return ""


def receipts_say(row: Row | None) -> str:
    """What a receipt issued while this row is in force says, in a sentence; `None` is before the first row."""
    if row is None or row.status == Status.NOT_APPLIED:
        return (
            "Receipts say that the IRS has not yet recognized us and that no tax treatment can be assured. "
            "They don't mention a pending application and never say “deductible”."
        )
    if row.status == Status.PENDING:
        return (
            f"Receipts say that our application, filed on {day_text(row.starts_on)}, is pending, that nothing is "
            "assured, and from what date recognition would be effective if granted. They never say “deductible”."
        )
    if row.status == Status.RECOGNIZED:
        return _recognized(row)
    if row.status == Status.DENIED:
        return (
            f"Receipts say that on {day_text(row.starts_on)} the IRS declined to recognize us, and that gifts are not "
            "deductible. You must notify every donor who gave while the application was pending."
        )
    return _revoked(row)


def _recognized(row: Row) -> str:
    opening = "Receipts say that we are recognized under section 501(c)(3), with our EIN"
    if row.effective_on is None:
        return (
            f"{opening}. Recognition is effective from formation if you applied within 27 months, and otherwise from "
            "the date you filed the application."
        )
    if row.effective_on == row.starts_on:
        return f"{opening}. Gifts made before {day_text(row.effective_on)} are not deductible."
    return (
        f"{opening}. The letter of {day_text(row.starts_on)} is retroactive: gifts made on or after "
        f"{day_text(row.effective_on)} are deductible to the extent allowed by law; earlier gifts are not."
    )


def _revoked(row: Row) -> str:
    effective = row.effective_on or row.starts_on
    found = f"Receipts say that the IRS revoked our exemption, effective {day_text(effective)}, published "
    found += f"{day_text(row.starts_on)}; gifts made after publication are not deductible."
    if effective < row.starts_on:
        found += " Donors who gave between the two dates may generally rely on the IRS list."
    return found


def _own_problems(row: Row, *, formation_on: date, today: date) -> dict[str, str]:
    if row.starts_on > today:
        return {"starts_on": "The date is in the future. Enter this status once it has happened."}
    if row.starts_on < formation_on:
        return {"starts_on": f"The date is before the organization was formed ({day_text(formation_on)})."}
    if row.effective_on is None:
        return {}
    if row.status not in REACHES_BACK:
        return {
            "effective_on": "Leave this blank. Only a recognition or a revocation can have a different effective date."
        }
    if row.effective_on > row.starts_on:
        return {"effective_on": "The effective date can't be after the date above."}
    if row.effective_on < formation_on:
        return {"effective_on": f"The effective date is before the organization was formed ({day_text(formation_on)})."}
    return {}


def _revoked_before_recognized(row: Row, others: Sequence[Row]) -> str:
    """Why a revocation cannot take effect on its day: the recognition it revokes was not in effect yet."""
    letters = [each for each in others if each.status == Status.RECOGNIZED and each.starts_on < row.starts_on]
    held_from = letters and max(letters, key=lambda each: each.starts_on).effective_on
    if held_from and (row.effective_on or row.starts_on) < held_from:
        return f"Recognition is effective from {day_text(held_from)}. The revocation can't be effective earlier."
    return ""
