"""Forms about people. Input is cleaned (control characters, double spaces), never guessed at."""

from __future__ import annotations

import unicodedata
from typing import Any

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError

from crm.contact_details.fields import ContactEmailField, checked_phone, checked_zip
from crm.models import Consent, EmailAddress, Household, PhoneNumber, PostalAddress, Supporter

#: Zero-width joiner and non-joiner, which Urdu spelling needs. Other zero-width characters hide or reorder text.
JOINERS = "\u200c\u200d"
#: Fields of a protected supporter's form shown only to users the name was revealed to.
REVEALED_FIELDS = ("full_name", "given_name", "family_name", "native_name", "salutation", "protected", "note")

#: What a form leaves out where its words name somebody else who is protected.
TEXTS = ("note", "salutation")


def one_line(text: str) -> str:
    """The text on one line, single spaces, without control and direction characters."""
    return " ".join("".join(_printable(char) for char in text).split())


def many_lines(text: str) -> str:
    """The text with each line cleaned by `one_line`, without empty lines at either end."""
    return "\n".join(one_line(line) for line in text.splitlines()).strip()


def _printable(char: str) -> str:
    category = unicodedata.category(char)
    if category in ("Cc", "Zl", "Zp", "Zs"):
        return " "
    return "" if category in ("Cf", "Cs") and char not in JOINERS else char


class LineField(forms.CharField):
    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class LinesField(forms.CharField):
    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return many_lines(super().to_python(value) or "")


def countries() -> list[tuple[str, str]]:
    """Countries by English name, the organization's own first."""
    names = Locale("en").territories
    known = [(code, name) for code, name in names.items() if len(code) == 2 and code.isalpha() and code not in NO_STATE]
    return sorted(known, key=lambda item: (item[0] != "US", item[1]))


NO_STATE = {"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"}


