"""CSS class names of chart colors, and helpers to build markup."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.safestring import SafeString, mark_safe

from core.charts.spec import Chart, Style

FILLS = {Style.CURRENT: "c1", Style.PREVIOUS: "c2", Style.PARTIAL: "part"}
OTHERS = (3, 4, 5)
#: Series with fixed colors; all differ from each other and from those shown with them (2).
APART = (1, *OTHERS)


def fill(chart: Chart, number: int) -> str:
    """Return the class that fills a series."""
    own = chart.series[number].color
    if own is not None:
        return f"c{APART[own % len(APART)]}"
    return FILLS.get(chart.series[number].style) or f"c{other(chart, number)}"


def other(chart: Chart, number: int) -> int:
    """Return the color number of a series that is neither current nor previous: 3, 4, 5, repeating."""
    earlier = sum(series.style == Style.OTHER for series in chart.series[:number])
    return OTHERS[earlier % len(OTHERS)]


def joined(parts: Iterable[SafeString]) -> SafeString:
    """Join markup built by `format_html`."""
    return mark_safe("".join(parts))  # noqa: S308 — every part was built by format_html


def n(value: float) -> str:
    """Write a coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")
