"""Background jobs: progress, the list of jobs, cancel and retry.

The page polls every two seconds with JavaScript, and shows a reload link without. Closing the tab changes nothing; the
bar above every page links back.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import django_filters
import django_tables2 as tables
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.views import View

from core import audit
from core.http import toasts
from core.http.requests import Request
from core.listing.pages import Empty, ListFilter, TablePage
from core.listing.tables import ListTable, MomentColumn, badge
from core.models import JobRun, WorkerBeat
from core.outcomes import Outcome, Undo
from core.permissions import SIGNED_IN


class JobView(View):
    """A background job: its progress, or its result."""

    asked_by_pages = True

    permission_required = SIGNED_IN
    http_method_names = ["get", "head", "options"]

    def get(self, request: Request, key: UUID) -> HttpResponse:
        run = _mine(request, key)
        silent = run.is_going_on and WorkerBeat.is_silent(timezone.now())
        part = request.htmx and not request.htmx.history_restore_request
        template = "core/jobs/_state.html" if part else "core/jobs/detail.html"
        return render(
            request, template, {"run": run, "silent": silent, "manages": request.user.has_perm("settings.manage")}
        )


class JobsBarView(View):
    """The bar above every page, reloaded while jobs of this user are running."""

    asked_by_pages = True

    permission_required = SIGNED_IN
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "core/jobs/_bar.html")


class JobCancelView(View):
    """Cancel a job. Once it is writing, its result can only be undone afterwards."""

    permission_required = SIGNED_IN
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, key: UUID) -> HttpResponse:
        run = _mine(request, key)
        now = timezone.now()
        rows = JobRun.objects.filter(pk=run.pk)
        waiting = rows.filter(state=JobRun.State.READY)
        if waiting.update(state=JobRun.State.CANCELLED, cancel_asked_at=now, ended_at=now):
            undo = Undo("job-cancelled", {"pk": run.pk})
            toasts.say(request, Outcome("Job canceled before it started. Nothing was changed.", undo=undo))
        elif rows.filter(state=JobRun.State.RUNNING, writing=False).update(cancel_asked_at=now):
            messages.info(request, "The job will stop at the next safe point.")
        else:
            messages.warning(
                request, "This job can no longer be canceled. You can undo the result when the job is done."
            )
            return redirect(run)
        audit.record(request.user, "job.cancelled", run)
        return redirect(run)


class JobAgainView(View):
    """Retry a failed job."""

    permission_required = SIGNED_IN
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, key: UUID) -> HttpResponse:
        run = _mine(request, key)
        again = {"state": JobRun.State.READY, "attempts": 0, "ready_at": timezone.now(), "ended_at": None}
        fresh = {"error": "", "done": 0, "of": 0, "doing": "", "cancel_asked_at": None}
        beside = run.identity and JobRun.objects.going_on().filter(identity=run.identity).exists()
        if beside or not JobRun.objects.filter(pk=run.pk, state=JobRun.State.FAILED).update(**again, **fresh):
            messages.info(request, "This job is already queued or running, or it has finished.")
        else:
            audit.record(request.user, "job.tried_again", run)
        return redirect(run)


TONES: dict[str, str] = {JobRun.State.DONE: "ok", JobRun.State.RUNNING: "info", JobRun.State.FAILED: "bad"}


class JobTable(ListTable):
    caption = "Background jobs"
    sorts = ("created_at",)

    label = tables.Column("Job", attrs={"td": {"class": "c-main"}})
    state = tables.Column("Status")
    owner = tables.Column("Started by", default="Schedule")
    created_at = MomentColumn(verbose_name="Requested")
    ended_at = MomentColumn(verbose_name="Finished")
    error = tables.Column("Error", default="")

    class Meta:
        order_by = ("-created_at",)

    def render_label(self, value: str, record: JobRun) -> Any:
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), value)

    def value_label(self, value: str) -> str:
        return value

    def render_state(self, record: JobRun) -> Any:
        return badge(record.get_state_display(), TONES.get(record.state, ""), hollow=record.state not in TONES)

    def value_state(self, record: JobRun) -> str:
        return record.get_state_display()


class JobFilter(ListFilter):
    state = django_filters.ChoiceFilter(choices=JobRun.State.choices, empty_label="Any status", label="Status")

    def search(self, rows: QuerySet, text: str) -> QuerySet:
        return rows.filter(label__icontains=text)


class JobListView(TablePage):
    """All background jobs, for users who manage the installation."""

    permission_required = "settings.manage"
    title, noun = "Background jobs", ("job", "jobs")
    lede = "Jobs that people started and jobs that run on a schedule, newest first."
    placeholder = "Search jobs"
    table_class, filter_class = JobTable, JobFilter
    export_permission = None
    empty = Empty("No background jobs yet", "Large imports, exports and receipt runs appear here.", icon="clock")

    def get_queryset(self) -> QuerySet:
        return JobRun.objects.visible_to(self.request.user).select_related("owner").defer("arguments", "result")


def _mine(request: HttpRequest, key: UUID) -> JobRun:
    return get_object_or_404(JobRun.objects.visible_to(request.user), key=key)
