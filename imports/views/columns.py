"""What the columns of a file mean: guessed, corrected by a person, tried on its first rows, kept for the next file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from core.views.actions import ActionView
from crm.protection.free_text import Watch
from imports import private_rows
from imports.cells import Row, Workbook
from imports.column_mapping import signature_of
from imports.mapping import services
from imports.mapping.forms import ColumnsForm
from imports.models import ImportBatch, SavedMapping
from imports.parsing.header_detection import Table
from imports.planning import column_profiling
from imports.planning.column_profiling import Place
from imports.views.lists import DECISIONS
from imports.views.steps import EXPLAINING, steps


class ColumnsView(ActionView):
    """Show columns with samples and a guess at each; “Show” tries what is said, “Go on” keeps it and plans the file."""

    permission_required = "imports.run"
    template_name = "imports/columns.html"
    tried: services.Preview | None = None

    def prepare(self) -> None:
        rows = ImportBatch.objects.visible_to(self.request.user)
        self.batch = get_object_or_404(rows, pk=self.kwargs["pk"])
        if not services.may_explain(self.batch):
            raise Http404("The columns of this file can no longer be changed.")
        self.watch = Watch()
        self.workbook: Workbook = services.workbook_of(self.batch)
        places = [place for place in column_profiling.places(self.workbook) if not self._is_private(place)]
        self.places = [replace(place, label=self._shown(place.label)) for place in places]
        if not self.places:
            raise Http404("The file has no row of column titles.")
        self.context = services.context()
        self.saved, self.place = self._known()

    def perform(self, form: ColumnsForm) -> str | HttpResponse:
        if "save" in self.request.POST:
            return self._keep(form)
        context = services.context(form.cleaned_data.get("month_year"))
        self.tried = services.preview(workbook=self.workbook, mapping=form.mapping(), context=context)
        return self.show(form)

    def _keep(self, form: ColumnsForm) -> str | HttpResponse:
        titles = [column.title for column in form.table.columns]
        by, at = self.request.user, timezone.now()
        try:
            year = form.cleaned_data.get("month_year")
            saved = services.explain(batch=self.batch, mapping=form.mapping(), titles=titles, by=by, at=at, year=year)
        except services.NotOpen:
            messages.error(
                self.request, "This file was just imported or discarded, so its columns can no longer be changed."
            )
            return redirect("imports:batch-list")
        return f"Kept as “{saved}” for the next such file. Check the rows, then import."

    def get_success_url(self) -> str:
        return reverse("imports:batch-detail", args=[self.batch.pk])

    def _known(self) -> tuple[SavedMapping | None, Place]:
        """Where the titles stand, as asked or likely, and what was said of them before."""
        marks = {place.value: self._signature(place) for place in self.places}
        kinds = SavedMapping.objects.visible_to(self.request.user).filter(signature__in=marks.values())
        saved = {one.signature: one for one in kinds}
        asked = next((place for place in self.places if place.value == self.request.GET.get("at")), None)
        known = next((place for place in self.places if marks[place.value] in saved), None)
        place = asked or known or self.places[0]
        return saved.get(marks[place.value]), place

    def _signature(self, place: Place) -> str:
        return signature_of(self._row(place))

    def _row(self, place: Place) -> Row:
        return next(row for row in self.workbook.sheets[place.sheet].rows if row.number == place.row)

    def _is_private(self, place: Place) -> bool:
        """Whether what would be titles names somebody protected: then they are none."""
        texts = self._row(place).texts
        return self.watch.hides(" ".join(texts)[:200], texts)

    def _shown(self, text: str) -> str:
        return private_rows.shown(text, self.watch)

    def get_form(self, data: Any = None) -> ColumnsForm:
        table = column_profiling.table_of(self.workbook, self.place)
        return ColumnsForm(
            data,
            table=table,
            profiles=column_profiling.profile(table, self.context, private_numbers(table, self.watch)),
            file_name=self.batch.shown_name,
            likely_comma=column_profiling.likely_comma(self.workbook),
            saved=self.saved,
            context=self.context,
            shown=self._shown,
            year=self.batch.answers.get("month_year"),
        )

    def get_context(self) -> dict[str, Any]:
        return {
            "batch": self.batch,
            "place": self.place,
            "places": self.places,
            "saved": self.saved,
            "tried": self.tried and private_rows.without_private(self.tried),
            "outcomes": _outcomes(self.tried),
            "steps": steps(self.batch) if self.batch.format else EXPLAINING,
            "decisions": DECISIONS,
        }


def private_numbers(table: Table, watch: Watch) -> frozenset[int]:
    """The rows of a table that are about somebody protected, by their numbers in the file."""
    return frozenset(row.number for row in table.body if watch.hides(" ".join(row.texts)[:200], row.texts))


def _outcomes(tried: services.Preview | None) -> Sequence[tuple[str, str, int]]:
    """How many rows would be imported, held and so on, in words."""
    counts = tried.counts if tried else {}
    return [(label, tone, counts[slug]) for slug, (label, tone) in DECISIONS.items() if slug in counts]
