"""What a donor received for a ticket, a sponsorship or a membership: its receipt waits until that is recorded."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.clock import organization_today
from core.forms.fields import field_of
from core.money import ZERO, MoneyFormField
from core.views.actions import ActionView
from donations.ledger.benefits import NotOpenForBenefits, describe_benefit
from donations.ledger.drafts import BenefitDraft
from donations.models import Benefit, Gift, GiftLine
from receipts.issuing import queue
from receipts.issuing.assessment import lines_without_value

GOODS, RECOGNITION, NOTHING = "goods", "recognition", "nothing"
RECEIVED = [
    (GOODS, "Goods or services, such as a dinner or an advertisement"),
    (RECOGNITION, "Recognition only, such as a name in the program"),
    (NOTHING, "Nothing: it was declined, or nothing was offered"),
]


class ReceivedForm(forms.Form):
    """What the donor received for one part of a gift, valued before the event."""

    line = forms.ModelChoiceField(GiftLine.objects.none(), label="For", empty_label=None)
    received = forms.ChoiceField(label="What the donor received", choices=RECEIVED, widget=forms.RadioSelect)
    description = forms.CharField(
        label="Description", max_length=200, required=False, help_text="As the receipt says it: “dinner”."
    )
    quantity = forms.IntegerField(label="Quantity", min_value=1, max_value=10_000, initial=1)
    value_each = MoneyFormField(
        label="Value of each",
        required=False,
        help_text="What it would cost to buy, estimated in good faith. Not what it cost you.",
    )
    source = forms.CharField(
        label="How you know",
        max_length=300,
        required=False,
        help_text="For recognition or nothing: for example, “The sponsor form”.",
    )

    def __init__(self, *args: Any, lines: list[GiftLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = field_of(self, "line", forms.ModelChoiceField)
        field.queryset = lines[0].gift.lines.filter(pk__in=[line.pk for line in lines])
        self.initial["line"] = lines[0]
        if len(lines) == 1:
            field.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        received = data.get("received")
        if received in (GOODS, RECOGNITION) and not data.get("description"):
            self.add_error("description", "Describe what the donor received.")
        if received == GOODS and "value_each" not in self.errors and not (data.get("value_each") or ZERO) > ZERO:
            self.add_error("value_each", "Enter the value of each, above $0.")
        if received in (RECOGNITION, NOTHING) and not data.get("source"):
            self.add_error("source", "Say how you know.")
        return data

    def draft(self) -> BenefitDraft:
        """The benefit as entered."""
        data = self.cleaned_data
        if data["received"] == NOTHING:
            return BenefitDraft(
                data["line"].get_kind_display(),
                ZERO,
                quantity=data["quantity"],
                status=Benefit.Status.DECLINED,
                status_on=organization_today(),
                status_source=data["source"],
            )
        value: Decimal = data["value_each"] if data["received"] == GOODS else ZERO
        kind = Benefit.Kind.GOODS_SERVICES if data["received"] == GOODS else Benefit.Kind.RECOGNITION
        return BenefitDraft(
            data["description"], value, quantity=data["quantity"], kind=kind, status_source=data["source"]
        )


class BenefitNew(ActionView):
    """Say what the donor received for a part of a gift, so that its receipt can be issued."""

    permission_required = "receipts.issue"
    template_name = "receipts/benefit_new.html"
    refusals = {NotOpenForBenefits: (None, "What the donor received was just recorded, or the gift was changed.")}

    def prepare(self) -> None:
        self.gift = get_object_or_404(Gift.objects.visible_to(self.request.user), pk=self.kwargs["pk"])
        self.lines = lines_without_value(self.gift)
        if queue.why_not(self.gift) or not self.lines:
            raise Http404("Nothing about what the donor received is missing for this gift.")

    def get_form(self, data: Any = None) -> ReceivedForm:
        return ReceivedForm(data, lines=self.lines)

    def perform(self, form: ReceivedForm) -> str:
        describe_benefit(line=form.cleaned_data["line"], benefit=form.draft(), by=self.request.user)
        left = len(self.lines) - 1
        rest = "You can issue the receipt now." if not left else "Enter it for the other part of the gift next."
        return f"What the donor received for {self.gift.spoken_number} is recorded. {rest}"

    def get_success_url(self) -> str:
        return reverse("donations:gift-detail", args=[self.gift.pk])

    def get_context(self) -> dict[str, Any]:
        return {"gift": self.gift}
