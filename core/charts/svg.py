"""Render a chart as inline SVG: read out by its title and description, colored by the stylesheet.

Vertical charts and lines are rendered twice, for wide and narrow cards; the stylesheet shows one. Charts that are lists
or tables of text (`core/charts/html_charts.py`) need only one form.
"""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from core.charts import html_charts
from core.charts.layout import HATCHES, PHONE, WIDE, Mark, Plot, View, plot, runs
from core.charts.palette import fill, joined, n, other
from core.charts.spec import Chart, Kind, Style

STROKES = {Style.CURRENT: "l1", Style.PREVIOUS: "l2", Style.PARTIAL: "lp"}
LEGENDS = {Style.CURRENT: "", Style.PREVIOUS: "l2", Style.PARTIAL: "lp"}


def render(chart: Chart) -> SafeString:
    """Return the markup of a chart, without its legend and data table."""
    if chart.kind in html_charts.RENDERERS:
        return html_charts.RENDERERS[chart.kind](chart)
    return mark_safe("".join(_svg(chart, view) for view in (WIDE, PHONE)))  # noqa: S308 — built by format_html


def legend(chart: Chart) -> list[dict[str, str]]:
    """Return the class and text of each legend entry; the goal comes last."""
    marks = [
        {"style": _legend_class(chart, number), "label": series.label} for number, series in enumerate(chart.series)
    ]
    if chart.kind == Kind.STACKED:
        for number, mark in enumerate(marks):
            mark["style"] = f"{mark['style']} k{number % HATCHES}".strip()
    return [*marks, {"style": "lg", "label": chart.goal_label}] if chart.goal is not None else marks


def _svg(chart: Chart, view: View) -> SafeString:
    drawn, key = plot(chart, view), f"{chart.slug}-{view.name}"
    has_links = any(mark.link for mark in drawn.marks)
    return format_html(
        '<svg class="chart {}" viewBox="0 0 {} {}" role="{}" aria-labelledby="{key}-t" aria-describedby="{key}-d">'
        '<title id="{key}-t">{}</title><desc id="{key}-d">{}</desc>{}{}{}{}</svg>',
        view.name,
        n(view.width),
        n(view.height),
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
                n(view.left),
                n(view.width - view.right),
                n(tick.y),
                n(tick.y),
                n(view.left - 8),
                n(tick.y + 4),
                tick.text,
            )
            for tick in drawn.ticks
        ),
    )


def _goal(drawn: Plot) -> SafeString:
    if drawn.goal_y is None:
        return SafeString()
    y, view = n(drawn.goal_y), drawn.view
    return format_html('<line class="goal" x1="{}" x2="{}" y1="{}" y2="{}"/>', n(view.left), n(view.width), y, y)


def _names(drawn: Plot) -> SafeString:
    y = n(drawn.view.height - 6)
    return format_html_join(
        "", '<text class="mid" x="{}" y="{}">{}</text>', ((n(name.x), y, name.text) for name in drawn.names)
    )


def _columns(chart: Chart, drawn: Plot) -> SafeString:
    return joined(_linked(mark, _bar(chart, mark)) for mark in drawn.marks)


def _bar(chart: Chart, mark: Mark) -> SafeString:
    rect = format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="2">{}</rect>',
        fill(chart, mark.series),
        n(mark.x),
        n(mark.y),
        n(mark.width),
        n(mark.height),
        "" if mark.link else format_html("<title>{}</title>", mark.label),
    )
    if mark.lines:
        steps = "".join(f"M{n(x1)} {n(y1)}L{n(x2)} {n(y2)}" for x1, y1, x2, y2 in mark.lines)
        rect += format_html('<path class="hatch" d="{}"/>', steps)
    return rect + _value(mark) if mark.shows_value else rect


def _lines(chart: Chart, drawn: Plot) -> SafeString:
    lines = joined(
        format_html('<polyline class="{}" points="{}"/>', _stroke(chart, number), _points(run))
        for number in range(len(chart.series))
        for run in runs(drawn.marks, number)
        if len(run) > 1
    )
    return lines + joined(_linked(mark, _dot(chart, mark)) for mark in drawn.marks)


def _dot(chart: Chart, mark: Mark) -> SafeString:
    dot = format_html(
        '<circle class="{}" cx="{}" cy="{}" r="3">{}</circle>',
        fill(chart, mark.series),
        n(mark.middle),
        n(mark.end),
        "" if mark.link else format_html("<title>{}</title>", mark.label),
    )
    return dot + _value(mark) if mark.shows_value else dot


def _value(mark: Mark) -> SafeString:
    return format_html('<text class="mid val" x="{}" y="{}">{}</text>', n(mark.middle), n(mark.y - 5), mark.value)


def _points(run: list[Mark]) -> str:
    return " ".join(f"{n(mark.middle)},{n(mark.end)}" for mark in run)


def _linked(mark: Mark, shape: SafeString) -> SafeString:
    if not mark.link:
        return shape
    return format_html('<a href="{}" aria-label="{}">{}</a>', mark.link, mark.label, shape)


def _stroke(chart: Chart, number: int) -> str:
    return STROKES.get(chart.series[number].style) or f"l{other(chart, number)}"


def _legend_class(chart: Chart, number: int) -> str:
    style = chart.series[number].style
    own = fill(chart, number) if chart.series[number].color is not None else ""
    if own:
        return "" if own == "c1" else own.replace("c", "l")
    return LEGENDS[style] if style in LEGENDS else f"l{other(chart, number)}"
