"""Charts drawn as HTML with text and figures beside them: horizontal bars, a thermometer, a sparkline, a cohort
table."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from core.charts import cohort, horizontal_bars
from core.charts.layout import SPARK, plot, runs
from core.charts.palette import fill, joined, n
from core.charts.spec import Chart, Kind

TUBE_WIDE, TUBE_HIGH, TUBE_ROUND = 640, 28, 14
#: CSS classes of shares, from none to nearly all.
HEATS = ("", "h3", "h4", "h5", "h6", "h7")


def _bars(chart: Chart) -> SafeString:
    """Return a list of names, figures and bars, scaled so that the longest (or the goal) fills the width."""
    return format_html(
        '<ul class="bars">{}</ul>', joined(_bar_row(chart, line) for line in horizontal_bars.bars(chart))
    )


def _bar_row(chart: Chart, line: horizontal_bars.BarRow) -> SafeString:
    words = format_html('<a href="{}">{}</a>', line.link, line.name) if line.link else line.name
    bars = joined(_bar(chart, bar) for bar in line.bars)
    return format_html('<li><span><bdi>{}</bdi></span><span class="money">{}</span>{}</li>', words, line.value, bars)


def _bar(chart: Chart, bar: horizontal_bars.Bar) -> SafeString:
    voice = format_html('role="img" aria-label="{}"', bar.label) if bar.series else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg viewBox="0 0 100 6" preserveAspectRatio="none" {}><rect class="track" width="100" height="6"/>'
        '<rect class="{}"{} width="{}" height="6"/></svg>',
        voice,
        fill(chart, bar.series),
        format_html(' x="{}"', n(bar.start * 100)) if bar.start else "",
        n(bar.share * 100),
    )


def _thermometer(chart: Chart) -> SafeString:
    """Return a tube filled in proportion to the goal, with round numbers below and a line at the current value."""
    drawn, key = horizontal_bars.thermometer(chart, most=5), chart.slug
    end = TUBE_WIDE * drawn.share
    return format_html(
        '<svg class="chart thermo" viewBox="-1 0 {} 62" role="img"'
        ' aria-labelledby="{key}-t" aria-describedby="{key}-d">'
        '<title id="{key}-t">{}</title><desc id="{key}-d">{}</desc>'
        '<clipPath id="{key}-c"><rect width="{wide}" height="{high}" rx="{round}"/></clipPath>'
        '<g clip-path="url(#{key}-c)"><rect class="track" width="{wide}" height="{high}"/>'
        '<rect class="c1" width="{}" height="{high}"/></g>{}{}{}</svg>',
        TUBE_WIDE + 2,
        chart.title,
        f"{chart.counts}: {drawn.value}" + (f" / {chart.label(chart.goal)}" if chart.goal else ""),
        n(end),
        format_html('<line class="now" x1="{0}" x2="{0}" y1="0" y2="{1}"/>', n(end), TUBE_HIGH + 3),
        _goal(drawn),
        format_html_join(
            "",
            '<line class="base" x1="{0}" x2="{0}" y1="33" y2="38"/><text class="{1}" x="{0}" y="56">{2}</text>',
            (_mark(mark) for mark in drawn.marks),
        ),
        key=key,
        wide=TUBE_WIDE,
        high=TUBE_HIGH,
        round=TUBE_ROUND,
    )


def _goal(drawn: horizontal_bars.Thermometer) -> SafeString:
    """Return a line at a goal that was passed; otherwise the goal is the end of the tube."""
    if drawn.goal is None or drawn.goal >= 1:
        return SafeString()
    return format_html('<line class="goal" x1="{0}" x2="{0}" y1="0" y2="{1}"/>', n(drawn.goal * TUBE_WIDE), TUBE_HIGH)


def _mark(mark: horizontal_bars.Mark) -> tuple[str, str, str]:
    place = "" if mark.at == 0 else "end" if mark.at > 0.97 else "mid"
    return n(mark.at * TUBE_WIDE), place, mark.text


def _spark(chart: Chart) -> SafeString:
    """Return a sparkline with its last value marked; the description holds all values."""
    drawn = plot(chart, SPARK)
    lines = joined(
        format_html('<polyline class="l1" points="{}"/>', " ".join(f"{n(m.middle)},{n(m.end)}" for m in run))
        for run in runs(drawn.marks, 0)
        if len(run) > 1
    )
    dots = joined(
        format_html('<circle class="c1" cx="{}" cy="{}" r="2.5"/>', n(mark.middle), n(mark.end))
        for mark in drawn.marks[-1:]
    )
    return format_html(
        '<svg class="chart spark" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>',
        n(SPARK.width),
        n(SPARK.height),
        chart.spoken,
        lines,
        dots,
    )


def _cohort(chart: Chart) -> SafeString:
    """Return a table with darker cells for larger shares."""
    heads = format_html_join("", '<th scope="col">{}</th>', ((series.label,) for series in chart.series))
    rows = format_html_join(
        "",
        '<tr><th scope="row">{}</th>{}</tr>',
        ((line.name, joined(map(_cell, line.cells))) for line in cohort.lines(chart)),
    )
    return format_html(
        '<div class="scroll" tabindex="0" role="region" aria-label="Table: {}"><table class="table dense cohort">'
        '<caption class="vh">{}. {}</caption><thead><tr><th scope="col">{}</th>{}</tr></thead>'
        "<tbody>{}</tbody></table></div>",
        chart.title,
        chart.title,
        chart.counts,
        chart.category_label,
        heads,
        rows,
    )


def _cell(cell: cohort.Cell) -> SafeString:
    if not cell.text:
        return mark_safe("<td></td>")
    return format_html('<td><span class="{}">{}</span></td>', HEATS[cell.level], cell.text)


RENDERERS: dict[Kind, Callable[[Chart], SafeString]] = {
    Kind.BARS: _bars,
    Kind.THERMOMETER: _thermometer,
    Kind.SPARK: _spark,
    Kind.COHORT: _cohort,
}
