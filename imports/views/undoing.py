"""Taking an import back: first what would go and what must stay, then the act."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View

from core.display import counted
from imports.models import ImportBatch
from imports.undoing.undo import NotCommitted, RecordsChanged, undo
from imports.undoing.undo_plan import UndoPlan, plan_undo

SHOWN = 100


class UndoView(View):
    permission_required = "imports.run"
    fresh_sign_in = True

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = self._batch(request, pk)
        plan = plan_undo(batch)
        context = {"batch": batch, "plan": plan, "stays": plan.stays[:SHOWN], "more": max(0, len(plan.stays) - SHOWN)}
        return render(request, "imports/undo.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = self._batch(request, pk)
        try:
            done = undo(batch=batch, by=request.user, at=timezone.now())
        except NotCommitted:
            messages.error(request, "This file has not been imported: there is nothing to undo.")
        except RecordsChanged:
            messages.error(request, "Someone else changed the same records just now, so nothing was undone. Try again.")
            return redirect("imports:undo", pk=pk)
        else:
            messages.success(request, _told(batch, done))
            if done.stays:
                return redirect("imports:undo", pk=pk)
        return redirect("imports:batch-detail", pk=pk)

    def _batch(self, request: HttpRequest, pk: int) -> ImportBatch:
        rows = ImportBatch.objects.visible_to(request.user)
        return get_object_or_404(rows, pk=pk, state__in=[ImportBatch.State.APPLIED, ImportBatch.State.UNDONE])


def _told(batch: ImportBatch, done: UndoPlan) -> str:
    """What was removed, and what to do next."""
    if done.changes_nothing:
        return f"No more records of {batch.shown_name} can be undone now."
    gone = ", ".join(f"{count:,} {noun}" for noun, count in done.counts())
    told = f"{batch.shown_name} undone: {gone} removed." if gone else f"{batch.shown_name} undone."
    return (
        f"{told} {counted(len(done.stays), 'record', 'records')} can't be removed; the reasons are below."
        if done.stays
        else f"{told} You can upload the file again."
    )
