"""Bulk actions on gifts: the fields that may change after posting."""

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
from crm.contributes.bulk_actions import anonymity
from donations.ledger.rollups import followed
from donations.models import Campaign, Gift


class CampaignForm(forms.Form):
    campaign = forms.ModelChoiceField(
        Campaign.objects.filter(active=True), required=False, empty_label="None", label="Campaign"
    )


class AnonymityForm(forms.Form):
    anonymous = anonymity("In donor lists and on the campaign page")


@transaction.atomic
def set_campaign(*, keys: Sequence[int], campaign: Campaign | None, by: User) -> int:
    """Set the campaign of gifts, or none. Returns how many changed; amounts and dates stay."""
    return _annotate(keys, by, campaign_id=campaign.pk if campaign else None)


@transaction.atomic
def set_anonymity(*, keys: Sequence[int], anonymous: bool, by: User) -> int:
    """Set whether the donors of these gifts are anonymous to the public. Returns how many changed."""
    return _annotate(keys, by, anonymous=anonymous)


@transaction.atomic
def restore(*, name: str, now: Any, was: Sequence[tuple[Any, Sequence[int]]], by: User) -> int:
    """Undo: write former values back, only where the field still holds `now`. Returns how many changed."""
    rows = Gift.objects.visible_to(by).filter(**{name: now})
    return sum(
        _annotate(list(rows.filter(pk__in=keys).values_list("pk", flat=True)), by, **{name: value})
        for value, keys in was
    )


def _annotate(keys: Sequence[int], by: User, **values: Any) -> int:
    """Set fields that stay editable on posted gifts, with one audit entry for all of them."""
    changed, changes = 0, []
    for part in chunks(keys):
        rows = list(Gift.objects.visible_to(by).filter(pk__in=part).exclude(**values).order_by("pk"))
        changes += [was for row in rows for was in audit.differences(row, values)]
        chosen = [row.pk for row in rows]
        with followed(chosen if "campaign_id" in values else []):
            Gift.objects.filter(pk__in=chosen).update(version=F("version") + 1, **values)
        changed += len(rows)
    if changed:
        audit.record(by, "gifts.annotated", fields=sorted(values), count=changed, changes=changes)
    return changed


def _message(count: int, what: str) -> str:
    return f"{counted(count, 'gift', 'gifts')} updated: {what}." if count else "No changes were needed."


def _undo(keys: Sequence[int], by: User, name: str, now: Any) -> Undo | None:
    return undo_of_many("gifts-annotated", Gift.objects.visible_to(by), keys, name=name, now=now)


def _campaign(keys: Sequence[int], by: User, values: dict[str, Any]) -> Outcome:
    campaign = values["campaign"]
    undo = _undo(keys, by, "campaign_id", campaign.pk if campaign else None)
    count = set_campaign(keys=keys, campaign=campaign, by=by)
    return Outcome(_message(count, f"campaign set to {campaign}" if campaign else "campaign removed"), undo=undo)


def _anonymity(keys: Sequence[int], by: User, values: dict[str, Any]) -> Outcome:
    hidden = values["anonymous"]
    undo = _undo(keys, by, "anonymous", hidden)
    count = set_anonymity(keys=keys, anonymous=hidden, by=by)
    return Outcome(_message(count, "donors are anonymous" if hidden else "donors may be named"), undo=undo)


ACTIONS = (
    BulkAction(
        on="gift",
        slug="campaign",
        label="Set campaign",
        icon="flag",
        permission="gifts.record",
        order=10,
        do=_campaign,
        form=CampaignForm,
        text="Amounts, dates and receipts won't change.",
    ),
    BulkAction(
        on="gift",
        slug="anonymity",
        label="Set anonymity",
        icon="eye-off",
        permission="gifts.record",
        order=20,
        do=_anonymity,
        form=AnonymityForm,
        fresh=True,  # nothing to undo: the public may have seen the name already
        text="Staff will still see the donors' names.",
    ),
)
