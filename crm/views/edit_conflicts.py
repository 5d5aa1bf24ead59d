"""Two users edit one record: compare what the first saved with what the second typed, field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core import signing

from core.models import AuditEntry
from crm.forms import SupporterForm
from crm.models import Supporter

SALT = "crm.supporter-edit"
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Difference:
    """A field whose two values differ. `preset` is the value to keep when only one of the two users changed it."""

    name: str
    label: str
    theirs: str
    mine: str
    preset: str


def values_of(supporter: Supporter, form: SupporterForm) -> dict[str, Any]:
    """The values of a form's fields on the stored record."""
    return {name: getattr(supporter, name) for name in form.fields}


def sealed(values: dict[str, Any]) -> str:
    """The values a form opened with, signed, to be sent with it, so that each user's changes can be told apart."""
    return signing.dumps(values, salt=SALT, compress=True)


def opened(text: str) -> dict[str, Any]:
    """The values from `sealed`; empty when the signature is wrong."""
    try:
        return signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return {}


def differences(*, form: SupporterForm, current: Supporter, began: dict[str, Any]) -> list[Difference]:
    """Fields where the typed value differs from the stored one. The form must be valid."""
    theirs, mine = values_of(current, form), form.values()
    return [
        Difference(
            name=name,
            label=str(form[name].label),
            theirs=_text(form, name, theirs[name]),
            mine=_text(form, name, mine[name]),
            preset=_preset(began.get(name), theirs[name], mine[name]),
        )
        for name in form.fields
        if theirs[name] != mine[name]
    ]


def resolved(data: Any, *, form: SupporterForm, current: Supporter) -> Any:
    """The posted data, with the other user's value in each field where it was chosen."""
    merged = data.copy()
    for name, value in values_of(current, form).items():
        if data.get(f"keep-{name}") == THEIRS:
            merged[name] = str(value)
    return merged


def last_change(supporter: Supporter) -> AuditEntry | None:
    """Who last changed the record, and when."""
    entries = AuditEntry.objects.filter(object_type="crm.supporter", object_id=supporter.pk, act="supporter.changed")
    return entries.select_related("actor").first()


def _preset(began: Any, theirs: Any, mine: Any) -> str:
    if began == theirs:
        return MINE
    return THEIRS if began == mine else ""


def _text(form: SupporterForm, name: str, value: Any) -> str:
    """A value as the form shows it."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return dict(getattr(form.fields[name], "choices", ())).get(value, value)
