"""Rows whose work in the background failed: what, why, when it is tried again, and a button to try it now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from core import extend
from core.jobs import retries
from core.models import FailedWork
from core.permissions import SIGNED_IN

SHOWN = 100
#: The name of a row whose record was deleted since; it has no URL.
GONE = ("Deleted record", "")


class FailedWorkView(View):
    """Failed work this user may retry, by kind, with the first rows of each."""

    permission_required = SIGNED_IN
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "core/jobs/failed_work.html", {"kinds": list(_kinds(request)), "shown": SHOWN})


class FailedWorkAgainView(View):
    """Retry one row now."""

    permission_required = SIGNED_IN
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = FailedWork.objects.visible_to(request.user).filter(pk=pk).first()
        if row is None:
            messages.info(request, "This job has been done since then, or is no longer needed.")
            return redirect("failed-work")
        name, _ = _named(request, row.kind, [row])[row.object_id]
        if retries.try_again(row=row, by=request.user):
            messages.success(request, f"{name}: done.")
        else:
            messages.error(request, f"{name}: failed again. See the reason in the list.")
        return redirect("failed-work")


def _kinds(request: HttpRequest) -> Iterator[dict[str, Any]]:
    mine = FailedWork.objects.visible_to(request.user)
    for entry in extend.entries(extend.Retried):
        rows = list(mine.filter(kind=entry.kind)[:SHOWN])
        if rows:
            named, count = _named(request, entry.kind, rows), mine.filter(kind=entry.kind).count()
            lines = [{"row": row, "reason": retries.reason(row.error), "named": named[row.object_id]} for row in rows]
            yield {"title": entry.failed, "count": count, "lines": lines}


def _named(request: HttpRequest, kind: str, rows: Sequence[FailedWork]) -> dict[int, tuple[str, str]]:
    keys = [row.object_id for row in rows]
    return dict.fromkeys(keys, GONE) | retries.kind_of(kind).named(request.user, keys)
