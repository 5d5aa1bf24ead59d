"""A payout with its gifts and fees, and resolving by hand what notifications could not."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet, Sum
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView

from core import audit, display
from core.money import ZERO
from core.outcomes import Outcome, Undo
from core.views.actions import ActionView
from donations.models import BalanceTransaction, DonorReview, Payout
from donations.processor.unmatched_payments import explain_row
from donations.views.payout_lists import NoticeList, PayoutList, ReviewList, UnmatchedList, UnmatchedRefundList

__all__ = ["NoticeList", "PayoutList", "ReviewList", "UnmatchedList", "UnmatchedRefundList"]


class PayoutDetailView(DetailView):
    """A payout: what came in, the fees, and whether they add up to the deposit."""

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
            currency=self.object.currency,
            difference=self.object.amount - total["net"],
            unowned=set(rows.unowned().values_list("pk", flat=True)),
            may_explain=self.request.user.has_perm("gifts.record"),
            may_see_gifts=self.request.user.has_perm("gifts.view"),
            **kwargs,
        )


class ExplainForm(forms.Form):
    """What a row of a payout is, for one that belongs to no gift."""

    text = forms.CharField(
        max_length=300, label="Explanation", help_text="For example: dispute of G-12, reserve, interest from Stripe."
    )


class RowExplainView(ActionView):
    """Explain a row of a payout that belongs to no gift."""

    permission_required = "gifts.record"
    template_name, form_class = "give/row_explain.html", ExplainForm

    def prepare(self) -> None:
        rows = BalanceTransaction.objects.visible_to(self.request.user).select_related("payout")
        self.row = get_object_or_404(rows, pk=self.kwargs["pk"])

    def perform(self, form: ExplainForm) -> str | None:
        if explain_row(row=self.row, by=self.request.user, at=timezone.now(), text=form.cleaned_data["text"]):
            return f"Explanation of {display.money_text(self.row.net, self.row.currency.upper())} saved."
        messages.info(self.request, "This line already belongs to a gift.")
        return None

    def get_success_url(self) -> str:
        payout = self.row.payout_id
        return reverse("give:payout-detail", args=[payout]) if payout else reverse("give:payout-list")

    def get_context(self) -> dict[str, Any]:
        return {"row": self.row, "currency": self.row.currency}


class ReviewCloseView(ActionView):
    """Answer whether an added donor is an existing supporter."""

    permission_required = "supporters.edit"
    template_name = "give/review_close.html"

    def prepare(self) -> None:
        self.rows = DonorReview.objects.visible_to(self.request.user).filter(pk=self.kwargs["pk"])
        self.review = get_object_or_404(self.rows.select_related("supporter", "candidate"))

    def perform(self, form: forms.Form) -> Outcome | None:
        if not self.rows.filter(closed_at__isnull=True).update(closed_at=timezone.now(), closed_by=self.request.user):
            return None
        audit.record(self.request.user, "donor.reviewed", self.review.supporter)
        return Outcome("Saved: they are two different people.", undo=Undo("review-closed", {"pk": self.review.pk}))

    def get_success_url(self) -> str:
        return reverse("give:review-list")

    def get_context(self) -> dict[str, Any]:
        return {"review": self.review}
