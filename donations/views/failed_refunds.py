"""Record that a refund did not arrive: the check came back, or the transfer was rejected."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from core import display
from core.clock import organization_today
from core.display import day_text
from core.forms import sent
from core.forms.fields import DayInput
from core.views.actions import ActionView
from donations.ledger import refunds
from donations.models import Refund
from donations.models.gifts import STRIPE


class FailedRefundForm(forms.Form):
    """When the money was back, and why. The day is from the refund's to today."""

    failed_on = forms.DateField(label="Date the money was returned", widget=DayInput)
    reason = forms.CharField(label="Reason", max_length=500, help_text="For example: check returned, account closed.")

    def __init__(self, *args: Any, refund: Refund, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refund, self.today = refund, today

    def clean_failed_on(self) -> date:
        day: date = self.cleaned_data["failed_on"]
        if not self.refund.refunded_on <= day <= self.today:
            raise ValidationError(
                f"Enter a date between {day_text(self.refund.refunded_on)} (the refund date) and today."
            )
        return day


class FailedRefundView(ActionView):
    """Record a failed refund. For card refunds the processor reports it."""

    permission_required = "gifts.refund"
    fresh_sign_in = True
    template_name = "donations/refund_failed.html"

    def prepare(self) -> None:
        rows = Refund.objects.visible_to(self.request.user).select_related("gift", "failure").exclude(system=STRIPE)
        self.refund = get_object_or_404(rows, pk=self.kwargs["refund"], gift=self.kwargs["pk"])
        self.today = organization_today()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self._known() if self.refund.failed else super().get(request, *args, **kwargs)

    def get_form(self, data: Any = None) -> FailedRefundForm:
        return FailedRefundForm(data, refund=self.refund, today=self.today, initial={"failed_on": self.today})

    def perform(self, form: FailedRefundForm) -> str | HttpResponseBase:
        posted_on = max(self.today, self.refund.posted_on)
        failed, is_new = refunds.fail_refund(
            refund=self.refund, posted_on=posted_on, by=self.request.user, **form.cleaned_data
        )
        if not is_new:
            return self._known()
        sent.made(self.request, failed)
        amount, gift = display.money_text(self.refund.amount), self.refund.gift
        return f"Refund of {amount} marked as not received. {gift.spoken_number} counts this money again."

    def _known(self) -> HttpResponseBase:
        messages.info(self.request, "This refund is already marked as not received. Nothing was changed.")
        return redirect(self.get_success_url())

    def get_success_url(self) -> str:
        return reverse("donations:gift-detail", args=[self.refund.gift_id])

    def get_context(self) -> dict[str, Any]:
        return {"gift": self.refund.gift, "refund": self.refund}
