"""One saved column mapping people explained: renaming it, forgetting it."""

from __future__ import annotations

from copy import copy
from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.views.actions import ActionView
from crm.protection.free_text import Watch
from imports.cells import folded
from imports.column_mapping import MEANINGS
from imports.mapping import services
from imports.mapping.values import BLANK, CHOICES
from imports.models import SavedMapping
from imports.private_rows import shown


class NameForm(forms.Form):
    name = forms.CharField(max_length=80, label="Name")


class _KindAction(ActionView):
    """What is done to one saved column mapping."""

    permission_required = "imports.run"

    def prepare(self) -> None:
        rows = SavedMapping.objects.visible_to(self.request.user).select_related("fund", "by")
        self.saved = get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_success_url(self) -> str:
        return reverse("imports:kind-list")

    def get_context(self) -> dict[str, Any]:
        return {"saved": self.saved}


class KindRenameView(_KindAction):
    """What its columns mean, and its name to change."""

    template_name = "imports/kind_edit.html"

    def get_form(self, data: Any = None) -> NameForm:
        return NameForm(data, initial={"name": self.saved.shown_name})

    def perform(self, form: NameForm) -> str:
        saved = copy(self.saved)  # a name that is refused is not shown as that of the mapping
        services.rename(saved=saved, name=form.cleaned_data["name"], by=self.request.user)
        return f"Renamed to “{saved}”. Files with these titles are read as before."

    def get_context(self) -> dict[str, Any]:
        watch = Watch()
        columns = [(shown(title, watch), means) for title, means in _columns(self.saved)]
        values = [(shown(title, watch), shown(text, watch), means) for title, text, means in _values(self.saved)]
        return {"saved": self.saved, "columns": columns, "values": values}


class KindForgetView(_KindAction):
    """Forget what the columns of a saved column mapping mean, after a look at what that does."""

    template_name = "imports/kind_forget.html"

    def perform(self, form: forms.Form) -> str:
        services.forget(saved=self.saved, by=self.request.user)
        return f"“{self.saved}” deleted. You'll be asked to map the columns of the next such file."


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
