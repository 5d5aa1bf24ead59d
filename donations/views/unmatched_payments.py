"""Settling by hand what the processor's notices could not: notices, unmatched payments, unmatched refunds."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View

from core import display
from core.clock import organization_today
from core.forms.fields import RowsField, offer_rows
from core.http import toasts
from core.models import Organization, User
from core.outcomes import Outcome, Undo
from crm.models import Supporter
from donations.ledger.drafts import BadDraft
from donations.ledger.services import KnownButReversed
from donations.models import Fund, GatewayEvent, Refund, UnmatchedPayment, UnmatchedRefund
from donations.processor import webhook_inbox
from donations.processor.returned_money import SYSTEM, CannotFollow
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


class NoticeAgainView(View):
    """Retry an open Stripe notification now, or discard it with a reason."""

    permission_required = "payouts.view"
    leaves_process = True

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(request, self._event(pk), AsideForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        event = self._event(pk)
        if "aside" in request.POST:
            return self._discard(request, event)
        webhook_inbox.look_again(event=event)
        event.refresh_from_db()
        if event.status in GatewayEvent.OPEN:
            messages.error(request, f"{event.get_status_display()}. {event.error}")
        else:
            messages.success(request, f"{event.type} processed.")
        return redirect("give:notice-list")

    def _discard(self, request: HttpRequest, event: GatewayEvent) -> HttpResponse:
        form = AsideForm(request.POST)
        if not form.is_valid():
            return self._show(request, event, form, status=422)
        webhook_inbox.discard(event=event, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        messages.success(request, f"{event.type} discarded.")
        return redirect("give:notice-list")

    def _event(self, pk: int) -> GatewayEvent:
        return get_object_or_404(GatewayEvent.objects.visible_to(self.request.user), pk=pk)

    def _show(self, request: HttpRequest, event: GatewayEvent, form: AsideForm, status: int = 200) -> HttpResponse:
        return render(request, "give/notice_again.html", {"event": event, "form": form}, status=status)


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


class UnmatchedView(View):
    """Say whose gift a payment is, or why it is none."""

    permission_required = "gifts.record"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        payment = self._payment(pk)
        return self._show(request, payment, SettleForm(user=request.user, payment=payment))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        payment = self._payment(pk)
        form = SettleForm(request.POST, user=request.user, payment=payment)
        if not form.is_valid():
            return self._show(request, payment, form, status=422)
        try:
            return self._resolve(request, payment, form.cleaned_data)
        except AlreadyResolved:
            messages.info(request, "A colleague already resolved this payment.")
            return redirect("give:unmatched-list")
        except NeedsRate:
            form.add_error("rate", "Enter the exchange rate on the day of the payment.")
        except KnownButReversed as error:
            form.add_error(None, f"{error} Enter the reason it's not a gift, or record the gift by hand.")
        except BadDraft as error:
            form.add_error(None, str(error))
        return self._show(request, payment, form, status=422)

    def _resolve(self, request: HttpRequest, payment: UnmatchedPayment, data: dict[str, Any]) -> HttpResponse:
        common: dict[str, Any] = {"payment": payment, "by": request.user, "at": timezone.now()}
        if not data["supporter"]:
            close_payment(reason=data["reason"], **common)
            undo = Undo("payment-closed", {"pk": payment.pk})
            toasts.say(request, Outcome("Payment closed. It doesn't count as a gift.", undo=undo))
            return redirect("give:unmatched-list")
        chosen: dict[str, Any] = {name: data.get(name) for name in ("supporter", "fund", "rate")}
        source = data.get("rate_source", "")
        gift = resolve_payment(today=organization_today(), rate_source=source, **chosen, **common)
        messages.success(
            request, f"Gift {gift.spoken_number} recorded: {display.money_text(gift.amount)} from {gift.supporter}."
        )
        return redirect("donations:gift-detail", pk=gift.pk)

    def _payment(self, pk: int) -> UnmatchedPayment:
        return get_object_or_404(UnmatchedPayment.objects.visible_to(self.request.user), pk=pk)

    def _show(self, request: HttpRequest, payment: UnmatchedPayment, form: SettleForm, status: int = 200):
        context = {"payment": payment, "form": form, "refunds": payment.refunds.all()}
        return render(request, "give/unmatched_settle.html", context, status=status)


class RefundMatchForm(forms.Form):
    """Which refunds in the books are the same money; or, in words, why it needs no entry."""

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


class UnmatchedRefundView(View):
    """Say which entries a refund is, record what is missing of it, or say why it needs none."""

    permission_required = "gifts.record"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self._row(pk)
        return self._show(request, row, RefundMatchForm(refund=row, user=request.user))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self._row(pk)
        form = RefundMatchForm(request.POST, refund=row, user=request.user)
        if not form.is_valid():
            return self._show(request, row, form, status=422)
        common: dict[str, Any] = {"refund": row, "by": request.user, "at": timezone.now()}
        try:
            if reason := form.cleaned_data["reason"]:
                close_refund(reason=reason, **common)
            else:
                resolve_refund(same=list(form.cleaned_data.get("same", ())), **common)
        except AlreadyResolved:
            messages.info(request, "A colleague already resolved this refund.")
            return redirect("give:unmatched-refund-list")
        except (DoesNotFit, CannotFollow) as error:
            form.add_error(None, f"{error} Choose the matching refunds, or enter the reason it needs no match.")
            return self._show(request, row, form, status=422)
        messages.success(request, f"Refund of {row.text} resolved.")
        return redirect("give:unmatched-refund-list")

    def _row(self, pk: int) -> UnmatchedRefund:
        rows = UnmatchedRefund.objects.visible_to(self.request.user).select_related("gift__supporter")
        return get_object_or_404(rows, pk=pk, gift__isnull=False)

    def _show(self, request: HttpRequest, row: UnmatchedRefund, form: RefundMatchForm, status: int = 200):
        return render(request, "give/unmatched_refund.html", {"row": row, "form": form}, status=status)


def _by_hand(refund: UnmatchedRefund, user: User) -> QuerySet[Refund]:
    """Refunds of the same gift that count, were not made by the processor and are no other refund's yet."""
    mine = Refund.objects.visible_to(user).active().filter(gift=refund.gift, unmatched__isnull=True)
    return mine.filter(~Q(system=SYSTEM) | Q(reference__isnull=True)).order_by("refunded_on")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10
