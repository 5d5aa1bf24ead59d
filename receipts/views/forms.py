"""Forms of the verbs: picking gifts, voiding and replacing."""

from __future__ import annotations

from django import forms

from core.forms.fields import RowsField
from donations.models import Gift

#: As many as one request issues; the rest still stands in the list.
MOST_AT_ONCE = 500


class GiftsForm(forms.Form):
    """Which gifts, by key."""

    gift = RowsField(queryset=Gift.objects.all(), required=False, widget=forms.MultipleHiddenInput)

    def clean_gift(self) -> list[Gift]:
        picked = list(self.cleaned_data["gift"])
        if len(picked) > MOST_AT_ONCE:
            raise forms.ValidationError(f"Pick at most {MOST_AT_ONCE} gifts at once.")
        return picked


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Why", max_length=400, strip=True, widget=forms.Textarea(attrs={"rows": 2}), help_text="Kept for good."
    )


class ChoiceForm(GiftsForm):
    """Whether gifts get a receipt; setting them aside needs a reason."""

    wanted = forms.TypedChoiceField(
        choices=[("1", "Yes"), ("0", "No")], coerce=lambda value: value == "1", widget=forms.HiddenInput
    )
    reason = forms.CharField(
        label="Why is no receipt due?",
        max_length=400,
        required=False,
        help_text="“The donor asked for none” is enough.",
    )

    def clean(self) -> dict:
        data = super().clean()
        if data.get("wanted") is False and not data.get("reason"):
            self.add_error("reason", "Say why no receipt is due.")
        return data
