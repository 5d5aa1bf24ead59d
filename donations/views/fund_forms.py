"""Staff forms for funds and campaigns."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html

from core.forms.fields import DayInput
from donations.ledger import fund_restrictions
from donations.models import Campaign, Fund


class UrduInput(forms.TextInput):
    """A name in Urdu, typed from right to left."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"dir": "rtl", "lang": "ur", **(attrs or {})})


class FundForm(forms.ModelForm):
    class Meta:
        model = Fund
        fields = ["code", "name", "name_ur", "purpose", "restricted", "zakat_eligible", "public", "active"]
        widgets = {"purpose": forms.Textarea(attrs={"rows": 3}), "name_ur": UrduInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and fund_restrictions.is_posted_to(self.instance):
            url = reverse("donations:fund-restriction", args=[self.instance.pk])
            self.fields["restricted"].disabled = True
            self.fields["restricted"].help_text = format_html(
                'This fund has gifts. <a class="link" href="{}">Change its restriction</a> from a date you choose.',
                url,
            )


class RestrictionForm(forms.Form):
    """The date from which a fund's restriction changes, and why."""

    starts_on = forms.DateField(
        label="Effective date", widget=DayInput, help_text="Earlier gifts keep their restriction."
    )
    reason = forms.CharField(label="Reason", max_length=500, help_text="Saved in the audit log.")


class CampaignForm(forms.ModelForm):
    class Meta:
        model = Campaign
        fields = ["name", "name_ur", "starts_on", "ends_on", "active"]
        widgets: dict[str, type[forms.Widget]] = {"name_ur": UrduInput, "starts_on": DayInput, "ends_on": DayInput}
