"""Saying by hand that a refund did not arrive: the check came back, the transfer was rejected."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from core import display
from core.clock import organization_today
from core.display import day_text
from core.forms import sent
from donations.ledger import services
from donations.models import Refund
from donations.processor.returned_money import SYSTEM
from donations.views.forms import DayInput


class FailedRefundForm(forms.Form):
    """When the money was back, and why. The day is between that of the refund and today."""

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


class FailedRefundView(View):
    """Give the gift its money again. Of a card refund the processor says so itself."""

    permission_required = "gifts.refund"
    fresh_sign_in = True

    def get(self, request: HttpRequest, pk: int, refund: int) -> HttpResponse:
        row, today = self._refund(request, pk, refund), organization_today()
        if row.failed:
            return self._known(request, row)
        return self._show(request, row, FailedRefundForm(refund=row, today=today, initial={"failed_on": today}))

    def post(self, request: HttpRequest, pk: int, refund: int) -> HttpResponse:
        row, today = self._refund(request, pk, refund), organization_today()
        form = FailedRefundForm(request.POST, refund=row, today=today)
        if not form.is_valid():
            return self._show(request, row, form, status=422)
        failed, is_new = services.fail_refund(refund=row, posted_on=today, by=request.user, **form.cleaned_data)
        if not is_new:
            return self._known(request, row)
        sent.made(request, failed)
        amount = display.money_text(row.amount)
        messages.success(
            request, f"Refund of {amount} marked as not received. {row.gift.spoken_number} counts this money again."
        )
        return redirect("donations:gift-detail", pk=pk)

    def _refund(self, request: HttpRequest, pk: int, refund: int) -> Refund:
        rows = Refund.objects.visible_to(request.user).select_related("gift", "failure").exclude(system=SYSTEM)
        return get_object_or_404(rows, pk=refund, gift=pk)

    def _known(self, request: HttpRequest, refund: Refund) -> HttpResponse:
        messages.info(request, "This refund is already marked as not received. Nothing was changed.")
        return redirect("donations:gift-detail", pk=refund.gift_id)

    def _show(self, request: HttpRequest, refund: Refund, form: FailedRefundForm, status: int = 200) -> HttpResponse:
        context = {"gift": refund.gift, "refund": refund, "form": form}
        return render(request, "donations/refund_failed.html", context, status=status)
