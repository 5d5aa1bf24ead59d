"""Staff forms for gifts and pledges."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy

from core import display
from core.forms.doubts import DoubtingForm
from core.forms.fields import DayInput, offer_rows
from core.models import User
from core.money import MoneyFormField
from crm.models import Supporter
from donations.ledger.drafts import EARLIEST, GiftDraft, LineDraft, Reference
from donations.ledger.duplicate_gifts import same_check, told_of
from donations.models import Campaign, Fund, Gift, Pledge
from donations.payment_methods import validate_check_number
from donations.views.property_fields import PropertyFields

HELD_FIELDS = ("gift_on", "method", "fund", "campaign")
NAMES_SHOWN = 8
#: While the user types, the donor field suggests supporters, and amount, check number and date look for duplicates.
DONOR_ATTRS = {
    "autocomplete": "off",
    "role": "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": "donor-options",
    "data-donor": "",
    "hx-get": reverse_lazy("donations:donor-options"),
    "hx-trigger": "input changed delay:150ms",
    "hx-target": "#donor-options",
    "hx-sync": "this:replace",
}
PICKED_ATTRS = {
    "hx-get": reverse_lazy("donations:donor-picked"),
    "hx-trigger": "change",
    "hx-target": "#donor-picked",
    "hx-sync": "this:replace",
}
SIMILAR_ATTRS = {
    "hx-get": reverse_lazy("donations:gift-similar"),
    "hx-trigger": "change, input changed delay:400ms",
    "hx-target": "#similar",
    "hx-include": "closest form",
    "hx-params": "supporter,amount,check_number,gift_on",
    "hx-sync": "closest form:queue last",
}


class PledgeChoice(forms.ModelChoiceField):
    """A pledge, labeled with its open amount."""

    def label_from_instance(self, pledge: Pledge) -> str:
        open_text = display.money_text(pledge.open_amount)
        return f"{pledge.spoken_number}: {open_text} of {display.money_text(pledge.amount)} unpaid, {pledge.fund}"


class GiftFields(PropertyFields, DoubtingForm):
    """What every gift has, whoever enters it."""

    amount = MoneyFormField(min_value=0, label="Amount")
    gift_on = forms.DateField(
        label="Date of gift",
        widget=DayInput,
        help_text="For a mailed check, the postmark date. If given in person, that day.",
    )
    method = forms.ChoiceField(label="Payment method", choices=Gift.Method.choices)
    check_number = forms.CharField(
        label="Check number", max_length=30, required=False, validators=[validate_check_number]
    )
    fund = forms.ModelChoiceField(Fund.objects.none(), label="Fund", empty_label=None)
    campaign = forms.ModelChoiceField(Campaign.objects.none(), label="Campaign", required=False, empty_label="None")
    note = forms.CharField(label="Note", required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        offer_rows(self, "fund", Fund.objects.filter(active=True))
        offer_rows(self, "campaign", Campaign.objects.filter(active=True))

    def clean_amount(self):
        amount = self.cleaned_data["amount"]
        if amount <= 0:
            raise ValidationError("Enter an amount above $0.")
        return amount

    def clean_gift_on(self) -> date:
        day = self.cleaned_data["gift_on"]
        if day > self.today:
            raise ValidationError("The date is in the future.")
        if day < EARLIEST:
            raise ValidationError("Check the year: the date is before 1900.")
        return day

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.doubt_early("gift_on")
        return self.cleaned_data

    def draft(self, supporter: Supporter, **more: Any) -> GiftDraft:
        """The typed gift; everything goes to one fund unless `lines` are given."""
        data = self.cleaned_data
        return GiftDraft(
            supporter_id=supporter.pk,
            lines=more.pop("lines", None) or (LineDraft(data["fund"].pk, data["amount"]),),
            method=data["method"],
            gift_on=data["gift_on"],
            received_on=data["gift_on"],
            campaign_id=data["campaign"].pk if data["campaign"] else None,
            check_number=data["check_number"],
            note=data["note"],
            **{**more, **self.given()},
        )


def is_name(text: str) -> bool:
    """Whether what was typed in a donor field can be somebody's name: not empty, a number or an email address."""
    return any(map(str.isalpha, text)) and "@" not in text


