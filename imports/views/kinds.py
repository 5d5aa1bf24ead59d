"""One saved column mapping people explained: renaming it, forgetting it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from imports.column_mapping import MEANINGS, folded
from imports.mapping import services
from imports.mapping.values import BLANK, CHOICES
from imports.models import SavedMapping


class NameForm(forms.Form):
    name = forms.CharField(max_length=80, label="Name")


class KindRenameView(View):
    """What its columns mean, and its name to change."""

    permission_required = "imports.run"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        saved = _kind(request, pk)
        return _show(request, saved, NameForm(initial={"name": saved.name}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        saved = _kind(request, pk)
        form = NameForm(request.POST)
        if form.is_valid():
            try:
                services.rename(saved=saved, name=form.cleaned_data["name"], by=request.user)
            except ValidationError as error:
                form.add_error("name", error.messages[0])
            else:
                messages.success(request, f"Renamed to “{saved}”. Files with these titles are read as before.")
                return redirect("imports:kind-list")
        saved.refresh_from_db()
        return _show(request, saved, form, status=422)


class KindForgetView(View):
    """Forget what the columns of a saved column mapping mean, after a look at what that does."""

    permission_required = "imports.run"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return render(request, "imports/kind_forget.html", {"saved": _kind(request, pk)})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        saved = _kind(request, pk)
        services.forget(saved=saved, by=request.user)
        messages.success(request, f"“{saved}” deleted. You'll be asked to map the columns of the next such file.")
        return redirect("imports:kind-list")


def _kind(request: HttpRequest, pk: int) -> SavedMapping:
    rows = SavedMapping.objects.visible_to(request.user).select_related("fund", "by")
    return get_object_or_404(rows, pk=pk)


def _show(request: HttpRequest, saved: SavedMapping, form: NameForm, status: int = 200) -> HttpResponse:
    told = {"saved": saved, "form": form, "columns": _columns(saved), "values": _values(saved)}
    return render(request, "imports/kind_edit.html", told, status=status)


def _columns(saved: SavedMapping) -> list[tuple[str, str]]:
    """Each title of the file with what it means, in the file's order."""
    said: dict[str, Any] = saved.columns
    return [(title, MEANINGS[slug].label if (slug := said.get(folded(title))) else "") for title in saved.titles]


def _values(saved: SavedMapping) -> list[tuple[str, str, str]]:
    """Each explained value with the title of its column and what it means."""
    found = []
    for title in saved.titles:
        labels = dict(CHOICES.get(saved.columns.get(folded(title), ""), ()))
        said: dict[str, str] = saved.values.get(folded(title), {})
        found += [(title, text or BLANK, labels.get(meaning, meaning)) for text, meaning in said.items()]
    return found
