"""Taking an import back: first what would go and what must stay, then the act."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from core.display import counted
from core.views.actions import ActionView
from imports.models import ImportBatch
from imports.undoing.undo import NotCommitted, RecordsChanged, undo
from imports.undoing.undo_plan import UndoPlan, plan_undo

SHOWN = 100


class UndoView(ActionView):
    permission_required = "imports.run"
    fresh_sign_in = True
    template_name = "imports/undo.html"
    next = "imports:batch-detail"

    def prepare(self) -> None:
        rows = ImportBatch.objects.visible_to(self.request.user)
        states = [ImportBatch.State.APPLIED, ImportBatch.State.UNDONE]
        self.batch = get_object_or_404(rows, pk=self.kwargs["pk"], state__in=states)

    def perform(self, form: forms.Form) -> str | None:
        try:
            done = undo(batch=self.batch, by=self.request.user, at=timezone.now())
        except NotCommitted:
            messages.error(self.request, "This file has not been imported: there is nothing to undo.")
        except RecordsChanged:
            text = "Someone else changed the same records just now, so nothing was undone. Try again."
            messages.error(self.request, text)
            self.next = "imports:undo"
        else:
            self.next = "imports:undo" if done.stays else self.next
            return _summary(self.batch, done)
        return None

    def get_success_url(self) -> str:
        return reverse(self.next, args=[self.batch.pk])

    def get_context(self) -> dict[str, Any]:
        plan = plan_undo(self.batch)
        more = max(0, len(plan.stays) - SHOWN)
        return {"batch": self.batch, "plan": plan, "stays": plan.stays[:SHOWN], "more": more}


def _summary(batch: ImportBatch, done: UndoPlan) -> str:
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
