"""The giving page's form. Only amounts and funds the page offers are accepted.

Its token is signed, expires after a day, and holds the key by which a form submitted twice is one intent.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from babel import Locale
from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from core.display import money_text
from core.forms.fields import offer_rows
from core.http.challenges import Challenged
from core.money import ZERO, MoneyFormField
from crm.contact_details.fields import ContactEmailField
from crm.contact_details.values import read_zip
from crm.names.fields import PublicNameField
from donations.ledger.drafts import LineDraft
from donations.models import Fund, GiftIntent, GiftLine, GivingPage
from donations.online.checkout import DonorDetails, IntentDetails, fee_cover

TOKEN_SALT = "donations.give"
TOKEN_SECONDS = 24 * 3600
OTHER = "other"
#: The position of the donor's own amount, after the page's five.
OWN_SLOT = 6
#: From this amount on, three amounts do not fit side by side on a phone.
LONG_AMOUNT = 10_000


@dataclass(frozen=True)
class Choice:
    """An amount to pick: its value in the form, its place (1 to 6), and what covering the fee would add."""

    value: str
    slot: int
    amount: Decimal | None = None
    fee: Decimal | None = None

    @property
    def total(self) -> Decimal | None:
        return None if self.amount is None or self.fee is None else self.amount + self.fee


def new_token(page: GivingPage, *, in_place_of: str = "") -> str:
    """A token for a new form of a page; `in_place_of` is the public id of the unpaid intent it replaces, if any."""
    carried = {"key": secrets.token_urlsafe(18), "page": page.slug, "before": in_place_of[:32]}
    return signing.dumps(carried, salt=TOKEN_SALT)


def asked(page: GivingPage, amount: Decimal) -> dict[str, Any]:
    """The initial values for an amount: one of the page's, or the donor's own."""
    return {"amount": plain(amount)} if amount in page.choices else {"amount": OTHER, "other": plain(amount)}


def public_funds(page: GivingPage) -> QuerySet[Fund]:
    """The funds a page offers; each must be offered to the public."""
    offered = Fund.objects.filter(active=True, public=True)
    chosen = page.funds.all() if page.pk else Fund.objects.none()
    return offered.filter(pk__in=chosen.values("pk")) if chosen.exists() else offered


def countries() -> list[tuple[str, str]]:
    """Countries in the page's language; the most common ones first."""
    territories = Locale((get_language() or "en")[:2]).territories
    first = ("US", "CA", "GB", "PK", "AE", "SA", "AU")
    rest = sorted(
        ((code, name) for code, name in territories.items() if len(code) == 2 and code.isalpha() and code not in first),
        key=lambda pair: pair[1],
    )
    known = [pair for pair in rest if pair[0] not in ("EU", "EZ", "UN", "XA", "XB", "ZZ", "QO")]
    return [("", now("Choose a country")), *((code, territories[code]) for code in first), *known]


def plain(amount: Decimal) -> str:
    """An amount as a form's value: `50`, `12.50`."""
    return f"{amount:.0f}" if amount == int(amount) else f"{amount:.2f}"


class FundChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Fund) -> str:
        name = obj.words((get_language() or "en")[:2])
        return f"{name} ({now('zakat-eligible')})" if obj.zakat_eligible else name


