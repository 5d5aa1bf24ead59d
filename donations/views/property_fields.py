"""What a form asks of a gift that is no money: what was given, in words a receipt can print."""

from __future__ import annotations

import re

from django import forms
from django.core.exceptions import ValidationError

from donations.ledger.drafts import kinds_by
from donations.models import Gift

#: The longest description a gift holds.
LONGEST = 300
IN_WORDS = {
    Gift.Kind.IN_KIND: "Goods",
    Gift.Kind.VEHICLE: "Car, boat or aircraft",
    Gift.Kind.DIGITAL_ASSET: "Cryptocurrency or another digital asset",
    Gift.Kind.SERVICES: "Services or use of property",
}
CHOICES = [("", "Choose one"), *((kind, IN_WORDS[kind]) for kind in kinds_by(Gift.Method.IN_KIND))]
NO_KIND = "Choose what was given."
NO_DESCRIPTION = "Describe what was given. The receipt shows this description and no amount."
NO_SHARES = "Enter the number of shares, the company and the class, like “50 shares of Example Corp. common stock”."


class PropertyFields(forms.Form):
    """Fields of stock and in-kind gifts. Pages show them for these two payment methods (`form.css`), and then they are
    required."""

    kind = forms.ChoiceField(label="What was given", choices=CHOICES, error_messages={"required": NO_KIND})
    description = forms.CharField(
        label="Description",
        max_length=LONGEST,
        help_text="The receipt describes the gift and states no amount. For stock, enter the number of shares, the "
        "company and the class. The amount above is your own value, for your books.",
    )

    def full_clean(self) -> None:
        method = self.data.get(self.add_prefix("method"))
        message = NO_SHARES if method == Gift.Method.STOCK else NO_DESCRIPTION
        self.fields["description"].error_messages["required"] = message
        for name in ("kind", "description"):
            self.fields[name].required = name in self.asked(method)
        super().full_clean()
        for name in ("kind", "description"):
            self.fields[name].required = True  # where the page shows them next

    def asked(self, method: str | None) -> set[str]:
        """The fields a payment method needs."""
        if method == Gift.Method.STOCK:
            return {"description"}
        return {"kind", "description"} if method == Gift.Method.IN_KIND else set()

    def clean_description(self) -> str:
        text = self.cleaned_data["description"]
        shares = self.asked(self.data.get("method")) == {"description"}
        if shares and not re.search(r"\d", text):
            raise ValidationError(NO_SHARES)
        return text

    def given(self) -> dict[str, str]:
        """The kind of gift and its description; nothing for a payment of money."""
        data = self.cleaned_data
        if data["method"] == Gift.Method.STOCK:
            return {"kind": Gift.Kind.SECURITIES, "description": data["description"]}
        if data["method"] == Gift.Method.IN_KIND:
            return {"kind": data["kind"], "description": data["description"]}
        return {}
