"""Every part of the pages in every state: what to build from, and what the browser tests look at.

For those who build the pages: on local machines only, and there for administrators and development.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from core import icons
from core.listing.paging.pages import numbered
from core.permissions import permitted
from core.styleguide import charts, samples

SECTIONS = (
    ("type", "Color and type"),
    ("buttons", "Button, menu, tabs"),
    ("marks", "Badge, person, money"),
    ("fields", "Field"),
    ("cards", "Card, stat, empty"),
    ("messages", "Alert, toast, progress"),
    ("dialogs", "Dialog"),
    ("tables", "Table"),
    ("lists", "Lists"),
    ("entry", "Entry rows"),
    ("charts", "Charts"),
)


@permitted("styleguide.view")
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component; answers "not found" in production."""
    if not settings.LOCAL:
        raise Http404("The style guide is for development.")
    return render(request, "core/styleguide/index.html", {**_values(), **samples.parts(request)})


def _values() -> dict[str, Any]:
    pages = Paginator(range(1_284), 50)
    return {
        "sections": SECTIONS,
        "icons": icons.names(),
        "swatches": SWATCHES,
        "charts": charts.samples(),
        "pages": [numbered(pages.page(number)) for number in (1, 2, pages.num_pages)],
        "step_names": ["Upload", "Columns", "Decide", "Write"],
        "amount": Decimal("18450"),
        "most": Decimal("9999999.99"),
        "pounds": Decimal("1000"),
        "dinars": Decimal("85.25"),
        "reversed": Decimal("-250"),
        "nothing": None,
        "now": Decimal("227080"),
        "before": Decimal("195650"),
        "gift_on": date(2026, 11, 17),
        "called_at": datetime(2026, 11, 9, 18, 5),  # noqa: DTZ001 — a sample, in no zone
    }


SWATCHES = (
    ("k1", "bg"),
    ("k2", "surface"),
    ("k3", "sunken"),
    ("k4", "ink"),
    ("k5", "ink-2"),
    ("k6", "ink-3"),
    ("k7", "accent"),
    ("k8", "accent-soft"),
    ("ok", "ok"),
    ("warn", "warn"),
    ("bad", "bad"),
    ("info", "info"),
    ("plum", "plum"),
    ("k14", "chart-2"),
)
