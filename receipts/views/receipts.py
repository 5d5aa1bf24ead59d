"""One receipt: its page, its PDF, voiding, and replacing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views import View
from django.views.generic import DetailView

from core import audit
from core.clock import organization_today
from core.listing import picking
from core.models import Organization
from core.outcomes import Outcome
from core.views.actions import ActionView
from crm.models import Supporter
from donations.deductibility.wording import warnings
from receipts import kinds, redaction
from receipts.issuing import outdated, services
from receipts.issuing.assessment import Assessment
from receipts.models import Receipt, ReceiptQuerySet
from receipts.printing import drawing
from receipts.printing.letter import render_letters
from receipts.views.forms import VoidReasonForm
from receipts.views.lists import ReceiptFilter, ReceiptList, listed

#: The most letters in one file.
MOST_LETTERS = 200


class ReceiptDetailView(DetailView):
    """The printed letter, the rules applied, and its status."""

    permission_required = "receipts.view"
    template_name = "receipts/receipt_detail.html"

    def get_queryset(self):
        related = ("supporter", "issued_by", "pdf", "void__by", "replaces", "replaced_by")
        return Receipt.objects.visible_to(self.request.user).select_related(*related).defer("pdf__content").with_state()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        receipt = self.object
        stale = receipt.lines.mismatched().exists()
        return super().get_context_data(
            kind=kinds.label(receipt.kind),
            letter=receipt.letter,
            decision=receipt.decision,
            deductible=Decimal(receipt.decision.get("deductible_amount") or 0),
            warnings=[warnings.sentence(code) for code in receipt.decision["warnings"]],
            lines=receipt.lines.select_related("gift"),
            stale=stale,
            changes=outdated.changes(receipt) if stale else [],
            proposal=_proposal(receipt) if stale else None,
            current_gift=services.gift_behind(receipt) if stale else None,
            guarded=redaction.protected().filter(pk__in=receipt.named()).exists(),
            hidden=redaction.first_hidden(receipt, self.request),
            **kwargs,
        )


def _proposal(receipt: Receipt) -> Assessment:
    """What would replace a receipt that no longer matches."""
    return services.assess_replacement(
        receipt=receipt,
        gift=services.gift_behind(receipt),
        organization=Organization.current(),
        issued_on=organization_today(),
    )


class ReceiptPdfView(View):
    """The stored PDF, drawn now if there is none yet."""

    permission_required = "receipts.view"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        receipt = get_object_or_404(Receipt.objects.visible_to(request.user).select_related("pdf", "supporter"), pk=pk)
        if hidden := redaction.first_hidden(receipt, request):
            return _to_reveal(request, hidden)
        file = drawing.print_receipt(receipt)
        if redaction.protected().filter(pk__in=receipt.named()).exists():
            audit.record(request.user, "receipt.opened", receipt, reason="The PDF names a protected person")
        how = "attachment" if "download" in request.GET else "inline"
        return _pdf(bytes(file.content), name=receipt.file_name, how=how)


def _to_reveal(request: HttpRequest, supporter: Supporter) -> HttpResponse:
    """Redirect to revealing a name for a reason, and back; a 403 for users who may not."""
    if not request.user.has_perm("supporters.edit"):
        raise PermissionDenied("This receipt names a protected person.")
    messages.info(request, "This receipt names a protected person. Enter a reason to open it.")
    back = urlencode({"next": request.get_full_path()})
    return redirect(f"{reverse('crm:supporter-reveal', args=[supporter.pk])}?{back}")


class ReceiptPrintView(View):
    """The letters of a list in one file for printing: active ones, as selected or filtered, by number.

    Letters with protected names the user may not read are left out, and a message says so.
    """

    permission_required = "receipts.view"
    fresh_sign_in = True

    def get(self, request: HttpRequest) -> HttpResponse:
        if picking.is_asked(request.GET):
            rows = ReceiptList.picked(request)
        else:
            rows = ReceiptFilter(request.GET, queryset=listed(request.user), request=request).qs
        filtered = cast(ReceiptQuerySet, rows).active()
        hidden = Receipt.objects.visible_to(request.user).naming(redaction.hidden_from(request)).values("pk")
        left = filtered.filter(pk__in=hidden).count()
        receipts = list(filtered.exclude(pk__in=hidden).order_by("year", "seq")[: MOST_LETTERS + 1])
        rest = f" {_left_out(left)}" if left else ""
        if not receipts or len(receipts) > MOST_LETTERS:
            many = f"More than {MOST_LETTERS} receipts match: filter by issue date or year."
            reason = many if receipts else "" if left else "No active receipts match."
            messages.info(request, f"Nothing was printed. {reason}{rest}".replace("  ", " "))
            return redirect("receipts:receipt-list")
        if left:
            messages.info(request, rest.strip())
        content = render_letters(
            (receipt.letter for receipt in receipts),
            title=f"Receipts {receipts[0]} to {receipts[-1]}",
            author=Organization.current().legal_name,
        )
        guarded = Receipt.objects.visible_to(request.user).naming(redaction.protected())
        protected = guarded.filter(pk__in=[receipt.pk for receipt in receipts]).count()
        changes = [audit.FieldChange("printed", None, True, of=receipt) for receipt in receipts]
        audit.record(request.user, "receipts.printed", count=len(receipts), protected=protected, changes=changes)
        return _pdf(content, name=f"receipts-{receipts[0]}-to-{receipts[-1]}.pdf", how="inline")


def _left_out(count: int) -> str:
    if count == 1:
        return "1 letter that names a protected person was left out. Open that receipt on its own page."
    return f"{count:,} letters that name protected people were left out. Open those receipts on their own pages."


class _ReceiptAction(ActionView):
    """Base of actions on one receipt, for a reason."""

    permission_required = "receipts.void"
    form_class = VoidReasonForm

    def prepare(self) -> None:
        self.receipt = self.current = _receipt(self.request, self.kwargs["pk"])

    def get_success_url(self) -> str:
        return reverse("receipts:receipt-detail", args=[self.current.pk])

    def get_context(self) -> dict[str, Any]:
        return {"receipt": self.receipt}


class ReceiptVoidView(_ReceiptAction):
    """Void a receipt, for a reason."""

    template_name = "receipts/receipt_void.html"

    def perform(self, form: VoidReasonForm) -> str | None:
        by, today = self.request.user, organization_today()
        try:
            services.void_receipt(receipt=self.receipt, by=by, on=today, **form.cleaned_data)
        except services.AlreadyVoid:
            messages.info(self.request, f"Receipt {self.receipt} was already void.")
            return None
        return f"Receipt {self.receipt} voided. Its number won't be reused. Tell the donor."


class ReceiptReplaceView(_ReceiptAction):
    """Void a receipt and issue its replacement, after a preview."""

    leaves_process = True  # the PDF is drawn outside every transaction
    template_name = "receipts/receipt_replace.html"
    refusals = {
        services.CannotReplace: (None, "No replacement can be issued. {error} Void the receipt instead."),
    }

    def perform(self, form: VoidReasonForm) -> Outcome | None:
        by, today = self.request.user, organization_today()
        try:
            new = services.replace_receipt(receipt=self.receipt, by=by, issued_on=today, **form.cleaned_data)
        except services.AlreadyVoid:
            messages.error(self.request, f"Receipt {self.receipt} is void, so it can't be replaced.")
            return None
        self.current = new
        then = [("Print receipt", reverse("receipts:receipt-pdf", args=[new.pk]))]
        return Outcome(f"Receipt {new} issued. It replaces {self.receipt}, which is void.", then=then)

    def get_context(self) -> dict[str, Any]:
        receipt = self.receipt
        return {"receipt": receipt, "proposal": _proposal(receipt), "now": services.gift_behind(receipt)}


def _pdf(content: bytes, *, name: str, how: str) -> HttpResponse:
    """The PDF as a response that no shared cache stores; its file name holds numbers only."""
    return HttpResponse(
        content,
        content_type=drawing.PDF,
        headers={
            "Content-Disposition": f'{how}; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


def _receipt(request: HttpRequest, pk: int) -> Receipt:
    return get_object_or_404(Receipt.objects.visible_to(request.user).select_related("supporter", "void"), pk=pk)
