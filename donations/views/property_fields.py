"""What a form asks of a gift that is no money: what was given, in words a receipt can print."""

from __future__ import annotations

import re
from typing import Any

from django import forms

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
    """Fields of stock and in-kind gifts. Pages show them for these two payment methods (`form.css`)."""

    kind = forms.ChoiceField(label="What was given", choices=CHOICES, required=False)
    description = forms.CharField(
        label="Description",
        required=False,
        max_length=LONGEST,
        help_text="Printed on the receipt, without an amount. For stock, the number of shares, the company and the "
        "class. The amount above is your own value, for your books.",
    )

    def clean_property(self, data: dict[str, Any]) -> None:
        """Ask for what is missing of a gift that is no money."""
        method, text = data.get("method"), data.get("description", "").strip()
        if method == Gift.Method.IN_KIND and not data.get("kind") and "kind" not in self.errors:
            self.add_error("kind", NO_KIND)
        if "description" in self.errors:
            return
        if method == Gift.Method.STOCK and not re.search(r"\d", text):
            self.add_error("description", NO_SHARES)
        if method == Gift.Method.IN_KIND and not text:
            self.add_error("description", NO_DESCRIPTION)

    def given(self) -> dict[str, str]:
        """The kind of gift and its description; nothing for a payment of money."""
        data = self.cleaned_data
        if data["method"] == Gift.Method.STOCK:
            return {"kind": Gift.Kind.SECURITIES, "description": data["description"].strip()}
        if data["method"] == Gift.Method.IN_KIND:
            return {"kind": data["kind"], "description": data["description"].strip()}
        return {}
