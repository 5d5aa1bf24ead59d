"""Every kind of chart has a sample, and each sample can be drawn."""

from core.charts.spec import Kind
from core.styleguide.charts import samples


def test_every_kind_of_chart_has_a_sample():
    assert {chart.kind for chart in samples()} == set(Kind)


def test_samples_have_titles_of_their_own_and_say_what_they_count():
    charts = samples()

    assert len({chart.title for chart in charts}) == len(charts)
    assert all(chart.counts and chart.spoken for chart in charts)


def test_each_series_has_a_value_for_each_category():
    for chart in samples():
        assert {len(series.values) for series in chart.series} == {len(chart.categories)}
