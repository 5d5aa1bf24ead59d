"""One deposit with its gifts and fees, and settling by hand what the processor's notices could not."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View
from django.views.generic import DetailView

from core import audit, toasts
from core.clock import organization_today
from core.money import ZERO
from core.undoing import Told, Undo
from crm.models import Supporter
from donations import inbox
from donations.models import DonorReview, Fund, GatewayEvent, Payout, UnmatchedPayment
from donations.payout_lists import NoticeList, PayoutList, ReviewList, UnmatchedList
from donations.unmatched import AlreadySettled, close_payment, settle_payment

__all__ = ["NoticeList", "PayoutList", "ReviewList", "UnmatchedList"]


class PayoutDetailView(DetailView):
    """A payout: what came in, what the processor kept, and that both make the deposit."""

    permission_required = "payouts.view"
    template_name = "give/payout_detail.html"

    def get_queryset(self) -> QuerySet:
        return Payout.objects.all()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.object.transactions.exclude(type="payout")
        sums = rows.aggregate(gross=Sum("amount"), fee=Sum("fee"), net=Sum("net"))
        total = {name: value or ZERO for name, value in sums.items()}
        return super().get_context_data(
            rows=rows.select_related("gift__supporter", "refund"),
            total=total,
            difference=self.object.amount - total["net"],
            may_see_gifts=self.request.user.has_perm("gifts.view"),
            **kwargs,
        )


class NoticeAgainView(View):
    """Look again now at what a failed notice points to."""

    permission_required = "payouts.view"
    leaves_process = True

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        event = get_object_or_404(GatewayEvent.objects.visible_to(request.user).defer("payload"), pk=pk)
        return render(request, "give/notice_again.html", {"event": event})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        event = get_object_or_404(GatewayEvent.objects.visible_to(request.user), pk=pk)
        GatewayEvent.objects.visible_to(request.user).filter(pk=pk, status=GatewayEvent.Status.FAILED).update(
            due_at=timezone.now()
        )
        if inbox.claim(event, at=timezone.now()):
            inbox.handle(event)
        event.refresh_from_db()
        if event.status == GatewayEvent.Status.FAILED:
            messages.error(request, f"It failed again: {event.error}")
        else:
            messages.success(request, f"{event.type} is done.")
        return redirect("give:notice-list")


class SettleForm(forms.Form):
    """Whose gift an unmatched payment is; or, in words, why it is nobody's."""

    supporter = forms.CharField(required=False, label="Whose gift is it?", help_text="Their number, like S-1042.")
    fund = forms.ModelChoiceField(Fund.objects.filter(active=True), required=False, empty_label="Choose a fund")
    reason = forms.CharField(
        required=False, max_length=500, label="Or why it is no gift", help_text="Returned on Nov 3; a test; not ours."
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_supporter(self) -> Supporter | None:
        text = self.cleaned_data["supporter"].strip().upper().removeprefix("S-")
        if not text:
            return None
        living = Supporter.objects.visible_to(self.user).living()
        found = living.filter(number=int(text)).first() if _is_number(text) else None
        if found is None:
            raise ValidationError("No supporter has this number.")
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("supporter") and not data.get("fund"):
            self.add_error("fund", "Choose the fund it goes to.")
        if not self.errors and bool(data.get("supporter")) == bool(data.get("reason")):
            self.add_error(None, "Say whose gift it is, or why it is none: one of both.")
        return data


class UnmatchedView(View):
    """Say whose gift a payment is, or why it is none."""

    permission_required = "gifts.record"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(request, self._payment(pk), SettleForm(user=request.user))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        payment, form = self._payment(pk), SettleForm(request.POST, user=request.user)
        if not form.is_valid():
            return self._show(request, payment, form, status=422)
        data, common = form.cleaned_data, {"payment": payment, "by": request.user, "at": timezone.now()}
        try:
            if not data["supporter"]:
                close_payment(reason=data["reason"], **common)
                undo = Undo("payment-closed", {"pk": payment.pk})
                toasts.say(request, Told("Closed. The payment counts nowhere.", undo=undo))
                return redirect("give:unmatched-list")
            who = {"supporter": data["supporter"], "fund": data["fund"]}
            gift = settle_payment(today=organization_today(), **who, **common)
        except AlreadySettled:
            messages.info(request, "Somebody settled this payment meanwhile.")
            return redirect("give:unmatched-list")
        messages.success(request, f"{gift.spoken_number} recorded for {gift.supporter}.")
        return redirect("donations:gift-detail", pk=gift.pk)

    def _payment(self, pk: int) -> UnmatchedPayment:
        return get_object_or_404(UnmatchedPayment.objects.visible_to(self.request.user), pk=pk)

    def _show(self, request: HttpRequest, payment: UnmatchedPayment, form: SettleForm, status: int = 200):
        return render(request, "give/unmatched_settle.html", {"payment": payment, "form": form}, status=status)


class ReviewCloseView(View):
    """Answer whether a donor who was added is somebody on record."""

    permission_required = "supporters.edit"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        review = get_object_or_404(
            DonorReview.objects.visible_to(request.user).select_related("supporter", "candidate"), pk=pk
        )
        return render(request, "give/review_close.html", {"review": review})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        review = get_object_or_404(DonorReview.objects.visible_to(request.user).select_related("supporter"), pk=pk)
        still = DonorReview.objects.visible_to(request.user).filter(pk=pk, closed_at__isnull=True)
        if still.update(closed_at=timezone.now(), closed_by=request.user):
            audit.record(request.user, "donor.reviewed", review.supporter)
            toasts.say(request, Told("Noted: they are two people.", undo=Undo("review-closed", {"pk": pk})))
        return redirect("give:review-list")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10
