"""Refund an online gift, always through the processor."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from core import clock, display
from core.clock import organization_today
from core.extend import with_next_steps
from core.forms import sent as sent_forms
from core.views.actions import ActionView
from donations.models import Gift
from donations.processor.refunds import AlreadyAsked, CannotRefund, Unanswered, charge_of, refund_online
from donations.views.forms import RefundForm

UNANSWERED = (
    "Stripe didn't answer, so the refund may already be on its way. Try again in a minute: "
    "the same refund is never made twice."
)


class OnlineRefundForm(RefundForm):
    """Amount and reason; the date is the processor's."""

    nonce = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["refunded_on"]
        self.initial.setdefault("nonce", uuid.uuid4())

    def renew(self) -> None:
        """Give the form a new key, as its content was not submitted before."""
        self.data = {**{name: self.data[name] for name in self.data}, "nonce": str(uuid.uuid4())}


class OnlineRefundView(ActionView):
    """Refund part or all of a gift to the card it came from."""

    permission_required = "gifts.refund"
    leaves_process = True
    fresh_sign_in = True
    template_name = "give/gift_refund.html"
    refusals = {CannotRefund: (None, "No refund was made. {error}"), Unanswered: (None, UNANSWERED)}

    def prepare(self) -> None:
        self.gift = _gift(self.request, self.kwargs["pk"])

    def get_form(self, data: Any = None) -> OnlineRefundForm:
        initial = {"amount": self.gift.net_amount}
        return OnlineRefundForm(data, gift=self.gift, today=organization_today(), initial=initial)

    def perform(self, form: OnlineRefundForm) -> str | None:
        data = {**form.cleaned_data, "nonce": str(form.cleaned_data["nonce"])}
        try:
            wish = refund_online(gift=self.gift, by=self.request.user, at=timezone.now(), **data)
        except AlreadyAsked as error:
            when = clock.when_text(error.wish.created_at, now=timezone.now())
            form.add_error(None, f"{error.wish.repeat_message(when)} No new refund was made.")
            form.renew()
            return None
        sent_forms.made(self.request, wish)
        amount = display.money_text(wish.amount)
        return with_next_steps(f"{amount} of {self.gift.spoken_number} is being refunded to the card.", self.gift)

    def get_success_url(self) -> str:
        return reverse("donations:gift-detail", args=[self.gift.pk])

    def get_context(self) -> dict[str, Any]:
        return {"gift": self.gift}


def _gift(request: HttpRequest, pk: int) -> Gift:
    gift = get_object_or_404(Gift.objects.visible_to(request.user).active(), pk=pk)
    if not charge_of(gift):
        raise Http404
    return gift
