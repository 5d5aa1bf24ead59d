"""Issue receipts for selected gifts, with a preview first."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from core import jobs
from core.clock import organization_today
from core.display import counted
from core.http import toasts
from core.listing import picking
from core.models import JobRun, Organization, User
from core.money import ZERO
from core.outcomes import Outcome, Undo
from donations.models import Gift
from receipts.issuing import jobs as work
from receipts.issuing import numbering, queue, services
from receipts.issuing.assessment import Assessment
from receipts.models import ReceiptChoice
from receipts.views import lists
from receipts.views.forms import MOST_AT_ONCE, ChoiceForm, GiftsForm

#: The lists gifts are selected on, by route name.
LISTS: dict[str, type[lists.GiftPickList]] = {
    "receipts:acknowledgment-list": lists.AcknowledgmentList,
    "receipts:acknowledgment-history": lists.HistoryList,
    "receipts:acknowledgment-aside": lists.AsideList,
}


class AcknowledgmentIssueView(View):
    """GET previews what would be issued and writes nothing; POST issues."""

    permission_required = "receipts.issue"
    leaves_process = True  # PDFs are drawn outside every transaction

    @classmethod
    def fresh_sign_in(cls, request: HttpRequest) -> bool:
        """Require a recent sign-in for several gifts, but not for the receipt of one."""
        return picking.is_asked(request.GET) or len(request.POST.getlist("gift")) > 1

    def get(self, request: HttpRequest) -> HttpResponse:
        form = GiftsForm(request.GET)
        if not form.is_valid():
            return _sent_back(request, form)
        gifts, left = _picked(request, form)
        if not gifts:
            return _nothing_picked(request)
        return render(request, "receipts/acknowledgment_issue.html", {**self._context(gifts, form), "left": left})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = GiftsForm(request.POST)
        if not form.is_valid():
            return _sent_back(request, form)
        gifts = form.cleaned_data["gift"]
        if not gifts:
            return _nothing_picked(request)
        today = organization_today()
        if len(gifts) > work.AT_ONCE:
            return redirect(self._ask(request.user, gifts, today))
        done = services.issue_receipts(gifts=gifts, by=request.user, issued_on=today)
        _report(request, done)
        if len(done.new) == 1 and not done.not_issued:
            return redirect("receipts:receipt-detail", pk=done.new[0].pk)
        if done.new:
            return redirect(f"{reverse('receipts:receipt-list')}?issued_on={done.new[0].issued_on.isoformat()}")
        return redirect("receipts:acknowledgment-list")

    def _ask(self, by: User, gifts: list[Gift], today: date) -> JobRun:
        """Issue in the background; one run at a time."""
        asked: dict[str, Any] = {"gifts": [gift.pk for gift in gifts], "asker": by.pk, "issued_on": today.isoformat()}
        return jobs.enqueue(
            work.issue,
            label=f"Issue {counted(len(gifts), 'receipt', 'receipts')}",
            by=by,
            identity="acknowledgments",
            **asked,
        )

    def _context(self, gifts: list[Gift], form: GiftsForm) -> dict[str, Any]:
        today = organization_today()
        waiting = set(queue.awaiting().filter(pk__in=[gift.pk for gift in gifts]).values_list("pk", flat=True))
        found = services.preview(gifts=[gift for gift in gifts if gift.pk in waiting], issued_on=today)
        ready = [each for each in found if not each.problems]
        held = [(each.gift, " ".join(each.problems)) for each in found if each.problems]
        held += [(gift, queue.why_not(gift)) for gift in gifts if gift.pk not in waiting]
        return {
            "form": form,
            "ready": ready,
            "held": held,
            "total": sum((each.gift.net_amount for each in ready), ZERO),
            "by_kind": _by_kind(ready),
            "first": numbering.upcoming(organization=Organization.current(), issued_on=today),
            "issued_on": today,
        }


class AcknowledgmentChooseView(View):
    """Add imported history to receipts to issue, or choose not to send receipts for gifts."""

    permission_required = "receipts.issue"

    def get(self, request: HttpRequest) -> HttpResponse:
        form = ChoiceForm(request.GET)
        form.is_valid()
        gifts, left = _picked(request, form)
        if not gifts:
            return _nothing_picked(request)
        if left:
            messages.info(request, f"Showing the first {len(gifts):,} gifts. The other {left:,} stay in the list.")
        return self._show(request, gifts, bool(form.cleaned_data.get("wanted")))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ChoiceForm(request.POST)
        valid, gifts = form.is_valid(), form.cleaned_data.get("gift")
        if not gifts:
            return _nothing_picked(request)
        wanted = bool(form.cleaned_data.get("wanted"))
        if not valid:
            return self._show(request, gifts, wanted, form, status=422)
        undo = _undo(gifts, wanted, request.user)
        count = services.choose(gifts=gifts, wanted=wanted, by=request.user, reason=form.cleaned_data["reason"].strip())
        noun = counted(count, "gift", "gifts")
        message = (
            f"{noun} added to receipts to issue. Review and issue them here."
            if wanted
            else f"{noun} moved to “No receipt”."
        )
        toasts.say(request, Outcome(message, undo=undo))
        return redirect("receipts:acknowledgment-list")

    def _show(
        self, request: HttpRequest, gifts: list[Gift], wanted: bool, form: ChoiceForm | None = None, status: int = 200
    ) -> HttpResponse:
        shown = form or ChoiceForm(initial={"wanted": "1" if wanted else "0"})
        shown.fields["reason"].required = not wanted
        rows = list(
            Gift.objects.visible_to(request.user).filter(pk__in=[gift.pk for gift in gifts]).select_related("supporter")
        )
        context = {
            "form": shown,
            "gifts": rows,
            "wanted": wanted,
            "total": sum((gift.net_amount for gift in rows), ZERO),
        }
        return render(request, "receipts/acknowledgment_choose.html", context, status=status)


def _undo(gifts: list[Gift], wanted: bool, user: User) -> Undo:
    """The undo action of a choice that is about to be made."""
    rows = ReceiptChoice.objects.visible_to(user).filter(gift__in=gifts).values_list("gift", "wanted", "reason")
    chosen = {gift: [gift, before, reason] for gift, before, reason in rows}
    was = [chosen.get(gift.pk, [gift.pk, None, ""]) for gift in gifts]
    return Undo("gifts-chosen", {"wanted": wanted, "was": was})


def _picked(request: HttpRequest, form: GiftsForm) -> tuple[list[Gift], int]:
    """The gifts named one by one or selected on a list, oldest first; and how many are left for another run."""
    if not picking.is_asked(request.GET):
        return form.cleaned_data.get("gift") or [], 0
    page = LISTS.get(request.GET.get("of", ""), lists.AcknowledgmentList)
    rows = page.picked(request).order_by("gift_on", "number")
    return list(rows[:MOST_AT_ONCE]), max(0, rows.count() - MOST_AT_ONCE)


def _by_kind(ready: list[Assessment]) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for each in ready:
        label = each.kind.label if each.kind else ""
        counts[label] = counts.get(label, 0) + 1
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _report(request: HttpRequest, done: services.Issued) -> None:
    """Show what issuing did: the fact and the next step."""
    if len(done.new) == 1:
        one = done.new[0]
        pages = (("Print receipt", "receipts:receipt-pdf"), ("Open receipt", "receipts:receipt-detail"))
        then = [(label, reverse(page, args=[one.pk])) for label, page in pages]
        toasts.say(request, Outcome(f"Receipt {one} issued.", then=then))
    elif done.new:
        issued = f"{counted(len(done.new), 'receipt', 'receipts')} issued, {done.new[0]} to {done.new[-1]}."
        messages.success(request, f"{issued} Print them from this list.")
    if done.existing:
        messages.info(request, f"{counted(len(done.existing), 'gift', 'gifts')} already had a receipt.")
    for held in done.not_issued[:5]:
        messages.warning(request, f"{held.gift.spoken_number} needs review. {' '.join(held.problems)}")
    if len(done.not_issued) > 5:
        more = counted(len(done.not_issued) - 5, "more gift needs", "more gifts need")
        messages.warning(request, f"{more} review. See the list for reasons.")


def _nothing_picked(request: HttpRequest) -> HttpResponse:
    messages.info(request, "Select at least one gift.")
    return redirect("receipts:acknowledgment-list")


def _sent_back(request: HttpRequest, form: GiftsForm) -> HttpResponse:
    for problem in form.errors.get("gift", []):
        messages.error(request, str(problem))
    return redirect("receipts:acknowledgment-list")
