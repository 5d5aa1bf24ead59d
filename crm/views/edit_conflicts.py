"""Two people edit one record: what the first saved beside what the second typed, field by field."""

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
    """A field whose two values differ. `preset` is the side to keep when only one of the two people changed it."""

    name: str
    label: str
    theirs: str
    mine: str
    preset: str


def values_of(supporter: Supporter, form: SupporterForm) -> dict[str, Any]:
    """The values of a form's fields as they stand on the record."""
    return {name: getattr(supporter, name) for name in form.fields}


def sealed(values: dict[str, Any]) -> str:
    """What a form began with, to travel with it: who changed what can then be told."""
    return signing.dumps(values, salt=SALT, compress=True)


def opened(text: str) -> dict[str, Any]:
    """The values again; nothing when somebody changed the text."""
    try:
        return signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return {}


def differences(*, form: SupporterForm, current: Supporter, began: dict[str, Any]) -> list[Difference]:
    """Where what was typed is not what stands now. The form must be valid."""
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
    """What was posted, with their value in each field where theirs was chosen."""
    merged = data.copy()
    for name, value in values_of(current, form).items():
        if data.get(f"keep-{name}") == THEIRS:
            merged[name] = str(value)
    return merged


def last_change(supporter: Supporter) -> AuditEntry | None:
    """Who changed the record last, and when."""
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
