"""Every column of free text, somewhere: whom its words name is noted as it is written, or it says why it needs not be.

A column added later fails here until somebody decided: texts that staff type belong to `TextRow.texts`, with the record
on whose page they stand, or to `TypedRow.free`.
"""

import pytest
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
    "core.AuditEntry": (OTHERWISE, "reason"),
    "core.Change": ("guarded by what it is about", "after before"),
    "core.Draft": (OURS, "form"),
    "core.JobRun": (OURS, "doing error label task"),
    "core.Message": ("guarded by what it is about and by its address",
                     "html identity message_id provider_id secret subject text why"),
    "core.Organization": (SETUP, "address giving_promise giving_promise_ur legal_name website"),
    "core.SavedView": (OURS, "query"),
    "core.SentForm": ("read by the user who sent the form, and forgotten as somebody is protected",
                      "location messages place"),
    "core.StoredFile": (NAME, "name"),
    "core.Suppression": ("words about one address, guarded by it", "lifted_because source"),
    "crm.EmailAddress": (UNSHOWN, "mailbox normalized source"),
    "crm.Household": (NAME, "name salutation shown_name"),
    "crm.NameKey": (OURS, "form"),
    "crm.PhoneNumber": (UNSHOWN, "source"),
    "crm.PostalAddress": (RECORD, "source street"),
    "crm.Supporter": (NAME, "full_name name_keys native_name salutation search_text shown_name sort_name"),
    "crm.SupporterReference": (OURS, "value"),
    "crm.TypedKey": (OURS, "form"),
    "donations.BalanceTransaction": (OURS, "description"),
    "donations.Benefit": (SETUP, "description status_source"),
    "donations.DonorReview": (OURS, "reason"),
    "donations.Fund": (SETUP, "purpose"),
    "donations.FundRestriction": (UNSHOWN, "reason"),
    "donations.GatewayEvent": (OURS, "error"),
    "donations.GiftIntent": (OURS, "cancel_path return_path session_url title"),
    "donations.GiftLine": (SETUP, "description"),
    "donations.GiftReference": (OURS, "value"),
    "donations.GivingPage": (SETUP, "story story_ur"),
    "donations.IntentLine": (SETUP, "description"),
    "donations.Refund": (OURS, "reference"),
    "donations.RefundRequest": (UNSHOWN, "error reason"),
    "donations.UnmatchedPayment": (UNSHOWN, "closed_reason reason"),
    "donations.UnmatchedRefund": (UNSHOWN, "closed_reason reason"),
    "events.Event": (SETUP, "note note_ur story story_ur title title_ur venue"),
    "events.Guest": (OURS, "returned_source"),
    "events.TicketType": (SETUP, "value_reason"),
    "imports.FundAlias": (SETUP, "alias"),
    "imports.ImportBatch": (NAME, "name shown_name"),
    "imports.ImportRow": ("shown through the rows' own rule", "reason sounds waits_for"),
    "receipts.ReceiptVoid": ("looked at with the receipt: receipts.issuing.named_people", "reason"),
}  # fmt: skip
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
