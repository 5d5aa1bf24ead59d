"""Forms to select gifts, and to void and replace receipts."""

from __future__ import annotations

from django import forms

from core.forms.fields import RowsField
from donations.models import Gift

#: At most this many are issued in one request; the rest stay in the list.
MOST_AT_ONCE = 500


class GiftsForm(forms.Form):
    """The selected gifts, by key."""

    gift = RowsField(queryset=Gift.objects.all(), required=False, widget=forms.MultipleHiddenInput)

    def clean_gift(self) -> list[Gift]:
        picked = list(self.cleaned_data["gift"])
        if len(picked) > MOST_AT_ONCE:
            raise forms.ValidationError(f"Select at most {MOST_AT_ONCE} gifts at a time.")
        return picked


class VoidReasonForm(forms.Form):
    """Why a receipt is void; may have several lines."""

    reason = forms.CharField(
        label="Reason",
        max_length=400,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Saved with the receipt and in the audit log.",
        error_messages={"required": "Enter a reason."},
    )


class ChoiceForm(GiftsForm):
    """Whether gifts get a receipt; not sending one needs a reason."""

    wanted = forms.TypedChoiceField(
        choices=[("1", "Yes"), ("0", "No")], coerce=lambda value: value == "1", widget=forms.HiddenInput
    )
    reason = forms.CharField(
        label="Reason for not sending a receipt",
        max_length=400,
        required=False,
        help_text="For example, “The donor asked for none.”",
    )

    def clean(self) -> dict:
        super().clean()
        data = self.cleaned_data
        if data.get("wanted") is False and not data.get("reason"):
            self.add_error("reason", "Enter a reason for not sending a receipt.")
        return data
