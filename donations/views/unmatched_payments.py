"""Resolve by hand what notifications could not: failed notifications, unmatched payments, unmatched refunds."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from core import display
from core.clock import organization_today
from core.forms.fields import RowsField, offer_rows
from core.models import Organization, User
from core.outcomes import Outcome, Undo
from core.views.actions import ActionView
from crm.models import Supporter
from donations.ledger.drafts import BadDraft
from donations.ledger.services import KnownButReversed
from donations.models import Fund, GatewayEvent, Refund, UnmatchedPayment, UnmatchedRefund
from donations.models.gifts import STRIPE
from donations.processor import webhook_inbox
from donations.processor.returned_money import CannotFollow
from donations.processor.unmatched_payments import (
    AlreadyResolved,
    DoesNotFit,
    NeedsRate,
    close_payment,
    close_refund,
    resolve_payment,
    resolve_refund,
)


class AsideForm(forms.Form):
    """Why a Stripe notification is discarded."""

    reason = forms.CharField(max_length=500, label="Reason", help_text="For example: a payment from another program.")


class NoticeAgainView(ActionView):
    """Retry an open Stripe notification now, or discard it with a reason."""

    permission_required = "payouts.view"
    leaves_process = True
    template_name = "give/notice_again.html"

    def prepare(self) -> None:
        events = GatewayEvent.objects.visible_to(self.request.user)
        self.event = get_object_or_404(events, pk=self.kwargs["pk"])

    def get_form(self, data: Any = None) -> forms.Form:
        discards = data is None or "aside" in data
        return AsideForm(data) if discards else forms.Form(data)

    def perform(self, form: forms.Form) -> str | None:
        event = self.event
        if isinstance(form, AsideForm):
            reason = form.cleaned_data["reason"]
            webhook_inbox.discard(event=event, by=self.request.user, at=timezone.now(), reason=reason)
            return f"{event.type} discarded."
        webhook_inbox.look_again(event=event)
        event.refresh_from_db()
        if event.status not in GatewayEvent.OPEN:
            return f"{event.type} processed."
        messages.error(self.request, f"{event.get_status_display()}. {event.error}")
        return None

    def get_success_url(self) -> str:
        return reverse("give:notice-list")

    def get_context(self) -> dict[str, Any]:
        return {"event": self.event}


class SettleForm(forms.Form):
    """The donor of an unmatched payment, or why it is not a gift. Another currency needs an exchange rate."""

    supporter = forms.CharField(required=False, label="Donor", help_text="Supporter number, such as S-1042.")
    fund = forms.ModelChoiceField(Fund.objects.filter(active=True), required=False, empty_label="Choose a fund")
    rate = forms.DecimalField(required=False, min_value=Decimal("0.0000000001"), max_digits=18, decimal_places=10)
    rate_source = forms.CharField(
        required=False,
        max_length=100,
        label="Source of the rate",
        help_text="For example: Federal Reserve H.10, Nov 3.",
    )
    reason = forms.CharField(
        required=False,
        max_length=500,
        label="Reason it's not a gift",
        help_text="For example: returned on Nov 3, test payment.",
    )

    def __init__(self, *args: Any, user: User, payment: UnmatchedPayment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        ours = Organization.current().currency
        self.is_foreign = payment.currency.upper() != ours.upper()
        if self.is_foreign:
            self.fields["rate"].label = f"Exchange rate ({ours} per {payment.currency.upper()})"
        else:
            del self.fields["rate"], self.fields["rate_source"]

    def clean_supporter(self) -> Supporter | None:
        text = self.cleaned_data["supporter"].strip().upper().removeprefix("S-")
        if not text:
            return None
        living = Supporter.objects.visible_to(self.user).not_merged()
        found = living.filter(number=int(text)).first() if _is_number(text) else None
        if found is None:
            raise ValidationError("No supporter has this number. Enter one like S-1042.")
        return found

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if data.get("supporter") and not data.get("fund"):
            self.add_error("fund", "Choose a fund.")
        if data.get("supporter") and self.is_foreign:
            if not data.get("rate") and "rate" not in self.errors:
                self.add_error("rate", "Enter the exchange rate on the day of the payment.")
            if not data.get("rate_source", "").strip():
                self.add_error("rate_source", "Enter the source of the exchange rate.")
        if not self.errors and bool(data.get("supporter")) == bool(data.get("reason")):
            self.add_error(None, "Enter either the donor or the reason it's not a gift.")
        return data


class UnmatchedView(ActionView):
    """Say whose gift a payment is, or that it is none."""

    permission_required = "gifts.record"
    template_name = "give/unmatched_settle.html"
    refusals = {
        NeedsRate: ("rate", "Enter the exchange rate on the day of the payment."),
        KnownButReversed: (None, "{error} Enter the reason it's not a gift, or record the gift by hand."),
        BadDraft: (None, "{error}"),
    }

    def prepare(self) -> None:
        payments = UnmatchedPayment.objects.visible_to(self.request.user)
        self.payment = get_object_or_404(payments, pk=self.kwargs["pk"])
        self.next = reverse("give:unmatched-list")

    def get_form(self, data: Any = None) -> SettleForm:
        return SettleForm(data, user=self.request.user, payment=self.payment)

    def perform(self, form: SettleForm) -> Outcome | str | None:
        try:
            return self._resolve(form.cleaned_data)
        except AlreadyResolved:
            messages.info(self.request, "A colleague already resolved this payment.")
            return None

    def _resolve(self, data: dict[str, Any]) -> Outcome | str:
        common: dict[str, Any] = {"payment": self.payment, "by": self.request.user, "at": timezone.now()}
        if not data["supporter"]:
            close_payment(reason=data["reason"], **common)
            undo = Undo("payment-closed", {"pk": self.payment.pk})
            return Outcome("Payment closed. It doesn't count as a gift.", undo=undo)
        chosen: dict[str, Any] = {name: data.get(name) for name in ("supporter", "fund", "rate")}
        source = data.get("rate_source", "")
        gift = resolve_payment(today=organization_today(), rate_source=source, **chosen, **common)
        self.next = reverse("donations:gift-detail", args=[gift.pk])
        return f"Gift {gift.spoken_number} recorded: {display.money_text(gift.amount)} from {gift.supporter}."

    def get_success_url(self) -> str:
        return self.next

    def get_context(self) -> dict[str, Any]:
        return {"payment": self.payment, "refunds": self.payment.refunds.all()}


class RefundMatchForm(forms.Form):
    """Which recorded refunds are the same money, or why no entry is needed."""

    same = RowsField(
        Refund.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Matching refunds recorded by hand",
    )
    reason = forms.CharField(
        required=False,
        max_length=500,
        label="Reason it needs no match",
        help_text="For example: the gift was a test and was reversed.",
    )

    def __init__(self, *args: Any, refund: UnmatchedRefund, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = _by_hand(refund, user)
        offer_rows(self, "same", rows)
        if not rows:
            del self.fields["same"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if data.get("same") and data.get("reason"):
            self.add_error(None, "Choose the matching refunds or enter a reason, not both.")
        return data


class UnmatchedRefundView(ActionView):
    """Link an unmatched refund to recorded ones and record the remainder, or close it with a reason."""

    permission_required = "gifts.record"
    template_name = "give/unmatched_refund.html"
    refusals = dict.fromkeys(
        (DoesNotFit, CannotFollow),
        (None, "{error} Choose the matching refunds, or enter the reason it needs no match."),
    )

    def prepare(self) -> None:
        rows = UnmatchedRefund.objects.visible_to(self.request.user).select_related("gift__supporter")
        self.row = get_object_or_404(rows, pk=self.kwargs["pk"], gift__isnull=False)

    def get_form(self, data: Any = None) -> RefundMatchForm:
        return RefundMatchForm(data, refund=self.row, user=self.request.user)

    def perform(self, form: RefundMatchForm) -> str | None:
        common: dict[str, Any] = {"refund": self.row, "by": self.request.user, "at": timezone.now()}
        try:
            if reason := form.cleaned_data["reason"]:
                close_refund(reason=reason, **common)
            else:
                resolve_refund(same=list(form.cleaned_data.get("same", ())), **common)
        except AlreadyResolved:
            messages.info(self.request, "A colleague already resolved this refund.")
            return None
        return f"Refund of {self.row.text} resolved."

    def get_success_url(self) -> str:
        return reverse("give:unmatched-refund-list")

    def get_context(self) -> dict[str, Any]:
        return {"row": self.row}


def _by_hand(refund: UnmatchedRefund, user: User) -> QuerySet[Refund]:
    """Refunds of the same gift that count, were not made by the processor, and belong to no other unmatched refund."""
    mine = Refund.objects.visible_to(user).active().filter(gift=refund.gift).exclude(unmatched__isnull=False)
    return mine.filter(~Q(system=STRIPE) | Q(reference__isnull=True)).order_by("refunded_on")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10
