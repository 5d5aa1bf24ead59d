"""A chart as SVG inside the page: read out by its title and description, colored by the stylesheet alone.

Upright charts and lines come twice, for a wide card and for a narrow one; the stylesheet shows one. Lying bars are a
list with words and figures, which needs no second form.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from core.charts.layout import PHONE, WIDE, Mark, Plot, View, plot, runs
from core.charts.spec import Chart, Kind, Series, Style

FILLS = {Style.CURRENT: "c1", Style.PREVIOUS: "c2", Style.PARTIAL: "part"}
STROKES = {Style.CURRENT: "l1", Style.PREVIOUS: "l2", Style.PARTIAL: "lp"}
LEGENDS = {Style.CURRENT: "", Style.PREVIOUS: "l2", Style.PARTIAL: "lp"}
OTHERS = (3, 4, 5)


def render(chart: Chart) -> SafeString:
    """Return the markup of a chart, without its legend and data table."""
    if chart.kind in (Kind.BARS, Kind.PROGRESS):
        return _list(chart)
    return mark_safe("".join(_svg(chart, view) for view in (WIDE, PHONE)))  # noqa: S308 — built by format_html


def legend(chart: Chart) -> list[dict[str, str]]:
    """Return the class and the words of each mark of the legend; the goal comes last."""
    marks = [{"style": _legend_class(chart, n), "label": series.label} for n, series in enumerate(chart.series)]
    return [*marks, {"style": "lg", "label": chart.goal_label}] if chart.goal is not None else marks


def _svg(chart: Chart, view: View) -> SafeString:
    drawn, key = plot(chart, view), f"{chart.slug}-{view.name}"
    has_links = any(mark.link for mark in drawn.marks)
    return format_html(
        '<svg class="chart {}" viewBox="0 0 {} {}" role="{}" aria-labelledby="{key}-t" aria-describedby="{key}-d">'
        '<title id="{key}-t">{}</title><desc id="{key}-d">{}</desc>{}{}{}{}</svg>',
        view.name,
        _n(view.width),
        _n(view.height),
        "group" if has_links else "img",
        chart.title,
        chart.counts,
        _axis(drawn),
        _goal(drawn),
        _lines(chart, drawn) if chart.kind == Kind.LINE else _columns(chart, drawn),
        _names(drawn),
        key=key,
    )


def _axis(drawn: Plot) -> SafeString:
    view = drawn.view
    return format_html_join(
        "",
        '<line class="{}" x1="{}" x2="{}" y1="{}" y2="{}"/><text class="end" x="{}" y="{}">{}</text>',
        (
            (
                "base" if tick.is_base else "grid",
                _n(view.left),
                _n(view.width - view.right),
                _n(tick.y),
                _n(tick.y),
                _n(view.left - 8),
                _n(tick.y + 4),
                tick.text,
            )
            for tick in drawn.ticks
        ),
    )


def _goal(drawn: Plot) -> SafeString:
    if drawn.goal_y is None:
        return SafeString()
    y, view = _n(drawn.goal_y), drawn.view
    return format_html('<line class="goal" x1="{}" x2="{}" y1="{}" y2="{}"/>', _n(view.left), _n(view.width), y, y)


def _names(drawn: Plot) -> SafeString:
    y = _n(drawn.view.height - 6)
    return format_html_join(
        "", '<text class="mid" x="{}" y="{}">{}</text>', ((_n(name.x), y, name.text) for name in drawn.names)
    )


def _columns(chart: Chart, drawn: Plot) -> SafeString:
    return _join(_linked(mark, _bar(chart, mark)) for mark in drawn.marks)


def _bar(chart: Chart, mark: Mark) -> SafeString:
    rect = format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="2">{}</rect>',
        _fill(chart, mark.series),
        _n(mark.x),
        _n(mark.y),
        _n(mark.width),
        _n(mark.height),
        "" if mark.link else format_html("<title>{}</title>", mark.label),
    )
    return rect + _value(mark) if mark.shows_value else rect


def _lines(chart: Chart, drawn: Plot) -> SafeString:
    lines = _join(
        format_html('<polyline class="{}" points="{}"/>', _stroke(chart, number), _points(run))
        for number in range(len(chart.series))
        for run in runs(drawn.marks, number)
        if len(run) > 1
    )
    return lines + _join(_linked(mark, _dot(chart, mark)) for mark in drawn.marks)


def _dot(chart: Chart, mark: Mark) -> SafeString:
    dot = format_html(
        '<circle class="{}" cx="{}" cy="{}" r="3">{}</circle>',
        _fill(chart, mark.series),
        _n(mark.middle),
        _n(mark.end),
        "" if mark.link else format_html("<title>{}</title>", mark.label),
    )
    return dot + _value(mark) if mark.shows_value else dot


def _value(mark: Mark) -> SafeString:
    return format_html('<text class="mid val" x="{}" y="{}">{}</text>', _n(mark.middle), _n(mark.y - 5), mark.value)


def _points(run: list[Mark]) -> str:
    return " ".join(f"{_n(mark.middle)},{_n(mark.end)}" for mark in run)


def _linked(mark: Mark, shape: SafeString) -> SafeString:
    if not mark.link:
        return shape
    return format_html('<a href="{}" aria-label="{}">{}</a>', mark.link, mark.label, shape)


def _list(chart: Chart) -> SafeString:
    """Return lying bars: a list of words, figures and a bar, the longest filling the width (or the goal does)."""
    longest = max((abs(value) for value in chart.values), default=Decimal(0))
    return format_html(
        '<ul class="bars">{}</ul>', _join(_line(chart, i, longest) for i in range(len(chart.categories)))
    )


def _line(chart: Chart, index: int, longest: Decimal) -> SafeString:
    bars = _join(_lying(chart, series, n, index, longest) for n, series in enumerate(chart.series))
    first = chart.series[0]
    name = chart.categories[index]
    words = format_html('<a href="{}">{}</a>', first.link(index), name) if first.link(index) else name
    return format_html(
        '<li><span>{}</span><span class="money">{}</span>{}</li>', words, chart.label(first.values[index]), bars
    )


def _lying(chart: Chart, series: Series, number: int, index: int, longest: Decimal) -> SafeString:
    value = abs(Decimal(series.values[index] or 0))
    share = float(value / longest * 100) if longest else 0
    label = f"{series.label}: {chart.label(series.values[index])}"
    voice = format_html('role="img" aria-label="{}"', label) if number else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg viewBox="0 0 100 6" preserveAspectRatio="none" {}><rect class="track" width="100" height="6"/>'
        '<rect class="{}" width="{}" height="6"/></svg>',
        voice,
        _fill(chart, number),
        _n(share),
    )


def _other(chart: Chart, number: int) -> int:
    """Return the color number of a series that is neither now nor before: 3, 4, 5, and again."""
    earlier = sum(series.style == Style.OTHER for series in chart.series[:number])
    return OTHERS[earlier % len(OTHERS)]


def _fill(chart: Chart, number: int) -> str:
    return FILLS.get(chart.series[number].style) or f"c{_other(chart, number)}"


def _stroke(chart: Chart, number: int) -> str:
    return STROKES.get(chart.series[number].style) or f"l{_other(chart, number)}"


def _legend_class(chart: Chart, number: int) -> str:
    style = chart.series[number].style
    return LEGENDS[style] if style in LEGENDS else f"l{_other(chart, number)}"


def _join(parts: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 — every part was built by format_html


def _n(value: float) -> str:
    """Write a coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")
