"""What reports adds to the shell."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from core import extend
from core.models import User
from reports.catalog import REPORTS
from reports.contributes.recent_activity import for_board


def _find(user: User, words: str, limit: int) -> Iterable[extend.SearchHit]:
    """Reports by their title or what they count."""
    wanted = words.casefold().split()
    for report in extend.permitted(user, REPORTS):
        said = f"{report.label} {report.counts}".casefold()
        if all(word in said for word in wanted):
            yield extend.SearchHit(report.label, reverse(report.url_name), report.counts, report.icon)


extend.add(
    extend.NavItem(
        label="Dashboard", url_name="reports:board", icon="chart", group="Board", permission="reports.board", order=300
    )
)
extend.add(
    extend.NavItem(
        label="Reports", url_name="reports:catalog", icon="list", group="Board", permission="reports.board", order=310
    )
)
extend.add(extend.SearchSource(slug="reports", label="Reports", permission="reports.board", order=80, find=_find))
extend.add(extend.ActivitySource(slug="board", permission="reports.board", order=5, changes=for_board))