class GiveForm(Challenged):
    """The giving form. `page` sets the choices; an unsaved page has the defaults."""

    amount = forms.CharField(max_length=12, label=_("Amount"))
    other = MoneyFormField(required=False, label=_("Your amount"))
    fund = FundChoice(Fund.objects.none(), label=_("Fund"), empty_label=None)
    cover_fee = forms.BooleanField(required=False)
    tribute_kind = forms.ChoiceField(required=False, choices=[("", ""), *GiftIntent.TributeKind.choices])
    tribute_name = PublicNameField(max_length=200, required=False, label=_("Honoree's name"))
    full_name = PublicNameField(min_length=2, max_length=200, label=_("Full name"))
    email = ContactEmailField(max_length=254, label=_("Email"))
    anonymous = forms.BooleanField(required=False)
    country = forms.ChoiceField(required=False, choices=lazy(countries, list), label=_("Country"))
    postal_code = forms.CharField(max_length=20, required=False, label=_("ZIP or postal code"))
    comment = forms.CharField(max_length=1_000, required=False, label=_("Message"))
    website = forms.CharField(required=False)  # honeypot: hidden from people, filled in by scripts
    token = forms.CharField()

    def __init__(self, *args: Any, page: GivingPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        self.key = self.in_place_of = ""
        offer_rows(self, "fund", public_funds(page))
        for name in ("full_name", "email", "amount", "fund"):
            self.fields[name].error_messages["required"] = REQUIRED[name]
        self.fields["full_name"].error_messages |= dict.fromkeys(("min_length", "name"), REQUIRED["full_name"])
        self.fields["tribute_name"].error_messages["name"] = _("Enter a name without a web address.")
        self.fields["email"].error_messages["invalid"] = _("Enter an email address like name@example.org.")
        self.fields["fund"].error_messages["invalid_choice"] = _("Choose a fund from the list.")

    def clean_token(self) -> str:
        token = self.cleaned_data["token"]
        try:
            carried = signing.loads(token, salt=TOKEN_SALT, max_age=TOKEN_SECONDS)
        except signing.BadSignature:
            raise ValidationError(_("This page has expired. Nothing was charged. Please submit it again.")) from None
        if carried["page"] != self.page.slug:
            raise ValidationError(_("This page has expired. Nothing was charged. Please submit it again."))
        self.key, self.in_place_of = carried["key"], carried["before"]
        return token

    def clean_postal_code(self) -> str:
        typed = self.cleaned_data["postal_code"]
        return read_zip(typed, american=self.cleaned_data.get("country") in ("", "US", None)) or typed

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(_("Leave the hidden field blank."))
        return ""

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        self._clean_gift(data)
        if data.get("tribute_kind") and not data.get("tribute_name"):
            data["tribute_kind"] = ""
        return data

    def _clean_gift(self, data: dict[str, Any]) -> None:
        """The gift's amount: the typed one, even if another is selected, else the selected one."""
        if self.has_own:
            self.errors.pop("amount", None)
            if "other" in data:
                self._check_other(data)
            return
        chosen = {plain(amount): amount for amount in self.page.choices}
        if data.get("amount") in chosen:
            data["gift"] = chosen[data["amount"]]
        elif "amount" in data:
            self.add_error("other" if data["amount"] == OTHER else "amount", REQUIRED["amount"])

    def _check_other(self, data: dict[str, Any]) -> None:
        amount, smallest, largest = data["other"], self.page.minimum, self.page.maximum
        if amount < smallest:
            self.add_error("other", now("Enter %(amount)s or more.") % {"amount": money_text(smallest)})
        elif amount > largest:
            self.add_error(
                "other",
                now("Enter %(amount)s or less. To give more, please contact us.") % {"amount": money_text(largest)},
            )
        else:
            data["gift"] = amount

    def choices(self) -> list[Choice]:
        """The amounts of the page and the donor's own, for the template."""
        listed = [
            Choice(plain(amount), slot, amount, fee_cover(amount)) for slot, amount in enumerate(self.page.choices, 1)
        ]
        own = self.own
        return [*listed, Choice(OTHER, OWN_SLOT, own, None if own is None else fee_cover(own))]

    @property
    def has_long_amounts(self) -> bool:
        """Whether an amount of the page is too wide for a third of a phone's screen."""
        return any(amount % 1 or amount >= LONG_AMOUNT for amount in self.page.choices)

    @property
    def has_own(self) -> bool:
        """Whether the donor typed an amount."""
        return bool(str(self["other"].value() or "").strip())

    @property
    def own(self) -> Decimal | None:
        """The amount the donor typed, or None when it can't be read."""
        try:
            amount = self.fields["other"].clean(self["other"].value())
        except ValidationError:
            return None
        return amount if amount and amount <= self.page.maximum else None

    @property
    def picked(self) -> str:
        """The selected choice: the donor's own if one is typed, else the submitted one, the link's, or the page's
        second amount."""
        amounts = self.page.choices
        usual = plain(amounts[min(1, len(amounts) - 1)])
        if self.has_own:
            return OTHER
        return self.data.get("amount", usual) if self.is_bound else self.initial.get("amount", usual)

    def only_amounts(self) -> GiveForm:
        """This form for recalculating the total: only errors of the amount are shown."""
        for name in [name for name in self.errors if name not in ("amount", "other")]:
            del self.errors[name]
        return self

    def lines(self) -> list[LineDraft]:
        """The gift's lines, all for one fund; a fee the donor covers is a separate line and part of the gift."""
        data = self.cleaned_data
        fund, gift = data["fund"].pk, data["gift"]
        lines = [LineDraft(fund_id=fund, amount=gift)]
        fee = fee_cover(gift) if data["cover_fee"] else ZERO
        return [*lines, LineDraft(fund_id=fund, amount=fee, kind=GiftLine.Kind.FEE_COVER)] if fee else lines

    def donor(self, *, language: str) -> DonorDetails:
        data = self.cleaned_data
        copied = ("full_name", "email", "country", "postal_code", "anonymous")
        return DonorDetails(language=language, **{name: data[name] for name in copied})

    def details(self, *, title: str, return_to: str) -> IntentDetails:
        data = self.cleaned_data
        return IntentDetails(
            title=title,
            return_to=return_to,
            cancel_to=return_to,
            page_id=self.page.pk,
            campaign_id=self.page.campaign_id,
            tribute_kind=data["tribute_kind"],
            tribute_name=data["tribute_name"] if data["tribute_kind"] else "",
            comment=data["comment"],
        )


REQUIRED = {
    "amount": _("Choose an amount or enter your own."),
    "fund": _("Choose a fund."),
    "full_name": _("Enter your full name as it should appear on the receipt."),
    "email": _("Enter your email address. We'll send your receipt there."),
}
