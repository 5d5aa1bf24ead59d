"""One row of a file, and the answer it may wait for."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View

from core.clock import organization_today
from core.http import toasts
from core.models import User
from core.outcomes import Outcome
from core.privacy.visibility import is_redacted
from crm.protection.free_text import Watch
from crm.services.name_reviews import review_url
from donations.models import Gift
from imports import overview, services
from imports.donor_matches import givers_of
from imports.models import ImportBatch, ImportRow
from imports.plans import REJECT
from imports.private_rows import shown
from imports.views.answer_forms import RepeatForm, answer_form, takes_answer
from imports.views.forms import KINDS
from imports.views.lists import DECISIONS, amount_text


class RowView(View):
    """One row as it stands in the file, what is made of it, and the answer it may wait for."""

    permission_required = "imports.run"

    def get(self, request: HttpRequest, batch: int, pk: int) -> HttpResponse:
        row = self._row(batch, pk)
        if is_redacted(row, request):
            return self._keep_back(request, row)
        return self._show(request, row, self._form(request, row) if takes_answer(row) else None)

    def post(self, request: HttpRequest, batch: int, pk: int) -> HttpResponse:
        row, today = self._row(batch, pk), organization_today()
        if is_redacted(row, request):
            return self._keep_back(request, row, status=403)
        if not takes_answer(row):
            raise Http404("This row doesn't need review.")
        if "leave_out" in request.POST:
            return self._answer(request, row, record=False, values={}, today=today)
        form = self._form(request, row, request.POST)
        if not form.is_valid():
            return self._show(request, row, form, status=422)
        record = not (isinstance(form, RepeatForm) and form.is_same)
        return self._answer(request, row, record=record, values=form.values() if record else {}, today=today)

    def _keep_back(self, request: HttpRequest, row: ImportRow, status: int = 200) -> HttpResponse:
        """A row about a protected person: its place and what became of it, and the way to reveal it."""
        context = {
            "row": row,
            "batch": row.batch,
            "decision": DECISIONS[row.decision][0],
            "amount": amount_text(row),
            "review_url": review_url(row, request.user),
            **_around(row),
        }
        return render(request, "imports/row_private.html", context, status=status)

    def _answer(self, request: HttpRequest, row: ImportRow, **given: Any) -> HttpResponse:
        was = row
        try:
            row = services.answer(row=row, by=request.user, **given)
        except services.AlreadyCommitted:
            messages.info(request, "Someone else has just reviewed this row.")
        else:
            text = row.waits_for if row.state == ImportRow.State.WAITING else row.get_state_display()
            if row.state == ImportRow.State.OPEN:
                text = row.reason or DECISIONS[row.decision][0]
            here = reverse("imports:row", args=[row.batch_id, row.pk])
            then = [("Review it anyway", here)] if row.state == ImportRow.State.LEFT_OUT else []
            toasts.say(request, Outcome(f"{row.place}: {text[:1].lower()}{text[1:]}.", then=then))
        return self._onward(row, was)

    def _onward(self, row: ImportRow, was: ImportRow) -> HttpResponse:
        """To the next row that waits as this one did, round to the first again; to the list when none does."""
        waiting = _waiting(was)
        after = waiting.filter(pk__gt=row.pk).first() or waiting.first()
        if after is None:
            return redirect("imports:batch-detail", pk=row.batch_id)
        return redirect("imports:row", batch=row.batch_id, pk=after.pk)

    def _row(self, batch: int, pk: int) -> ImportRow:
        return get_object_or_404(
            ImportRow.objects.visible_to(self.request.user).select_related("batch", "gift", "pledge"),
            batch=batch,
            pk=pk,
        )

    def _form(self, request: HttpRequest, row: ImportRow, data: Any = None) -> Any:
        return answer_form(row)(data, row=row, today=organization_today(), user=request.user)

    def _show(self, request: HttpRequest, row: ImportRow, form: Any, status: int = 200) -> HttpResponse:
        context = {
            "row": row,
            "batch": row.batch,
            "form": form,
            "amount": amount_text(row),
            "twin": _twin(row, request.user),
            "raw": _cells(row),
            "decision": DECISIONS[row.decision][0],
            "givers": givers_of(row, user=request.user, revealed=True),
            "kind": KINDS.get(row.kind or "", "No money"),
            **_around(row),
        }
        return render(request, "imports/row.html", context, status=status)


def _cells(row: ImportRow) -> dict[str, str]:
    """What stands in a row, by the titles of its columns; a title may name somebody protected."""
    raw: dict[str, str] = row.plan["raw"]
    watch = Watch(raw)
    return {shown(title, watch) or "(no title)": text for title, text in raw.items()}


def _around(row: ImportRow) -> dict[str, Any]:
    """The waiting rows before and after this one, and how many there are."""
    waiting = _waiting(row)
    return {
        "before": waiting.filter(pk__lt=row.pk).last(),
        "after": waiting.filter(pk__gt=row.pk).first(),
        "waiting": waiting.count(),
    }


def _waiting(row: ImportRow) -> Any:
    """The rows that want an answer as this one does, in the file's order: held ones before the import or those that
    cannot be used, and those that wait after it."""
    slug = "waiting"
    if row.batch.state == ImportBatch.State.PLANNED:
        slug = "unusable" if row.decision == REJECT else "held"
    return row.batch.rows.filter(overview.EVERY[slug].rows).order_by("pk")


def _twin(row: ImportRow, user: User) -> Gift | None:
    """The gift in the books this row may repeat."""
    name, _, number = (row.plan["same_as"] or "").partition(":")
    if name != "gift" or not number.isdecimal():
        return None
    return Gift.objects.visible_to(user).select_related("supporter").filter(pk=int(number)).first()
