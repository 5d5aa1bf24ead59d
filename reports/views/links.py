"""URLs of the rows behind a figure, for users who may see gifts."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from core.models import User
from core.periods import Period


def linker(user: User):
    """A function that returns the URL of a figure's rows, or "" when this user sees totals only."""
    if not user.has_perm("gifts.view"):
        return lambda rows, **where: ""
    return rows_url


def rows_url(rows: str, *, period: Period | None = None, as_of: date | None = None, **where: Any) -> str:
    """`rows` is `movements` (by date of gift in `period`) or `donors` (as of a day)."""
    query = {"since": period.start, "until": period.last_day} if period else {}
    if as_of:
        query["as_of"] = as_of
    return f"{reverse(f'reports:{rows}')}?{urlencode({**query, **where})}"
