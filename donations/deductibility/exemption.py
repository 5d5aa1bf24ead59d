"""The charity's exemption status: on the day of issue for the wording, on the gift date for the deduction.

Sources: IRC 508(a), 7503; Reg. 1.508-1(a)(2), 301.9100-2; Rev. Proc. 2018-32 (reliance on the list); receipt rules, 4.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from donations.deductibility.facts import Org, day_text

MONTHS_TO_APPLY = 27


@dataclass(frozen=True)
class ExemptionEffect:
    """What the exemption means for one gift. `status` is the one on the day of issue.

    `effect` is `deductible`, `conditional` or `not_deductible`. `cause` says why the gift is not simply deductible:
    `not_applied`, `pending`, `letter_later`, `before_formation`, `before_effective`, `denied`, `after_denial`,
    `reliance`, `after_publication`, `before_revocation`, or ''.
    """

    status: str
    effect: str
    cause: str
    reason: str


def exemption_effect(org: Org, *, gift_on: date | None, issued_on: date | None) -> ExemptionEffect:
    """The effect on a gift made on `gift_on` in a document issued on `issued_on` (None: now)."""
    status = status_on(org, issued_on)
    if gift_on and org.formation_date and gift_on < org.formation_date:
        reason = f"no exemption before {day_text(org.formation_date)}"
        return ExemptionEffect(status, "not_deductible", "before_formation", reason)
    return _BY_STATUS[status](org, gift_on or issued_on)


def status_on(org: Org, day: date | None) -> str:
    """The status in force on a day, derived from the latest status and its dates."""
    status = org.status
    if day is None:
        return status
    if status == "revoked" and (began := _revoked_from(org)) and day < began:
        status = "recognized"
    if status == "recognized" and org.determination_letter_date and day < org.determination_letter_date:
        status = "pending"
    if status == "denied" and org.denial_date and day < org.denial_date:
        status = "pending"
    if status == "pending" and org.application_filed and day < org.application_filed:
        status = "not_applied"
    return status


def application_deadline(formation: date) -> date:
    """The last day to apply with effect from formation: 27 months after the end of its month, rolled to a business day.

    Formed 2012-08-21: 2014-11-30 is a Sunday, so 2014-12-01 (IRC 7503).
    """
    return next_business_day(nominal_deadline(formation))


def nominal_deadline(formation: date) -> date:
    """The deadline before it is moved past a weekend or holiday."""
    months = formation.year * 12 + formation.month - 1 + MONTHS_TO_APPLY
    year, month = divmod(months, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def next_business_day(day: date) -> date:
    """The day itself, or the next one that is not a Saturday, Sunday or legal holiday in Washington (IRC 7503)."""
    while day.weekday() >= calendar.SATURDAY or is_holiday(day):
        day += timedelta(days=1)
    return day


def is_holiday(day: date) -> bool:
    """Whether a day is a federal holiday or DC Emancipation Day, or the day it is observed on."""
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    return (
        _is_fixed_holiday(day)
        or _is_floating_holiday(day)
        or (day.weekday() == calendar.FRIDAY and _is_fixed_holiday(after))
        or (day.weekday() == calendar.MONDAY and _is_fixed_holiday(before))
    )


def _is_fixed_holiday(day: date) -> bool:
    fixed = {(1, 1), (4, 16), (7, 4), (11, 11), (12, 25)} | ({(6, 19)} if day.year >= 2021 else set())
    return (day.month, day.day) in fixed


def _is_floating_holiday(day: date) -> bool:
    week = (day.day - 1) // 7 + 1
    if day.weekday() == calendar.THURSDAY:
        return (day.month, week) == (11, 4)
    if day.weekday() != calendar.MONDAY:
        return False
    is_memorial_day = day.month == 5 and day.day > 24
    return is_memorial_day or (day.month, week) in {(1, 3), (2, 3), (9, 1), (10, 2)}


def effective_date(org: Org) -> date | None:
    """The day recognition takes or would take effect: the letter's date, never before formation. Without a letter:
    formation when filed within 27 months, else the filing date. None when nothing is filed."""
    found = org.exemption_effective_date
    if found is None and org.application_filed and org.formation_date:
        in_time = org.application_filed <= application_deadline(org.formation_date)
        found = org.formation_date if in_time else org.application_filed
    return max(found, org.formation_date) if found and org.formation_date else found or org.formation_date


def filed_on_rolled_deadline(org: Org) -> bool:
    """Whether the application was in time only because the deadline rolled to a business day."""
    if not org.formation_date or not org.application_filed:
        return False
    return nominal_deadline(org.formation_date) < org.application_filed <= application_deadline(org.formation_date)


def _revoked_from(org: Org) -> date | None:
    return org.revocation_effective or org.revocation_published


def _not_applied(org: Org, gift_on: date | None) -> ExemptionEffect:
    return ExemptionEffect("not_applied", "conditional", "not_applied", "no application to the IRS has been filed yet")


def _pending(org: Org, gift_on: date | None) -> ExemptionEffect:
    if (late := _before_effective(org, gift_on, "pending")) is not None:
        return late
    filed = day_text(org.application_filed)
    reason = f"the application filed {filed} is pending; if granted as expected, it relates back"
    return ExemptionEffect("pending", "conditional", "pending", reason)


def _recognized(org: Org, gift_on: date | None) -> ExemptionEffect:
    if (late := _before_effective(org, gift_on, "recognized")) is not None:
        return late
    if gift_on and org.determination_letter_date and gift_on < org.determination_letter_date:
        letter, effective = day_text(org.determination_letter_date), day_text(effective_date(org))
        reason = f"the determination letter of {letter} applies from {effective}"
        return ExemptionEffect("recognized", "deductible", "letter_later", reason)
    return ExemptionEffect("recognized", "deductible", "", "recognized on the issue date and on the date of gift")


def _before_effective(org: Org, gift_on: date | None, status: str) -> ExemptionEffect | None:
    effective = effective_date(org)
    if not gift_on or not effective or gift_on >= effective:
        return None
    reason = f"the exemption is effective only from {day_text(effective)}"
    return ExemptionEffect(status, "not_deductible", "before_effective", reason)


def _denied(org: Org, gift_on: date | None) -> ExemptionEffect:
    if org.denial_date and gift_on and gift_on >= org.denial_date:
        return ExemptionEffect(
            "denied",
            "not_deductible",
            "after_denial",
            f"the IRS had denied the application on {day_text(org.denial_date)}",
        )
    return ExemptionEffect("denied", "not_deductible", "denied", "the IRS did not recognize the exemption")


def _revoked(org: Org, gift_on: date | None) -> ExemptionEffect:
    effective = org.revocation_effective or org.revocation_published
    published = org.revocation_published
    if gift_on and effective and gift_on < effective:
        late = _before_effective(org, gift_on, "revoked")
        reason = f"given before revocation ({day_text(effective)})"
        return late or ExemptionEffect("revoked", "deductible", "before_revocation", reason)
    if gift_on and published and gift_on < published:
        reason = f"revoked from {day_text(effective)}, but donors could rely on the list until {day_text(published)}"
        return ExemptionEffect("revoked", "conditional", "reliance", reason)
    return ExemptionEffect(
        "revoked", "not_deductible", "after_publication", f"revocation published {day_text(published)}"
    )


_BY_STATUS = {
    "not_applied": _not_applied,
    "pending": _pending,
    "recognized": _recognized,
    "denied": _denied,
    "revoked": _revoked,
}
