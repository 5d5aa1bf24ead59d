"""Base of reports: a catalog entry and, for reports of figures, a page of rows.

A report returns its rows once; page, CSV and workbook show the same ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views import View

from core import audit
from core.clock import organization_today
from core.listing import spreadsheets
from core.models import Organization
from reports.days import day_asked
from reports.figures.board_figures import Span


@dataclass(frozen=True)
class Report:
    """An entry of the catalog. Label, permission and what it counts are the page's own; `icon` is added."""

    slug: str
    icon: str
    view: Any

    @property
    def label(self) -> str:
        return self.view.title

    @property
    def permission(self) -> str:
        return self.view.permission_required

    @property
    def counts(self) -> str:
        return self.view.lede

    @property
    def url_name(self) -> str:
        return f"reports:{self.slug}"


@dataclass(frozen=True)
class Rows:
    """A table of figures: texts and amounts with their titles; `total` is the last line, or empty."""

    header: Sequence[str]
    lines: Sequence[Sequence[str | Decimal]]
    total: Sequence[str | Decimal] = ()

    @property
    def cells(self) -> list[tuple[str | Decimal, list[tuple[str, str | Decimal]]]]:
        """For the page: each line's name, and its amounts with their columns' titles."""
        return [(line[0], list(zip(self.header[1:], line[1:], strict=True))) for line in self.lines]

    @property
    def total_cells(self) -> list[tuple[str, str | Decimal]]:
        return list(zip(self.header[1:], self.total[1:], strict=True)) if self.total else []


class RowsPage(View):
    """A report of figures as of a day: page, CSV and XLSX. Subclasses set attributes and define `rows`."""

    permission_required = ""
    title = ""
    lede = ""
    template_name = "reports/rows.html"
    http_method_names = ["get", "head", "options"]

    def rows(self, span: Span) -> Rows:
        """The figures of the fiscal year up to a day."""
        raise NotImplementedError

    def get(self, request: HttpRequest) -> HttpResponseBase:
        today = organization_today()
        as_of, problem = day_asked(request, today)
        found = self.rows(Span.at(as_of, first_month=Organization.current().fiscal_year_first_month))
        if form := request.GET.get("export"):
            return self._file(form, found, as_of)
        return self._page(found, as_of=as_of, today=today, problem=problem)

    def _page(self, found: Rows, **context: Any) -> HttpResponse:
        page = {"title": self.title, "lede": self.lede, "rows": found, "exports": spreadsheets.FORMATS.items()}
        return render(self.request, self.template_name, {**page, **context})

    def _file(self, form: str, found: Rows, as_of: Any) -> HttpResponseBase:
        if form not in spreadsheets.FORMATS:
            raise Http404("Reports are not available in this file format.")
        audit.record(self.request.user, "list.exported", list=self.title, form=form, rows=len(found.lines))
        name, lines = f"{self.title.lower().replace(' ', '-')}-{as_of}", list(found.lines)
        if form == spreadsheets.CSV and found.total:
            lines.append(found.total)
        totals = spreadsheets.Totals(line=found.total)
        return spreadsheets.respond(form=form, name=name, header=list(found.header), rows=lines, totals=totals)
