"""Uploading a file, seeing its plan, committing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views import View

from core import display, jobs
from core.clock import organization_today
from core.display import counted
from core.http import toasts
from core.listing.pages import Empty, TablePage
from core.listing.saved import Tab
from core.outcomes import Outcome
from core.views.actions import ActionView
from crm.protection.free_text import Watch
from imports import jobs as work
from imports import overview, services
from imports.applying.messages import told_of_commit
from imports.mapping import services as mappings
from imports.models import ImportBatch, ImportRow
from imports.plans import REVIEW
from imports.private_rows import PRIVATE
from imports.views.forms import UploadForm
from imports.views.lists import RowFilter, RowTable
from imports.views.steps import FIRST, steps


class UploadView(ActionView):
    """Take a file, read and plan it; a file that must not be read is refused in a sentence, and nothing is written."""

    permission_required = "imports.run"
    leaves_process = True  # a file is read and matched before anything is written
    refusals = {services.RefusedFile: ("file", "{error}")}
    template_name = "imports/upload.html"
    same: ImportBatch | None = None

    def get_form(self, data: Any = None) -> UploadForm:
        return UploadForm(data, self.request.FILES if data is not None else None)

    def perform(self, form: UploadForm) -> HttpResponse | None:
        file = form.cleaned_data["file"]
        content = file.read()
        if (same := services.same_file(content)) is not None:
            return self._known(form, same)
        return self._onward(services.upload(name=file.name, content=content, by=self.request.user))

    def _known(self, form: UploadForm, same: ImportBatch) -> HttpResponse | None:
        """A file that is in already, or waits to be brought in, is not read a second time."""
        if same.state == ImportBatch.State.PLANNED:
            messages.info(self.request, f"This file was already uploaded and not yet imported, as {same.shown_name}.")
            return redirect("imports:batch-detail", pk=same.pk)
        when = f" {display.moment_text(timezone.localtime(same.applied_at))}" if same.applied_at else ""
        form.add_error("file", f"This file was already imported{when}, as {same.shown_name}. Nothing was read again.")
        self.same = same
        return None

    def _onward(self, batch: ImportBatch) -> HttpResponse:
        """To the plan; of a file nobody knows, to its columns."""
        if not batch.format:
            messages.info(self.request, f"{batch.shown_name} has an unknown layout. Map its columns.")
            return redirect("imports:columns", pk=batch.pk)
        messages.success(self.request, f"{batch.shown_name} is ready. Check the preview, then import.")
        return redirect("imports:batch-detail", pk=batch.pk)

    def get_context(self) -> dict[str, Any]:
        return {"steps": FIRST, "same": self.same}


class BatchDetail(TablePage):
    """What a file would do, row by row, or what it did: the rows that need a person first."""

    permission_required = "imports.run"
    noun = ("row", "rows")
    also_reads = ("show",)
    placeholder = "Name, reason or row number"
    table_class, filter_class = RowTable, RowFilter
    template_name = "imports/batch_detail.html"
    empty = Empty(
        "No rows here",
        "They may be on another tab, or already reviewed. “All rows” shows every row.",
        icon="sheet",
    )

    batch: ImportBatch

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = ImportBatch.objects.visible_to(request.user)
        if rows.filter(pk=kwargs["pk"], state=ImportBatch.State.PLANNED, format="").exists():
            return redirect("imports:columns", pk=kwargs["pk"])
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet:
        self.batch = get_object_or_404(
            ImportBatch.objects.visible_to(self.request.user).select_related("created_by"), pk=self.kwargs["pk"]
        )
        self.title = self.batch.shown_name
        self.outcomes = overview.outcomes(self.batch)
        self.shown = self._shown()
        rows = self.batch.rows.all()
        return rows.filter(overview.EVERY[self.shown].rows) if self.shown != overview.ALL else rows

    def _shown(self) -> str:
        """The outcome asked for; every row for a search or an old address, else what comes first."""
        asked = self.request.GET.get("show", "")
        if asked in overview.EVERY or asked == overview.ALL:
            return asked
        if any(self.request.GET.get(name) for name in ("q", "decision", "state", "sheet")) or not self.outcomes:
            return overview.ALL
        return self.outcomes[0][0].slug

    def get_context(self) -> dict[str, Any]:
        batch = self.batch
        planned = batch.state == ImportBatch.State.PLANNED
        names = overview.fund_names(batch) if planned else []
        counts = {kind.slug: count for kind, count in self.outcomes}
        return {
            "batch": batch,
            "planned": planned,
            "steps": steps(batch, names),
            "counts": counts,
            "row_count": sum(counts.values()),
            "to_review": counts.get("held", 0) + counts.get("rate", 0),
            **_cash(batch),
            "sums": overview.sums(batch),
            "sheets": overview.sheets(batch),
            "people": overview.people_counts(batch),
            "unmapped": names,
            "asked_columns": len(batch.parties.get("asked", ())) if planned else 0,
            "titles": _titles(batch),
            "explainable": mappings.may_explain(batch),
            "asked_values": self._asked_under_columns() if mappings.may_explain(batch) else 0,
            "kind": mappings.kind_of(batch),
            "warnings": _shown([text for text in batch.warnings if "not matched" not in text]),
            "rates_wanted": overview.rates_wanted(batch),
            "booked": overview.booked(batch),
            "history": batch.rows.filter(state=ImportRow.State.APPLIED, gift__isnull=False).count(),
        }

    def _asked_under_columns(self) -> int:
        """How many rows wait for an answer that is given for a whole column."""
        return self.batch.rows.filter(decision=REVIEW, reason__contains="under “Columns”").count()

    def get_tabs(self) -> list[Tab]:
        total = sum(count for _, count in self.outcomes)
        pairs = [*((kind.slug, kind.label, count) for kind, count in self.outcomes), (overview.ALL, "All rows", total)]
        return [
            Tab(label, f"?show={slug}", current=slug == self.shown, count=f"{count:,}") for slug, label, count in pairs
        ]


def _cash(batch: ImportBatch) -> dict[str, Any]:
    """The file's cash in words, and whether any is in another currency."""
    cash = batch.totals.get("cash_net_by_currency", {})
    return {"cash": overview.money_texts(cash), "has_foreign_cash": bool(cash.keys() - {display.BASE_CURRENCY})}


