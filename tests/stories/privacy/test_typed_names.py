"""Every column that may hold somebody's name, somewhere: each is asked about, or says why it needs not be.

A column added later fails here until somebody decided: names of people that others type belong to `TypedRow.typed`, so
that they are asked whether they are about a protected person.
"""

import re

import pytest
from django.db import models

from core import extend
from crm.models.typed import TypedRow
from crm.protection.typed_rows import TypedRows
from tests.test_architecture import our_models

NAMED = re.compile(
    r"name|alias|title|salutation|buyer|guest|payer|donor|contact|honor|tribute|dedicat|person|who|attn|care_of"
    r"|email|phone|^to$|^by$|signer|note|comment|description|said|party|household"
)
STAFF = "who works here, or the charity itself"
SETUP = "set up by staff, and about no supporter"
PERSON = "the record itself: protected by its own switch, read through crm.identity"
FREE = "free text, shown by whether its record is hidden"
SHOWN = "what shows already"
DECIDED = {
    "core.User": (STAFF, "email name title"),
    "core.Organization": (STAFF, "email legal_name phone short_name signer_name signer_title skipped_steps"),
    "core.StoredFile": ("a file's name; whom files name is guarded by GuardedFiles", "name"),
    "core.InstalledObject": (SETUP, "name"),
    "core.WorkerBeat": (SETUP, "name"),
    "core.SentForm": ("the key of a user", "who"),
    "core.SavedView": (SETUP, "name"),
    "core.Message": ("guarded by what it is about and by its address", "to"),
    "core.AuditEntry": ("numbers, dates, money and names of fields: see core.audit.record", "data"),
    "core.Draft": ("what one user typed and has not sent, shown to them alone; crm.drafts", "values"),
    "core.JobRun": ("keys and counts", "arguments result"),
    "crm.Household": ("named through crm.privacy.household_name, which asks", "name salutation shown_name"),
    "crm.Supporter": (
        PERSON, "family_name full_name given_name name_keys native_name note salutation shown_name sort_name",
    ),
    "donations.Fund": (SETUP, "name name_ur"),
    "donations.Campaign": (SETUP, "name name_ur"),
    "donations.GivingPage": (SETUP, "title title_ur"),
    "donations.Gift": (FREE, "description note"),
    "donations.GiftLine": (SETUP, "description"),
    "donations.Benefit": (SETUP, "description"),
    "donations.BalanceTransaction": ("the processor's own words for a movement", "description"),
    "donations.Pledge": (FREE, "note"),
    "donations.IntentLine": (SETUP, "benefits description"),
    "donations.ProcessorObject": ("facts without the payer: donations.sync", "facts"),
    "donations.GiftIntent": ("what the payment page calls it; free text beside the names", "title comment"),
    "events.Event": (SETUP, "name name_ur note note_ur title title_ur"),
    "events.Meal": (SETUP, "name name_ur"),
    "events.TicketType": (SETUP, "name name_ur"),
    "events.EventExpense": (SETUP, "description"),
    "events.Order": (FREE, "note"),
    "imports.FundAlias": (SETUP, "alias"),
    "imports.ImportBatch": ("shown through the rows' own rule", "answers name parties shown_name totals warnings"),
    "imports.ImportRow": ("shown through the rows' own rule", "plan"),
    "imports.ImportEffect": ("read by undo alone", "after before"),
    "receipts.Receipt": ("what was printed: opening it is written down", "snapshot"),
    "receipts.ReceiptBlock": ("our own sentences, in which no name stands: receipts.issuing.assessment", "problems"),
    "imports.SavedMapping": (SETUP, "name titles columns values"),
}  # fmt: skip
TEXT = (models.CharField, models.TextField, models.JSONField)


def asked(model: type[models.Model]) -> set[str]:
    """The columns that are asked about, and those that show the answer."""
    if not issubclass(model, TypedRow):
        return set()
    return {column for typed in model.typed for column in typed.columns} | model.derived()


def named_columns(model: type[models.Model]) -> set[str]:
    return {
        field.name
        for field in model._meta.local_fields
        if isinstance(field, TEXT)
        and not field.choices
        and (isinstance(field, models.JSONField) or NAMED.search(field.name))
    }


def test_every_column_with_a_name_is_asked_about_or_decided():
    decided = {f"{label}.{name}" for label, (_, names) in DECIDED.items() for name in names.split()}
    there = {
        f"{model._meta.label}.{name}"
        for model in our_models()
        if model._meta.managed
        for name in named_columns(model) - asked(model)
    }

    assert sorted(there - decided) == []
    assert sorted(decided - there) == []


def typed_models() -> list[type[models.Model]]:
    return [model for model in our_models() if issubclass(model, TypedRow)]


@pytest.mark.parametrize("model", typed_models(), ids=lambda model: model._meta.label)
def test_every_row_with_typed_names_is_kept_by_the_database_and_reviewed(model):
    names = " ".join(constraint.name for constraint in model._meta.constraints)
    kinds = {entry.object_type for entry in extend.entries(TypedRows)}

    assert "hidden_by_code" in names
    assert "shown_as_typed" in names
    assert model._meta.label_lower in kinds
    for typed in model.typed:
        assert model._meta.get_field(typed.shown).editable is False


def test_what_is_typed_is_asked_about_somewhere():
    assert {model._meta.label for model in typed_models()} >= {
        "donations.GiftIntent",
        "donations.UnmatchedPayment",
        "events.Guest",
        "events.Invitation",
        "events.Order",
    }