class SupporterForm(forms.ModelForm):
    """A supporter's details. For a protected supporter whose name is hidden, only the fields that reveal nothing;
    without the texts that name somebody else who is (`silent`)."""

    full_name = LineField(
        max_length=250,
        label="Full name",
        error_messages={"required": "Enter a name. One name is enough."},
        help_text="As the supporter writes it. One name is enough.",
    )
    given_name = LineField(max_length=120, required=False, label="Given name")
    family_name = LineField(max_length=120, required=False, label="Family name", help_text="Used to sort lists.")
    native_name = LineField(max_length=250, required=False, label="Name in native script")
    salutation = LineField(
        max_length=200, required=False, label="Salutation", help_text="After “Dear”. Leave blank to use the name."
    )
    note = LinesField(
        max_length=10_000, required=False, label="Note", widget=forms.Textarea(attrs={"rows": 4, "class": "full"})
    )

    class Meta:
        model = Supporter
        fields = [
            "full_name",
            "native_name",
            "given_name",
            "family_name",
            "kind",
            "donor_type",
            "salutation",
            "language",
            "protected",
            "anonymous",
            "note",
        ]
        labels = {
            "kind": "Type",
            "donor_type": "Donor type",
            "language": "Preferred language",
            "protected": "Protected",
            "anonymous": "Anonymous in public",
        }
        help_texts = {"anonymous": "Their name is never shown publicly with a gift."}

    def __init__(self, *args: Any, hidden: bool = False, silent: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in REVEALED_FIELDS if hidden else TEXTS if silent else ():
            del self.fields[name]
        if "native_name" in self.fields:
            self.fields["native_name"].widget.attrs.update({"dir": "auto"})

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        individual = data.get("donor_type") in (Supporter.DonorType.INDIVIDUAL, Supporter.DonorType.COUPLE)
        if data.get("kind") == Supporter.Kind.ORGANIZATION and individual:
            self.add_error(
                "donor_type", "Choose a donor type for an organization. “Person” and “Couple” are for people."
            )
        return data

    def values(self) -> dict[str, Any]:
        """The cleaned values, by model field."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.cleaned_data}


class ContactDetailsForm(forms.Form):
    """Contact details of a new supporter; more are added on their page."""

    email = ContactEmailField(required=False, max_length=254, label="Email")
    phone = LineField(required=False, max_length=40, label="Phone", widget=forms.TextInput(attrs={"type": "tel"}))
    street = LinesField(required=False, max_length=300, label="Street", widget=forms.Textarea(attrs={"rows": 2}))
    city = LineField(required=False, max_length=100, label="City")
    region = LineField(required=False, max_length=60, label="State or region")
    postal_code = LineField(required=False, max_length=20, label="ZIP or postal code")
    country = forms.ChoiceField(choices=countries, required=False, initial="US", label="Country")

    def clean_phone(self) -> str:
        return checked_phone(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        _check_zip(self, data)
        if (
            not data.get("street")
            and any(data.get(name) for name in ("region", "postal_code"))
            and not data.get("city")
        ):
            self.add_error("city", "Enter a street or a city.")
        return data

    def address(self) -> dict[str, str] | None:
        """The postal address, or None when no address was typed."""
        names = ("street", "city", "region", "postal_code")
        found = {name: self.cleaned_data[name] for name in names}
        return {**found, "country": self.cleaned_data["country"] or "US"} if any(found.values()) else None


class EmailForm(forms.ModelForm):
    address = ContactEmailField(max_length=254, label="Email address")
    label = LineField(required=False, max_length=40, label="Label", help_text="Home, work, …")

    class Meta:
        model = EmailAddress
        fields = ["address", "label", "primary"]
        labels = {"primary": "Use as primary email address"}


class PhoneForm(forms.ModelForm):
    number = LineField(max_length=40, label="Phone number", widget=forms.TextInput(attrs={"type": "tel"}))
    label = LineField(required=False, max_length=40, label="Label", help_text="Mobile, WhatsApp, evenings, …")

    class Meta:
        model = PhoneNumber
        fields = ["number", "label", "primary"]
        labels = {"primary": "Use as primary phone number"}

    def clean_number(self) -> str:
        return checked_phone(self.cleaned_data["number"])


class AddressForm(forms.ModelForm):
    street = LinesField(
        max_length=300,
        required=False,
        label="Street",
        help_text="One or two lines.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    city = LineField(max_length=100, required=False, label="City")
    region = LineField(max_length=60, required=False, label="State or region")
    postal_code = LineField(max_length=20, required=False, label="ZIP or postal code")
    country = forms.ChoiceField(choices=countries, label="Country")
    label = LineField(required=False, max_length=40, label="Label", help_text="Home, winter, …")

    class Meta:
        model = PostalAddress
        fields = ["street", "city", "region", "postal_code", "country", "label", "primary"]
        labels = {"primary": "Use as primary address"}

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        _check_zip(self, data)
        if not data.get("street") and not data.get("city"):
            self.add_error("street", "Enter a street or a city.")
        return data


class HouseholdForm(forms.ModelForm):
    name = LineField(
        max_length=200,
        label="Household name",
        help_text="For example, “The Misali family”. It is used exactly as you write it.",
        error_messages={"required": "Enter a household name."},
    )
    salutation = LineField(
        max_length=200,
        required=False,
        label="Salutation",
        help_text="After “Dear”, for letters to the whole household.",
    )

    class Meta:
        model = Household
        fields = ["name", "salutation"]


class RevealForm(forms.Form):
    reason = LineField(
        max_length=500,
        label="Why do you need the name?",
        help_text="Saved in the audit log with your name and the time.",
        error_messages={"required": "Enter a reason. It is saved in the audit log with your name."},
    )


def _check_zip(form: forms.BaseForm, data: dict[str, Any]) -> None:
    """Format a ZIP code once its country is known."""
    try:
        data["postal_code"] = checked_zip(data.get("postal_code") or "", country=data.get("country") or "")
    except ValidationError as error:
        form.add_error("postal_code", error)


class ConsentForm(forms.Form):
    """An opt-in or opt-out that a supporter told us about."""

    channel = forms.ChoiceField(choices=Consent.Channel.choices)
    given = forms.TypedChoiceField(
        label="Preference",
        choices=[("yes", "Opted in"), ("no", "Opted out")],
        coerce=lambda text: text == "yes",
    )
    purpose = forms.ChoiceField(label="Purpose", choices=Consent.Purpose.choices)
    source = forms.CharField(
        label="Source", max_length=120, help_text="For example: by phone on Tuesday, a form at the dinner, a letter."
    )
