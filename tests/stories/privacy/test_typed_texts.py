"""Every column of free text, somewhere: whom its words name is noted as it is written, or it says why it needs not be.

A column added later fails here until somebody decided: texts that staff type belong to `TextRow.texts`, with the record
on whose page they stand, or to `TypedRow.free`.
"""

import pytest
from django.apps import apps
from django.db import models

from core import extend
from crm.models.texts import TextQuerySet, TextRow
from crm.models.typed import TypedRow
from crm.protection.texts import text_models, whole_of
from crm.protection.typed_rows import TypedRows
from tests.stories.privacy.test_typed_names import asked
from tests.test_architecture import our_models

#: A shorter column holds a key, a name or a word or two.
SHORTEST_TEXT = 160
OURS = "our own or another system's words and keys"
SETUP = "set up by staff for everybody, or public: about no supporter"
NAME = "a name or a way to reach somebody: test_typed_names.py decides of it"
UNSHOWN = "on no page; the same words stand in the audit log, whose reasons are guarded by themselves"
RECORD = "words about one supporter, hidden with them where they are protected"
OTHERWISE = "guarded by another rule of its own"
DECIDED = {
    "core.Draft": (OTHERWISE, "form"),
    "core.InstalledObject": (OURS, "name"),
    "core.StoredFile": (NAME, "name"),
    "crm.Consent": (RECORD, "source"),
    "crm.EmailAddress": (RECORD, "source"),
    "crm.PhoneNumber": (RECORD, "source"),
    "crm.PostalAddress": (RECORD, "source"),
    "crm.Supporter": (RECORD, "note"),
}
DERIVED_OR_CODED = (models.EmailField, models.URLField, models.SlugField, models.UUIDField)


def columns(model: type[models.Model]) -> set[str]:
    """The columns into which a sentence fits."""
    return {
        field.name
        for field in model._meta.local_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, DERIVED_OR_CODED)
        and not field.choices
        and (field.max_length is None or field.max_length >= SHORTEST_TEXT)
    }


def watched(model: type[models.Model]) -> set[str]:
    """The columns whose words are looked at."""
    texts = set(model.texts) if issubclass(model, TextRow) else set()
    return texts | asked(model) | ({model.free} if issubclass(model, TypedRow) and model.free else set())


def test_every_column_of_free_text_is_watched_or_decided():
    decided = {f"{label}.{name}" for label, (_, names) in DECIDED.items() for name in names.split()}
    there = {
        f"{model._meta.label}.{name}"
        for model in our_models()
        if model._meta.managed
        for name in columns(model) - watched(model)
    }

    assert sorted(there - decided) == []
    assert sorted(decided - there) == []


@pytest.mark.parametrize("model", text_models(), ids=lambda model: model._meta.label)
def test_every_record_with_free_texts_is_looked_at_again_and_can_be_hidden(model):
    kind = whole_of(model)._meta.label_lower

    assert isinstance(model._default_manager.all(), TextQuerySet)
    assert [entry.object_type for entry in extend.entries(TypedRows)].count(kind) == 1
    assert kind in {entry.object_type for entry in extend.entries(extend.GuardedRows)}
    assert set(model.texts) <= {field.name for field in model._meta.local_fields}


@pytest.mark.parametrize(
    "model", [model for model in apps.get_models() if issubclass(model, TypedRow) and model.free], ids=str
)
def test_so_is_every_row_with_typed_names_and_free_words(model):
    assert model._meta.label_lower in {entry.object_type for entry in extend.entries(extend.GuardedRows)} or any(
        model._meta.label_lower in str(parent) for parent in ()
    )
