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

OURS = "our own or another system's words and keys"
SETUP = "set up by staff for everybody, or public: about no supporter"
NAME = "a name or a way to reach somebody: test_typed_names.py decides of it"
UNSHOWN = "on no page; the same words stand in the audit log, whose reasons are guarded by themselves"
POINT = "asked as it is read, by crm.protection.points and the timeline: typed/test_contact_points.py"
CODE = "a code, a key or a figure, which programs compare: no words"
OTHERWISE = "guarded by another rule of its own"
DECIDED = {
    "core.AuditEntry": (OTHERWISE, "act object_type reason"),
    "core.Change": ("guarded by what it is about", "after before field object_type"),
    "core.DefaultView": (CODE, "of"),
    "core.Draft": (OURS, "form"),
    "core.FailedWork": (OURS, "error kind"),
    "core.InstalledObject": (CODE, "described_sha256 name source_sha256"),
    "core.JobRun": (OURS, "doing error identity label slot task worker"),
    "core.Message": (
        "guarded by what it is about and by its address",
        "claim html identity language message_id object_type provider_id purpose secret "
        "subject text why",
    ),
    "core.Organization": (
        SETUP,
        "address currency ein giving_promise giving_promise_ur legal_name phone short_name "
        "signer_name signer_title state_of_incorporation time_zone website",
    ),
    "core.RoleGrant": (CODE, "role"),
    "core.SavedView": (OURS, "name of query"),
    "core.SentForm": (
        "read by the user who sent the form, and forgotten as somebody is protected",
        "content key location messages place run who",
    ),
    "core.Sequence": (CODE, "series"),
    "core.StateRegistration": (SETUP, "number state"),
    "core.StoredFile": (NAME, "media_type name permission sha256"),
    "core.Suppression": ("words about one address, guarded by it", "key lifted_because source"),
    "core.User": (NAME, "name password title"),
    "core.WorkerBeat": (CODE, "name"),
    "crm.EmailAddress": (POINT, "label mailbox normalized source"),
    "crm.Household": (NAME, "code name salutation shown_name"),
    "crm.Mention": (CODE, "object_type"),
    "crm.NameKey": (OURS, "form"),
    "crm.NameReview": (CODE, "object_type"),
    "crm.PhoneNumber": (POINT, "label normalized number source"),
    "crm.PostalAddress": (POINT, "city country label postal_code region source street"),
    "crm.Supporter": (
        NAME,
        "code family_name full_name given_name name_keys native_name search_text shown_name "
        "sort_name",
    ),
    "crm.SupporterReference": (OURS, "system value"),
    "crm.TypedKey": (OURS, "form object_type"),
    "donations.BalanceTransaction": (OURS, "currency external_id reporting_category source_id type"),
    "donations.Campaign": (SETUP, "name name_ur"),
    "donations.DonorReview": (OURS, "reason"),
    "donations.ForeignAmount": (CODE, "currency rate_source"),
    "donations.Fund": (SETUP, "code name name_ur purpose"),
    "donations.FundRestriction": (UNSHOWN, "reason"),
    "donations.GatewayEvent": (OURS, "account api_version error event_id object_id object_kind sha256 type"),
    "donations.Gift": (CODE, "check_number"),
    "donations.GiftIntent": (
        OURS,
        "cancel_path country nonce payment_id postal_code public_id purpose return_path "
        "session_id session_url title",
    ),
    "donations.GiftReference": (OURS, "kind system value"),
    "donations.GivingPage": (SETUP, "amounts story story_ur title title_ur"),
    "donations.IntentLine": (SETUP, "description"),
    "donations.Payout": (CODE, "currency external_id trace_id"),
    "donations.ProcessorObject": (CODE, "external_id kind"),
    "donations.Refund": (OURS, "reference system"),
    "donations.RefundRequest": (UNSHOWN, "error external_id nonce reason"),
    "donations.SoftCredit": (CODE, "role"),
    "donations.UnmatchedPayment": (UNSHOWN, "charge_id closed_reason currency external_id reason"),
    "donations.UnmatchedRefund": (UNSHOWN, "closed_reason currency external_id reason"),
    "events.Event": (SETUP, "city name name_ur note note_ur region story story_ur time_zone title title_ur venue"),
    "events.Guest": (OURS, "returned_source secret"),
    "events.Invitation": (CODE, "token"),
    "events.Meal": (SETUP, "name name_ur"),
    "events.Order": (CODE, "nonce token"),
    "events.OrderLine": (SETUP, "benefit"),
    "events.TicketType": (SETUP, "benefit name name_ur value_reason"),
    "imports.FundAlias": (SETUP, "alias"),
    "imports.ImportBatch": (NAME, "format name sha256 shown_name state_fingerprint"),
    "imports.ImportEffect": (CODE, "digest model owner"),
    "imports.ImportRow": (
        "shown through the rows' own rule",
        "code currency decision kind mark reason sheet shown_sheet sounds waits_for",
    ),
    "imports.SavedMapping": (SETUP, "currency month_day name signature source"),
    "receipts.Receipt": (CODE, "kind number series snapshot_sha256"),
    "receipts.ReceiptVoid": ("looked at with the receipt: receipts.issuing.named_people", "reason"),
}  # fmt: skip
DERIVED_OR_CODED = (models.EmailField, models.URLField, models.SlugField, models.UUIDField)


def columns(model: type[models.Model]) -> set[str]:
    """The columns into which words fit."""
    return {
        field.name
        for field in model._meta.local_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, DERIVED_OR_CODED)
        and not field.choices
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
