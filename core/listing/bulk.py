"""Bulk actions: a page says what will happen, its form does it, with one audit entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core import extend
from core.http import toasts
from core.listing import picking

if TYPE_CHECKING:
    from core.listing.pages import TablePage

#: How many rows the page names.
MOST_NAMED = 20


class ConfirmationForm(forms.Form):
    """The form of a bulk action that asks for nothing but a confirmation."""


def answer(page: TablePage, request: HttpRequest) -> HttpResponse:
    """Show the confirmation, or perform the action when it was confirmed. 404 for an unknown or forbidden action."""
    action = next((act for act in page.bulk_actions() if act.slug == request.GET["bulk"] and act.do), None)
    if action is None:
        raise Http404("There is no such bulk action.")
    rows = page.selection()
    keys = list(rows.values_list("pk", flat=True))
    if not keys:
        messages.info(request, f"No changes made. Select at least one {page.noun[0]} first.")
        return redirect(page.address())
    form = (action.form or ConfirmationForm)(request.POST or None)
    agreed = request.POST.get("count") == str(len(keys))
    if request.method == "POST" and agreed and form.is_valid() and action.do:
        toasts.say(request, action.do(keys, request.user, form.cleaned_data))
        return redirect(page.address())
    return _ask(page, action, rows, len(keys), form, moved=request.method == "POST" and not agreed)


def _ask(
    page: TablePage, action: extend.BulkAction, rows: QuerySet, count: int, form: Any, *, moved: bool
) -> HttpResponse:
    context = {
        "title": page.title,
        "action": action,
        "count": count,
        "noun": page.noun[count != 1],
        "form": form,
        "moved": moved,
        "named": [page.table.row_name(row) for row in rows[:MOST_NAMED]],
        "more": max(0, count - MOST_NAMED),
        "every": picking.ALL in page.request.GET.getlist("pick"),
        "back": page.address(),
    }
    return render(page.request, "core/list_bulk.html", context, status=422 if form.errors or moved else 200)
