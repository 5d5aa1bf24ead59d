"""Changing the organization, its exemption status, its registrations, and switching mail on or off.

Every change is validated while the organization's row is locked, so that two concurrent changes cannot together be
invalid, and writes an audit entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from core import audit, extend
from core.display import day_text
from core.models import ExemptionStatus, Organization, StateRegistration, User
from core.organization import exemption_status, users
from core.organization.exemption_status import Row

#: The name of the exemption status in `Rollup.depends_on`.
EXEMPTION = "exemption_status"


class AlreadySetUp(Exception):
    """There is an organization in this database."""


def set_up(
    *, facts: Mapping[str, Any], admin_email: str, admin_name: str, password: str, roles: Iterable[str] = ()
) -> tuple[Organization, User]:
    """Write a live organization and its first administrator into an empty database.

    `roles` are all they get; without any, those that manage settings.

    Raises `AlreadySetUp`, and `ValidationError` for an e-mail that signs in already.
    """
    try:
        with transaction.atomic():
            organization = Organization(**facts, environment=Organization.Environment.LIVE)
            organization.save(force_insert=True)
            admin = users.invite_user(
                email=admin_email,
                name=admin_name,
                title="",
                roles=list(roles) or sorted(users.managing_roles()),
                by=None,
            )
            admin.set_password(password)
            admin.save(update_fields=["password"])
            audit.record(admin, "organization.set_up", organization)
    except IntegrityError as error:
        if Organization.objects.exists():
            raise AlreadySetUp from error
        raise
    return organization, admin


@transaction.atomic
def save_organization(*, organization: Organization, fields: list[str], by: User) -> Organization:
    """Save the changed fields. Raises `ValidationError` when a dated row lies before the new day of formation."""
    _locked()
    before = audit.stored(organization)
    organization.full_clean()
    if "formation_on" in fields:
        _check_formation(organization.formation_on)
    if fields:
        organization.save(update_fields=fields)
        _rebuild(fields)
        changes = [was for was in audit.since(before, organization) if was.field in fields]
        audit.record(by, "organization.changed", organization, fields=fields, changes=changes)
    return organization


def _rebuild(fields: list[str]) -> None:
    """Recompute the totals and statuses that depend on a field of the organization, such as its fiscal year."""
    for entry in extend.entries(extend.Rollup):
        if set(fields).intersection(entry.depends_on):
            entry.rebuild()


@transaction.atomic
def save_status(*, row: ExemptionStatus, today: date, by: User) -> ExemptionStatus:
    """Add or correct a row of the exemption status. Raises `ValidationError` by field."""
    organization = _locked()
    found = exemption_status.problems(
        _row(row),
        others=[_row(each) for each in ExemptionStatus.objects.exclude(pk=row.pk)],
        formation_on=organization.formation_on,
        today=today,
    )
    if found:
        raise ValidationError(found)
    row.full_clean()
    before = audit.stored(row)
    row.save()
    _rebuild([EXEMPTION])
    audit.record(by, "exemption.saved", row, changes=audit.since(before, row), **_facts(row))
    return row


@transaction.atomic
def remove_status(*, row: ExemptionStatus, reason: str, by: User) -> None:
    """Delete a row entered by mistake. Raises `ValidationError` when the remaining rows are not a valid history."""
    _locked()
    rest = [_row(each) for each in ExemptionStatus.objects.exclude(pk=row.pk)]
    if broken := exemption_status.sequence_problem(rest):
        raise ValidationError(f"This entry can't be removed. Without it, {broken}")
    audit.record(by, "exemption.removed", row, reason=reason, **_facts(row))
    row.delete()
    _rebuild([EXEMPTION])


@transaction.atomic
def save_registration(*, row: StateRegistration, today: date, by: User) -> StateRegistration:
    """Add or correct a registration. Raises `ValidationError` by field for impossible or overlapping days."""
    organization = _locked()
    _check_registration(row, organization, today)
    row.full_clean()
    before = audit.stored(row)
    row.save()
    audit.record(by, "registration.saved", row, changes=audit.since(before, row), **_registered(row))
    return row


@transaction.atomic
def end_registration(*, row: StateRegistration, ends_on: date, today: date, by: User) -> StateRegistration:
    """Set the day from which a registration no longer holds. Raises `ValidationError` for a day before it began."""
    organization = _locked()
    changes = audit.differences(row, {"ends_on": ends_on})
    row.ends_on = ends_on
    _check_registration(row, organization, today)
    row.save(update_fields=["ends_on"])
    audit.record(by, "registration.ended", row, changes=changes, **_registered(row))
    return row


@transaction.atomic
def remove_registration(*, row: StateRegistration, reason: str, by: User) -> None:
    """Delete a registration entered by mistake."""
    _locked()
    audit.record(by, "registration.removed", row, reason=reason, **_registered(row))
    row.delete()


@transaction.atomic
def switch_mail(*, on: bool, by: User, at: datetime | None = None) -> Organization:
    """Switch mail on or off. Older emails stay held until a user releases them. Raises `ValidationError` in a
    demonstration, which sends no email."""
    organization = _locked()
    if on and organization.environment == Organization.Environment.DEMO:
        raise ValidationError("The demo doesn't send email because its people are made up.")
    if organization.mail_on != on:
        organization.mail_on = on
        organization.mail_on_since = (at or timezone.now()) if on else None
        organization.save(update_fields=["mail_on", "mail_on_since"])
        changes = [audit.FieldChange("mail_on", not on, on)]
        audit.record(by, "mail.switched_on" if on else "mail.switched_off", organization, changes=changes)
    return organization


def in_force(rows: list[ExemptionStatus], day: date) -> Row | None:
    """The row in force on a day; `rows` are in order."""
    held = [row for row in rows if row.starts_on <= day]
    return _row(held[-1]) if held else None


def with_receipt_texts(rows: list[ExemptionStatus]) -> list[tuple[ExemptionStatus, str]]:
    """Each row with what receipts say from its day on."""
    return [(row, exemption_status.receipts_say(_row(row))) for row in rows]


def _locked() -> Organization:
    """The organization, locked until this transaction ends. Raises `Organization.DoesNotExist`."""
    return Organization.objects.select_for_update().get(pk=1)


def _row(row: ExemptionStatus) -> Row:
    return Row(row.status, row.starts_on, row.effective_on)


def _facts(row: ExemptionStatus) -> dict[str, Any]:
    return {"status": str(row.status), "starts_on": row.starts_on, "effective_on": row.effective_on}


def _registered(row: StateRegistration) -> dict[str, Any]:
    return {"state": row.state, "number": row.number, "starts_on": row.starts_on, "ends_on": row.ends_on}


def _check_formation(day: date) -> None:
    firsts: list[tuple[date, str]] = [(row.starts_on, f"“{row.get_status_display()}”") for row in _early_statuses(day)]
    firsts += [(row.starts_on, f"the registration in {row}") for row in _early_registrations(day)]
    if firsts:
        first, what = min(firsts)
        raise ValidationError(
            {"formation_on": f"{what[0].upper()}{what[1:]} is dated {day_text(first)}. Correct that date first."}
        )


def _early_statuses(day: date) -> list[ExemptionStatus]:
    return list(ExemptionStatus.objects.filter(Q(starts_on__lt=day) | Q(effective_on__lt=day)))


def _early_registrations(day: date) -> list[StateRegistration]:
    return list(StateRegistration.objects.filter(starts_on__lt=day))


def _check_registration(row: StateRegistration, organization: Organization, today: date) -> None:
    if row.starts_on < organization.formation_on:
        formed = day_text(organization.formation_on)
        raise ValidationError({"starts_on": f"The date is before the organization was formed ({formed})."})
    if (row.starts_on - today).days > 366:
        raise ValidationError({"starts_on": "The date is more than a year in the future. Check the year."})
    if row.ends_on and row.ends_on <= row.starts_on:
        raise ValidationError({"ends_on": "The end date must be after the start date."})
    same = StateRegistration.objects.filter(state=row.state).exclude(pk=row.pk)
    overlapping = same.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=row.starts_on))
    if row.ends_on:
        overlapping = overlapping.filter(starts_on__lt=row.ends_on)
    if other := overlapping.first():
        until = f"to {day_text(other.ends_on)}" if other.ends_on else "onward"
        days = f"from {day_text(other.starts_on)} {until}"
        raise ValidationError({"starts_on": f"The registration in {other} is in force {days}. End it first."})
