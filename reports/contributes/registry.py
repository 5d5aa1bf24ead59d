"""What reports adds to the shell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from core import extend
from reports.catalog import REPORTS
from reports.contributes.recent_activity import for_board


def _find(user: Any, words: str, limit: int) -> Iterable[extend.SearchHit]:
    """Reports by their title or what they count."""
    wanted = words.casefold().split()
    for report in REPORTS:
        said = f"{report.label} {report.counts}".casefold()
        if user.has_perm(report.permission) and all(word in said for word in wanted):
            yield extend.SearchHit(report.label, reverse(report.url_name), report.counts, report.icon)


extend.add(extend.NavItem("Dashboard", "reports:board", "chart", "Board", "reports.board", 300))
extend.add(extend.NavItem("Reports", "reports:catalog", "list", "Board", "reports.board", 310))
extend.add(extend.SearchSource("reports", "Reports", "reports.board", 80, _find))
extend.add(extend.ActivitySource("board", "reports.board", 5, for_board))
