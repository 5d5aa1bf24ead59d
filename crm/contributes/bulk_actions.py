"""Bulk actions on selected supporters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import F

from core import audit
from core.db.chunks import chunks
from core.display import counted
from core.extend import BulkAction
from core.http.undo import undo_of_many
from core.models import User
from core.outcomes import Outcome, Undo
from crm.models import Supporter


class LanguageForm(forms.Form):
    language = forms.ChoiceField(
        choices=Supporter.Language.choices, label="Preferred language", widget=forms.RadioSelect
    )


def anonymity(where: str) -> forms.TypedChoiceField:
    """A form field: anonymous or named. `where` is the field's label."""
    return forms.TypedChoiceField(
        choices=[("yes", "Anonymous"), ("no", "May be named")],
        coerce=lambda value: value == "yes",
        label=where,
        widget=forms.RadioSelect,
    )


class AnonymityForm(forms.Form):
    anonymous = anonymity("Recognition")


@transaction.atomic
def set_language(*, keys: Sequence[int], language: str, by: User) -> int:
    """Set the preferred language of these supporters. Returns how many changed."""
    return _change(keys, by, language=language)


@transaction.atomic
def set_anonymity(*, keys: Sequence[int], anonymous: bool, by: User) -> int:
    """Set whether these supporters are anonymous to the public. Returns how many changed."""
    return _change(keys, by, anonymous=anonymous)


@transaction.atomic
def restore(*, name: str, now: Any, was: Sequence[tuple[Any, Sequence[int]]], by: User) -> int:
    """Undo: write former values back, only where the field still holds `now`. Returns how many changed."""
    rows = Supporter.objects.visible_to(by).not_merged().filter(**{name: now})
    return sum(
        _change(list(rows.filter(pk__in=keys).values_list("pk", flat=True)), by, **{name: value}) for value, keys in was
    )


def _change(keys: Sequence[int], by: User, **values: Any) -> int:
    """Set the same values on many supporters, with one audit entry for all of them."""
    changed: list[int] = []
    changes: list[audit.FieldChange] = []
    for part in chunks(keys):
        rows = list(Supporter.objects.visible_to(by).not_merged().filter(pk__in=part).exclude(**values).order_by("pk"))
        changes += [was for row in rows for was in audit.differences(row, values)]
        found = [row.pk for row in rows]
        Supporter.objects.filter(pk__in=found).update(version=F("version") + 1, **values)
        changed += found
    if changed:
        audit.record(by, "supporters.changed", fields=sorted(values), count=len(changed), changes=changes)
    return len(changed)


def _message(count: int, what: str) -> str:
    return f"{counted(count, 'supporter', 'supporters')} updated: {what}." if count else "No changes were needed."


def _undo(keys: Sequence[int], by: User, name: str, now: Any) -> Undo | None:
    return undo_of_many("supporters-changed", Supporter.objects.visible_to(by).not_merged(), keys, name=name, now=now)


def _language(keys: Sequence[int], by: User, values: dict[str, Any]) -> Outcome:
    language = Supporter.Language(values["language"])
    undo = _undo(keys, by, "language", str(language))
    return Outcome(
        _message(set_language(keys=keys, language=language, by=by), f"preferred language {language.label}"), undo=undo
    )


def _anonymity(keys: Sequence[int], by: User, values: dict[str, Any]) -> Outcome:
    hidden = values["anonymous"]
    undo = _undo(keys, by, "anonymous", hidden)
    count = set_anonymity(keys=keys, anonymous=hidden, by=by)
    return Outcome(_message(count, "anonymous in public" if hidden else "may be named in public"), undo=undo)


ACTIONS = (
    BulkAction(
        on="supporter",
        slug="language",
        label="Set language",
        icon="globe",
        permission="supporters.edit",
        order=10,
        do=_language,
        form=LanguageForm,
        text="Emails and public pages for these supporters will use this language from now on.",
    ),
    BulkAction(
        on="supporter",
        slug="anonymity",
        label="Set anonymity",
        icon="eye-off",
        permission="supporters.edit",
        order=20,
        do=_anonymity,
        form=AnonymityForm,
        fresh=True,  # nothing to undo: the public may have seen the name already
        text="This changes public recognition only. Staff still see their names.",
    ),
)
