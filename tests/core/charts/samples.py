"""Charts that the tests of both renderers draw."""

from decimal import Decimal

from core.charts.spec import Chart, Kind, Series, Style

MONTHS = ["Jan", "Feb", "Mar"]


def months(**changes):
    """Two years beside each other, March of this year under way."""
    fields = {
        "title": "Raised by month",
        "counts": "Cash received by month",
        "categories": MONTHS,
        "series": [
            Series("2025", [100, 200, 300], Style.PREVIOUS),
            Series("2026", [150, 250, None], links=["/gifts/?m=1", "/gifts/?m=2", None]),
            Series("so far", [None, None, 50], Style.PARTIAL, [None, None, "/gifts/?m=3"]),
        ],
    }
    return Chart(**{**fields, **changes})


def funds(**changes):
    fields = {
        "title": "By fund",
        "counts": "Received by fund",
        "kind": Kind.BARS,
        "categories": ["Reports & law", "General"],
        "series": [Series("2026", [400, 100], links=["/funds/1/", None])],
    }
    return Chart(**{**fields, **changes})


def trend(**changes):
    fields = {
        "title": "Came back",
        "counts": "Share of donors who gave again",
        "kind": Kind.LINE,
        "unit": "percent",
        "categories": ["2023", "2024", "2025", "2026"],
        "series": [Series("Came back", [40, 50, None, 60])],
    }
    return Chart(**{**fields, **changes})


def stacks(**changes):
    """Two funds on each other; in March money went back."""
    fields = {
        "title": "By fund and month",
        "counts": "Received by fund",
        "kind": Kind.STACKED,
        "categories": MONTHS,
        "category_label": "Month",
        "series": [
            Series("General", [100, None, -50], links=["/a/", None, None]),
            Series("Reports", [200, None, 150], Style.OTHER),
        ],
    }
    return Chart(**{**fields, **changes})


def goal(**changes):
    fields = {
        "title": "Dinner",
        "counts": "Given at the dinner",
        "kind": Kind.THERMOMETER,
        "categories": ["Raised"],
        "series": [Series("Raised", [61450])],
        "goal": Decimal(80000),
    }
    return Chart(**{**fields, **changes})


def cohorts(**changes):
    fields = {
        "title": "Who came back",
        "counts": "Of each year's new donors",
        "kind": Kind.COHORT,
        "unit": "percent",
        "categories": ["2024", "2025", "2026"],
        "category_label": "First gift in",
        "series": [Series("1 year later", [61, 19, None]), Series("2 years later", [0, None, None])],
    }
    return Chart(**{**fields, **changes})
