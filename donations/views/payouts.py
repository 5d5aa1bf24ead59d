"""One deposit with its gifts and fees, and settling by hand what the processor's notices could not."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View
from django.views.generic import DetailView

from core import audit, display
from core.http import toasts
from core.money import ZERO
from core.outcomes import Outcome, Undo
from donations.models import BalanceTransaction, DonorReview, Payout
from donations.processor.unmatched_payments import explain_row
from donations.views.payout_lists import NoticeList, PayoutList, ReviewList, UnmatchedList, UnmatchedRefundList

__all__ = ["NoticeList", "PayoutList", "ReviewList", "UnmatchedList", "UnmatchedRefundList"]


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
            rows=rows.select_related("gift__supporter", "refund", "unmatched__gift", "explained_by"),
            total=total,
            difference=self.object.amount - total["net"],
            unowned=set(rows.unowned().values_list("pk", flat=True)),
            may_explain=self.request.user.has_perm("gifts.record"),
            may_see_gifts=self.request.user.has_perm("gifts.view"),
            **kwargs,
        )


class ExplainForm(forms.Form):
    """What money in a payout is that belongs to no gift."""

    text = forms.CharField(
        max_length=300, label="Explanation", help_text="For example: dispute of G-12, reserve, interest from Stripe."
    )


class RowExplainView(View):
    """Say what a row of a payout is, where no gift stands for it."""

    permission_required = "gifts.record"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(request, self._row(pk), ExplainForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row, form = self._row(pk), ExplainForm(request.POST)
        if not form.is_valid():
            return self._show(request, row, form, status=422)
        if explain_row(row=row, by=request.user, at=timezone.now(), text=form.cleaned_data["text"]):
            messages.success(request, f"Explanation of {display.money_text(row.net)} saved.")
        else:
            messages.info(request, "This line already belongs to a gift.")
        return redirect("give:payout-detail", pk=row.payout_id) if row.payout_id else redirect("give:payout-list")

    def _row(self, pk: int) -> BalanceTransaction:
        rows = BalanceTransaction.objects.visible_to(self.request.user).select_related("payout")
        return get_object_or_404(rows, pk=pk)

    def _show(self, request: HttpRequest, row: BalanceTransaction, form: ExplainForm, status: int = 200):
        return render(request, "give/row_explain.html", {"row": row, "form": form}, status=status)


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
            toasts.say(
                request, Outcome("Saved: they are two different people.", undo=Undo("review-closed", {"pk": pk}))
            )
        return redirect("give:review-list")
