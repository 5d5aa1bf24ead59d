"""What administrators fill in about the charity and its users."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from core.forms.fields import DayField, PrintedLineField, is_printable, offer
from core.models import ExemptionStatus, Organization, StateRegistration, User
from core.organization import users
from core.organization.exemption_status import REACHES_BACK
from core.organization.role_labels import role_choice
from core.us_states import STATES

MOST_LINES = 6
CITY_LINE = re.compile(r"^.+,\s*[A-Z]{2}\s+[0-9]{5}(-[0-9]{4})?$")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
US_ZONES = {
    "America/New_York": "Eastern",
    "America/Chicago": "Central",
    "America/Denver": "Mountain",
    "America/Phoenix": "Arizona",
    "America/Los_Angeles": "Pacific",
    "America/Anchorage": "Alaska",
    "Pacific/Honolulu": "Hawaii",
    "America/Puerto_Rico": "Puerto Rico",
}


class OrganizationForm(forms.ModelForm):
    """The charity's own facts, as they stand in the letterhead and in the law's sentences."""

    legal_name = PrintedLineField(
        max_length=200, help_text="As in the certificate of incorporation. Printed on receipts."
    )
    short_name = PrintedLineField(max_length=60, help_text="The name shown on screens and in emails.")
    ein = PrintedLineField(label="EIN", max_length=20, required=False, help_text="Nine digits, like 12-3456789.")
    address = forms.CharField(
        max_length=400,
        label="Letterhead address",
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        help_text="The last line must be the city, state and ZIP code, like Springfield, NY 10000.",
    )
    phone = PrintedLineField(max_length=40, required=False)
    email = forms.EmailField(label="Email", required=False, max_length=254)
    website = PrintedLineField(max_length=200, required=False, help_text="As printed, without https://.")
    formation_on = DayField(label="Date of formation", help_text="No gift before this date is deductible.")
    state_of_incorporation = forms.ChoiceField(label="State of incorporation")
    time_zone = forms.ChoiceField(help_text="Used for the dates on receipts and of recorded gifts.")
    fiscal_year_first_month = forms.TypedChoiceField(
        label="First month of the fiscal year", coerce=int, choices=list(enumerate(MONTHS, 1)), initial=1
    )
    signer_name = PrintedLineField(
        max_length=100, required=False, label="Signer", help_text="The person who signs receipts."
    )
    signer_title = PrintedLineField(max_length=100, required=False, label="Signer's title")

    giving_promise = forms.CharField(
        max_length=600,
        required=False,
        label="Promise to donors",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Your privacy or refund policy, shown on the giving page. Leave blank to show none.",
    )
    giving_promise_ur = forms.CharField(
        max_length=600,
        required=False,
        label="Promise to donors, in Urdu",
        widget=forms.Textarea(attrs={"rows": 3, "dir": "rtl", "lang": "ur"}),
    )

    class Meta:
        model = Organization
        fields = [
            "legal_name",
            "short_name",
            "ein",
            "formation_on",
            "state_of_incorporation",
            "address",
            "phone",
            "email",
            "website",
            "time_zone",
            "fiscal_year_first_month",
            "signer_name",
            "signer_title",
            "giving_promise",
            "giving_promise_ur",
        ]

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        offer(self, "state_of_incorporation", state_choices())
        offer(self, "time_zone", zone_choices())

    def clean_ein(self) -> str:
        text = re.sub(r"[\s-]", "", self.cleaned_data["ein"])
        if not text:
            return ""
        if not re.fullmatch("[0-9]{9}", text):
            raise ValidationError("Enter an EIN with nine digits, like 12-3456789.")
        return f"{text[:2]}-{text[2:]}"

    def clean_address(self) -> str:
        lines = [" ".join(line.split()) for line in self.cleaned_data["address"].splitlines()]
        lines = [line for line in lines if line]
        if not all(map(is_printable, lines)):
            raise ValidationError("Enter plain text. This has characters that can't be printed.")
        if len(lines) > MOST_LINES:
            raise ValidationError(f"Enter at most {MOST_LINES} lines. The letterhead has no room for more.")
        # States' legends name the charity's city, which is read from this line.
        if len(lines) < 2 or not CITY_LINE.fullmatch(lines[-1]):
            raise ValidationError("End with a line for city, state and ZIP code, like Springfield, NY 10000.")
        return "\n".join(lines)

    def clean_website(self) -> str:
        text = self.cleaned_data["website"].removeprefix("https://").removeprefix("http://").rstrip("/")
        if text:
            try:
                URLValidator(schemes=["https"])(f"https://{text}")
            except ValidationError:
                raise ValidationError("Enter a web address, like give.example.org.")
        return text

    def clean_formation_on(self) -> date:
        if self.cleaned_data["formation_on"] > self.today:
            raise ValidationError("The date is in the future.")
        return self.cleaned_data["formation_on"]


class StatusForm(forms.ModelForm):
    starts_on = DayField(
        label="Date",
        error_messages={
            "required": "Enter the date of this status.",
            "unique": "Another status has the same date. Enter a different date.",
        },
        help_text="Date filed for an application, date of the letter for a recognition or denial, date published by "
        "the IRS for a revocation.",
    )
    effective_on = DayField(
        label="Effective date",
        required=False,
        help_text="For a retroactive recognition, or a revocation that was effective before it was published. "
        "Otherwise leave blank.",
    )

    class Meta:
        model = ExemptionStatus
        fields = ["status", "starts_on", "effective_on"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if data.get("effective_on") and data.get("status") and data["status"] not in REACHES_BACK:
            self.add_error(
                "effective_on",
                "Leave this blank. Only a recognition or a revocation can have a different effective date.",
            )
        return data


class RegistrationForm(forms.ModelForm):
    state = forms.ChoiceField()
    number = PrintedLineField(
        max_length=40, required=False, label="Registration number", help_text="Printed where state law requires it."
    )
    starts_on = DayField(label="Start date")
    ends_on = DayField(
        label="End date", required=False, help_text="The first day the registration is no longer in force."
    )

    class Meta:
        model = StateRegistration
        fields = ["state", "number", "starts_on", "ends_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "state", state_choices())


class EndForm(forms.Form):
    ends_on = DayField(label="End date", help_text="The first day the registration is no longer in force.")


class UserForm(forms.ModelForm):
    name = PrintedLineField(max_length=150)
    title = PrintedLineField(max_length=100, required=False, help_text="For example, Treasurer.")
    email = forms.EmailField(
        label="Email",
        max_length=254,
        help_text="Used to sign in.",
        error_messages={"unique": "A user with this email already exists."},
    )
    roles = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one role.",
            "invalid_choice": "Choose roles from the list. “%(value)s” isn't one of them.",
        },
    )

    class Meta:
        model = User
        fields = ["name", "title", "email"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "roles", [(role, role_choice(role)) for role in users.role_names()])
        if self.instance.pk:
            self.fields["roles"].initial = self.instance.role_names

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class PasswordForm(forms.Form):
    password = forms.CharField(
        label="Password",
        strip=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 12 characters. A phrase that only you would think of is easier to remember than symbols.",
    )
    again = forms.CharField(
        label="Repeat password",
        strip=False,
        max_length=500,
        error_messages={"required": "Enter the password again."},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password_validation.validate_password(self.cleaned_data["password"], self.user)
        return self.cleaned_data["password"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if data.get("password") and data.get("again") is not None and data["password"] != data["again"]:
            self.add_error("again", "The two passwords don't match. Enter the same password twice.")
        return data


def state_choices() -> list[tuple[str, str]]:
    return [("", "Choose a state"), *STATES.items()]


@cache
def zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every time zone of the machine's tables, those of the United States first, then by region."""
    groups: dict[str, list[tuple[str, str]]] = {
        "United States": [(zone, f"{label} ({zone})") for zone, label in US_ZONES.items()]
    }
    for zone in sorted(available_timezones() - US_ZONES.keys()):
        region, _, place = zone.partition("/")
        if place and region not in {"Etc", "SystemV", "posix", "right", "US"}:
            groups.setdefault(region, []).append((zone, place.replace("_", " ").replace("/", ", ")))
    return [*groups.items(), ("Other", [("UTC", "UTC")])]