class GiftForm(GiftFields):
    """Record one gift: the donor first, then the amount; other fields keep the values of the last entry.

    `supporter` is the selected row; without JavaScript the name alone is looked up. `entry` identifies this form, so
    that submitting it twice records one gift.
    """

    donor = forms.CharField(label="Donor", max_length=250, help_text="Name, email, phone or supporter number (S-1042).")
    supporter = forms.IntegerField(required=False, widget=forms.HiddenInput)
    entry = forms.UUIDField(widget=forms.HiddenInput)
    again = forms.CharField(required=False)
    create_new = forms.BooleanField(required=False, label="Add this name as a new supporter")
    pledge = PledgeChoice(Pledge.objects.none(), required=False, label="Pledge", empty_label="None: this is a new gift")
    field_order = [
        *("donor", "amount", "check_number", "pledge", "method", "gift_on", "kind", "description"),
        *("fund", "campaign", "note"),
    ]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.found: list[Supporter] = []
        self.twins: list[Gift] = []
        self.fields["donor"].widget.attrs.update(DONOR_ATTRS)
        for name in ("amount", "check_number", "gift_on"):
            self.fields[name].widget.attrs.update(SIMILAR_ATTRS)
        self.initial.setdefault("gift_on", self.today)
        self.initial.setdefault("method", Gift.Method.CHECK)
        self.initial.setdefault("entry", uuid.uuid4())
        picked = self.picked()
        if picked:
            unpaid = Pledge.objects.visible_to(self.user).unpaid().filter(supporter=picked)
            offer_rows(self, "pledge", unpaid.select_related("fund"))
            self.initial.setdefault("donor", picked.shown_name)
        if not self.is_bound:  # with errors, the error summary gets the focus
            self.fields["amount" if picked else "donor"].widget.attrs["autofocus"] = True
        self.fields["supporter"].widget.attrs.update(PICKED_ATTRS)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("donor"):
            return data
        data["person"] = self._picked_by(data["donor"]) or self._only_match(data["donor"])
        if data["person"] is None and not data.get("create_new"):
            self.add_error("donor", self._question(data["donor"]))
        self._ask_about_twins(data)
        self._ask_about_pledge(data)
        return data

    def _ask_about_pledge(self, data: dict[str, Any]) -> None:
        """Ask when the amount exceeds the pledge's open amount: it may be a second gift, or for another pledge."""
        pledge, amount = data.get("pledge"), data.get("amount")
        if pledge and amount and amount > pledge.open_amount:
            open_text, text = display.money_text(pledge.open_amount), display.money_text(amount)
            question = f"{text} is more than the {open_text} unpaid on {pledge.spoken_number}."
            self.doubt("amount", f"overpaid:{pledge.pk}:{amount}", question, f"Apply all {text} to this pledge")

    def _ask_about_twins(self, data: dict[str, Any]) -> None:
        """Ask before recording a check with the same donor, amount and number as an earlier one."""
        amount, number = data.get("amount"), data.get("check_number")
        if not (amount and number):
            return
        donors = [data["person"]] if data["person"] else self._of_this_name(data.get("donor", ""))
        entry = str(data.get("entry", ""))
        self.twins = same_check(donors=donors, amount=amount, check_number=number, entry=entry)
        if {str(gift.pk) for gift in self.twins} - set(data["again"].split(",")):
            told = told_of(self.twins, user=self.user)
            self.add_error("check_number", f"{told} If this is a different check, select the box below and save again.")

    def _of_this_name(self, text: str) -> list[Supporter]:
        """Supporters the name of a new supporter may mean, as they may have been added a moment ago."""
        found = Supporter.objects.visible_to(self.user).not_merged().matching(text)[:NAMES_SHOWN]
        return [row for row in found if _folded(row.shown_name) == _folded(text)]

    @property
    def twin_keys(self) -> str:
        """The possible duplicates that the answer “another check” refers to."""
        return ",".join(str(gift.pk) for gift in self.twins)

    def references(self) -> tuple[Reference, ...]:
        return (Reference("form", "entry", str(self.cleaned_data["entry"])),)

    def picked(self) -> Supporter | None:
        """The supporter selected from suggestions. Without JavaScript the name beside it may have been changed
        since."""
        value = (self.data.get("supporter") if self.is_bound else self.initial.get("supporter")) or ""
        if not str(value).isdecimal() or len(str(value)) > 18:
            return None
        return Supporter.objects.visible_to(self.user).not_merged().filter(pk=int(value)).first()

    def _picked_by(self, text: str) -> Supporter | None:
        """The selected supporter, if the typed name still matches."""
        picked = self.picked()
        means = picked and (
            _folded(picked.shown_name) == _folded(text)
            or Supporter.objects.visible_to(self.user).matching(text).filter(pk=picked.pk).exists()
        )
        return picked if means else None

    def _only_match(self, text: str) -> Supporter | None:
        if self.cleaned_data.get("create_new"):
            return None
        self.found = list(Supporter.objects.visible_to(self.user).not_merged().matching(text)[:NAMES_SHOWN])
        exact = [row for row in self.found if row.shown_name.casefold() == text.strip().casefold()]
        if len(self.found) == 1 or len(exact) == 1:
            return (exact or self.found)[0]
        return None

    def _question(self, text: str) -> str:
        if self.found:
            return f"{len(self.found):,} supporters match “{text}”. Choose one below, or add a new supporter."
        if not is_name(text):
            return f"No supporters found for “{text}”. Enter a name."
        return f"No supporters found for “{text}”. Select the box below to add a new supporter with this name."

    @property
    def offers_new(self) -> bool:
        """Whether the page asks to add what was typed as a new supporter: a name that was not settled."""
        if not self.is_bound:
            return False
        asked = "donor" in self.errors or self.data.get("create_new")
        return bool(asked) and is_name(self.data.get("donor", ""))


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


