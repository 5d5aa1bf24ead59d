"""Refunding a gift that was paid online: through the processor, never beside it."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View

from core import clock, display
from core.clock import organization_today
from core.extend import with_next_steps
from core.forms import sent as sent_forms
from donations.models import Gift
from donations.processor.refunds import AlreadyAsked, CannotRefund, Unanswered, charge_of, refund_online
from donations.views.forms import RefundForm

UNANSWERED = (
    "Stripe didn't answer, so the refund may already be on its way. Try again in a minute: "
    "the same refund is never made twice."
)


class OnlineRefundForm(RefundForm):
    """How much goes back and why; the day is the processor's."""

    nonce = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["refunded_on"]
        self.initial.setdefault("nonce", uuid.uuid4())

    def renew(self) -> None:
        """Make what stands in it a form of its own: what it asks now was not asked yet."""
        self.data = {**{name: self.data[name] for name in self.data}, "nonce": str(uuid.uuid4())}


class OnlineRefundView(View):
    """Send part or all of a gift back to the card it came from."""

    permission_required = "gifts.refund"
    leaves_process = True
    fresh_sign_in = True

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        gift = _gift(request, pk)
        form = OnlineRefundForm(gift=gift, today=organization_today(), initial={"amount": gift.net_amount})
        return self._show(request, gift, form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        gift = _gift(request, pk)
        form = OnlineRefundForm(request.POST, gift=gift, today=organization_today())
        if form.is_valid():
            data = {**form.cleaned_data, "nonce": str(form.cleaned_data["nonce"])}
            try:
                wish = refund_online(gift=gift, by=request.user, at=timezone.now(), **data)
            except CannotRefund as error:
                form.add_error(None, f"No refund was made. {error}")
            except Unanswered:
                form.add_error(None, UNANSWERED)
            except AlreadyAsked as error:
                when = clock.when_text(error.wish.created_at, now=timezone.now())
                form.add_error(None, f"{error.wish.repeat_message(when)} No new refund was made.")
                form.renew()
            else:
                sent_forms.made(request, wish)
                sent = display.money_text(wish.amount)
                text = f"{sent} of {gift.spoken_number} is being refunded to the card."
                messages.success(request, with_next_steps(text, gift))
                return redirect("donations:gift-detail", pk=gift.pk)
        return self._show(request, gift, form, status=422)

    def _show(self, request: HttpRequest, gift: Gift, form: OnlineRefundForm, status: int = 200) -> HttpResponse:
        return render(request, "give/gift_refund.html", {"gift": gift, "form": form}, status=status)


def _gift(request: HttpRequest, pk: int) -> Gift:
    gift = get_object_or_404(Gift.objects.visible_to(request.user).active(), pk=pk)
    if not charge_of(gift):
        raise Http404
    return gift
