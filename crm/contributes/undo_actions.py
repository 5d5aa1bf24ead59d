"""Undo for supporters: household membership, contact details, and fields of one supporter or of many."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from core.display import counted
from core.models import User
from core.outcomes import CHANGED, CannotUndo, UndoAction
from crm.contributes import bulk_actions
from crm.models import ContactPoint, EmailAddress, Household, PhoneNumber, PostalAddress, Supporter
from crm.services import supporters

POINTS: dict[str, type[ContactPoint]] = {model.__name__: model for model in (EmailAddress, PhoneNumber, PostalAddress)}


def household_moved(values: dict[str, Any], by: User) -> str:
    supporter = Supporter.objects.visible_to(by).not_merged().filter(pk=values["supporter"]).first()
    if supporter is None or supporter.household_id != values["now"]:
        raise CannotUndo(CHANGED)
    household = Household.objects.visible_to(by).filter(pk=values["was"]).first()
    if household is None:
        supporters.leave_household(supporter=supporter, by=by)
        return f"Undone: {supporter} has no household."
    supporters.join_household(supporter=supporter, household=household, by=by)
    household.refresh_from_db()
    return f"Undone: {supporter} is a member of {household} again."


def fields_of(point: ContactPoint) -> dict[str, Any]:
    """A contact point as JSON values."""
    values = {field.attname: getattr(point, field.attname) for field in _restored_fields(type(point))}
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}


def contact_removed(values: dict[str, Any], by: User) -> str:
    point = _filled(POINTS[values["kind"]](), values["was"])
    _editable(point.supporter_id, by)
    _save(point, by)
    return f"Undone: {point._meta.verbose_name} restored."


def contact_saved(values: dict[str, Any], by: User) -> str:
    """Remove a contact point that was added; restore the former values of one that was changed."""
    model = POINTS[values["kind"]]
    point = model._default_manager.filter(pk=values["pk"]).first()
    if point is None or fields_of(point) != values["now"]:
        raise CannotUndo(CHANGED)
    _editable(point.supporter_id, by)
    if values["was"] is None:
        supporters.remove_contact_point(point=point, by=by)
        return f"Undone: {model._meta.verbose_name} removed."
    _save(_filled(point, values["was"]), by)
    return f"Undone: {model._meta.verbose_name} restored."


def supporter_changed(values: dict[str, Any], by: User) -> str:
    supporter = _editable(values["pk"], by)
    try:
        fresh = supporters.update_supporter(supporter=supporter, values=values["was"], version=values["version"], by=by)
    except (supporters.EditConflict, ValidationError):
        raise CannotUndo(CHANGED) from None
    return f"Undone: {fresh} restored."


def supporters_changed(values: dict[str, Any], by: User) -> str:
    count = bulk_actions.restore(name=values["name"], now=values["now"], was=values["was"], by=by)
    if not count:
        raise CannotUndo(CHANGED)
    return f"Undone for {counted(count, 'supporter', 'supporters')}."


def _restored_fields(model: type[ContactPoint]) -> list[models.Field]:
    return [field for field in model._meta.concrete_fields if not field.primary_key and field.name != "created_at"]


def _filled(point: ContactPoint, values: dict[str, Any]) -> ContactPoint:
    for field in _restored_fields(type(point)):
        setattr(point, field.attname, field.to_python(values[field.attname]))
    return point


def _save(point: ContactPoint, by: User) -> None:
    try:
        supporters.save_contact_point(point=point, by=by)
    except ValidationError as error:
        raise CannotUndo(" ".join(error.messages)) from None


def _editable(key: int, by: User) -> Supporter:
    supporter = Supporter.objects.visible_to(by).not_merged().filter(pk=key, protected=False).first()
    if supporter is None:
        raise CannotUndo(CHANGED)
    return supporter


UNDO_ACTIONS = (
    UndoAction(slug="household-moved", permission="supporters.edit", do=household_moved),
    UndoAction(slug="contact-removed", permission="supporters.edit", do=contact_removed),
    UndoAction(slug="contact-saved", permission="supporters.edit", do=contact_saved),
    UndoAction(slug="supporter-changed", permission="supporters.edit", do=supporter_changed),
    UndoAction(slug="supporters-changed", permission="supporters.edit", do=supporters_changed),
)