def _titles(batch: ImportBatch) -> dict[str, int]:
    """How many questions of titles a planned file has, and how many have no answer yet."""
    said, asked = batch.answers.get("headings", {}), overview.headings(batch)
    return {"asked": len(asked), "open": sum(heading.question not in said for heading in asked)}


class CommitView(View):
    """Write it, in one transaction; a large file in the background."""

    permission_required = "imports.run"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = get_object_or_404(ImportBatch.objects.visible_to(request.user), pk=pk)
        if not batch.format:
            return redirect("imports:columns", pk=pk)
        if batch.rows.count() > work.AT_ONCE:
            label = batch.spoken_number
            identity = f"import {batch.pk}"
            arguments: dict[str, Any] = {"batch": batch.pk, "asker": request.user.pk}
            return redirect(jobs.enqueue(work.commit, label=label, by=request.user, identity=identity, **arguments))
        try:
            done = services.commit(batch=batch, by=request.user, today=organization_today(), at=timezone.now())
        except services.AlreadyCommitted:
            messages.info(request, "This file was already imported. Nothing was saved twice.")
        except services.BooksChanged:
            messages.warning(request, "Records have changed since this preview. Check the new preview, then import.")
        except services.FundsUnknown:
            messages.error(request, "Match the fund names in the file first.")
            return redirect("imports:funds", pk=pk)
        else:
            waiting = batch.rows.filter(state=ImportRow.State.WAITING).count()
            then = [("Undo import…", reverse("imports:undo", args=[pk]))]
            toasts.say(request, Outcome(told_of_commit(done, waiting), then=then))
        return redirect("imports:batch-detail", pk=pk)


def _shown(warnings: list[str]) -> list[str]:
    """Warnings about a file; one that quotes a protected person's name says so instead."""
    watch = Watch() if warnings else None
    return [
        f"{PRIVATE}: a warning contains a protected person's name." if watch and watch.hides("", [text]) else text
        for text in warnings
    ]


class SetAsideView(View):
    permission_required = "imports.run"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = get_object_or_404(ImportBatch.objects.visible_to(request.user), pk=pk)
        try:
            services.discard(batch=batch, by=request.user, at=timezone.now())
            said = f"{batch.shown_name} was discarded. Nothing was imported."
            toasts.say(request, Outcome(said, then=[("Upload it again", reverse("imports:upload"))]))
        except services.AlreadyCommitted:
            messages.error(request, "This file is already imported.")
        return redirect("imports:batch-list")


class LeaveColumnsView(View):
    """Plan the file without the columns nobody understood; what they say stays with each row."""

    permission_required = "imports.run"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = get_object_or_404(ImportBatch.objects.visible_to(request.user), pk=pk)
        try:
            count = services.leave_columns(batch=batch, by=request.user)
        except services.AlreadyCommitted:
            messages.error(request, "This file is already imported. Review the remaining rows.")
        else:
            what = counted(count, "column is", "columns are")
            toasts.say(request, Outcome(f"{what} kept with each row but not used."))
        return redirect("imports:batch-detail", pk=pk)
