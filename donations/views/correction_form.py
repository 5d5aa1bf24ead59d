"""The form that corrects a posted gift."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.datastructures import MultiValueDict

from core.forms.fields import offer_rows
from core.models import User
from core.money import ZERO
from crm.models import Supporter
from donations.ledger.corrections import carried_over, lines_of, without_donor_ties
from donations.ledger.drafts import GiftDraft, kinds_by
from donations.ledger.duplicate_gifts import ask_about_check
from donations.models import Campaign, Fund, Gift
from donations.views.forms import DONOR_ATTRS, NAMES_SHOWN, GiftFields


class CorrectGiftForm(GiftFields):
    """Correct a gift: the entry is reversed and a new one recorded, with the reason.

    A gift with several lines keeps them: its fund and amount are not asked.
    """

    donor = forms.CharField(
        label="Donor",
        max_length=250,
        required=False,
        help_text="To change the donor, enter a name or supporter number (S-1042).",
    )
    supporter = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(label="Reason for the correction", max_length=500)
    version = forms.IntegerField(widget=forms.HiddenInput)
    field_order = [
        *("donor", "amount", "gift_on", "method", "kind", "description", "check_number"),
        *("fund", "campaign", "note", "reason"),
    ]

    def __init__(self, *args: Any, gift: Gift, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gift, self.user = gift, user
        self.found: list[Supporter] = []
        url = f"{reverse_lazy('donations:donor-options')}?known=1"
        self.fields["donor"].widget.attrs.update({**DONOR_ATTRS, "hx-get": url})
        self.initial.setdefault("donor", gift.supporter.shown_name)
        self.initial.setdefault("supporter", gift.supporter_id)
        funds = Fund.objects.filter(lines__gift=gift)
        offer_rows(self, "fund", (Fund.objects.filter(active=True) | funds).distinct())
        offer_rows(self, "campaign", (Campaign.objects.filter(active=True) | gift_campaign(gift)).distinct())
        if gift.lines.count() > 1:
            del self.fields["fund"], self.fields["amount"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        data["person"] = self._person(data.get("donor", "").strip())
        if data["person"]:
            amount = data["amount"] if "amount" in self.fields and "amount" in data else self.gift.amount
            ask_about_check(self, donors=[data["person"]], amount=amount, user=self.user, but=self.gift)
        return data

    def asked(self, method: str | None) -> set[str]:
        """An entry that is only reversed needs no better description."""
        return set() if "take_back" in self.data else super().asked(method)

    def _person(self, text: str) -> Supporter | None:
        """The supporter the donor field names: the present donor, the selected one, or the only match."""
        if text in ("", self.gift.supporter.shown_name) and not self._chosen():
            return self.gift.supporter
        people = Supporter.objects.visible_to(self.user).not_merged()
        found = people.filter(pk__in=self._chosen()).first()
        if found is not None and (found.shown_name == text or len(self._sent()) > 1):
            return found
        self.found = list(people.matching(text)[:NAMES_SHOWN])
        if len(self.found) == 1:
            return self.found[0]
        some, none = (
            f"{len(self.found):,} supporters match “{text}”. Choose one below.",
            f"No supporters found for “{text}”.",
        )
        self.add_error("donor", some if self.found else none)
        return None

    def _chosen(self) -> list[int]:
        """Keys of supporters selected from suggestions or below the field, latest first, without the present donor."""
        keys = [int(text) for text in reversed(self._sent()) if text.isdecimal() and len(text) <= 18]
        return [key for key in keys if key != self.gift.supporter_id][:1]

    def _sent(self) -> list[str]:
        return self.data.getlist("supporter") if isinstance(self.data, MultiValueDict) else []

    def draft(self, supporter: Supporter, **more: Any) -> GiftDraft:
        """The corrected gift, with unchanged values for everything the form does not ask."""
        data = self.cleaned_data
        lines = lines_of(self.gift, fund=data.get("fund"), amount=data.get("amount"))
        values = carried_over(self.gift, amount=sum((line.amount for line in lines), ZERO))
        if supporter.pk != self.gift.supporter_id:  # pledge and joint donor belong to the former donor
            values = {**values, **without_donor_ties(self.gift, supporter)}
        if self.gift.kind not in kinds_by(data["method"]):  # paid in money after all
            values = {**values, "kind": Gift.Kind.CASH, "description": ""}
        return super().draft(supporter, lines=lines, **{**values, **more})


def gift_campaign(gift: Gift) -> QuerySet:
    """The campaign a gift belongs to, open or closed."""
    return Campaign.objects.filter(pk=gift.campaign_id) if gift.campaign_id else Campaign.objects.none()
