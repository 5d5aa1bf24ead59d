"""Tags that draw a chart's spec; pages use ``<c-chart :chart="chart" />``."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from core.charts import svg
from core.charts.spec import Chart

register = template.Library()


@register.simple_tag
def chart_svg(chart: Chart) -> SafeString:
    """Draw a chart's picture, or for horizontal bars its list."""
    return svg.render(chart)


@register.simple_tag
def chart_legend(chart: Chart) -> list[dict[str, str]]:
    """Give the marks of a chart's legend."""
    return svg.legend(chart)