class NoteForm(forms.Form):
    """Fields of a posted gift that stay editable."""

    campaign = forms.ModelChoiceField(Campaign.objects.all(), label="Campaign", required=False, empty_label="None")
    anonymous = forms.BooleanField(label="Keep the donor anonymous", required=False)
    note = forms.CharField(label="Note", required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(widget=forms.HiddenInput)


class RefundForm(forms.Form):
    amount = MoneyFormField(min_value=0, label="Refund amount")
    refunded_on = forms.DateField(label="Refund date", widget=DayInput)
    reason = forms.CharField(
        label="Reason",
        max_length=500,
        help_text="For staff only. The corrected receipt states the amount and the date.",
    )

    def __init__(self, *args: Any, gift: Gift, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gift, self.today = gift, today

    def clean_amount(self):
        amount = self.cleaned_data["amount"]
        if not 0 < amount <= self.gift.net_amount:
            raise ValidationError(
                f"Enter an amount above $0, up to the ${self.gift.net_amount:,.2f} that remains of this gift."
            )
        return amount

    def clean_refunded_on(self) -> date:
        day = self.cleaned_data["refunded_on"]
        if not self.gift.gift_on <= day <= self.today:
            earliest = display.day_text(self.gift.gift_on)
            raise ValidationError(f"Enter a date between {earliest} (the date of gift) and today.")
        return day


class PledgeForm(DoubtingForm):
    amount = MoneyFormField(min_value=0, label="Pledge amount")
    fund = forms.ModelChoiceField(Fund.objects.filter(active=True), empty_label=None)
    promised_on = forms.DateField(label="Pledge date", widget=DayInput)
    note = forms.CharField(required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_amount(self):
        if self.cleaned_data["amount"] <= 0:
            raise ValidationError("Enter an amount above $0.")
        return self.cleaned_data["amount"]

    def clean_promised_on(self) -> date:
        if not EARLIEST <= self.cleaned_data["promised_on"] <= self.today:
            raise ValidationError("Enter a date from 1900 to today.")
        return self.cleaned_data["promised_on"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.doubt_early("promised_on")
        return self.cleaned_data
