"""The date a report is requested for."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.utils.dateparse import parse_date


def day_asked(request: HttpRequest, today: date) -> tuple[date, str]:
    """The date in `as_of`, and a message when it cannot be used; today without one."""
    text = request.GET.get("as_of", "")
    if not text:
        return today, ""
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None or day.year < 1950:
        return today, f"“{text[:20]}” is not a date. Showing today's figures."
    return (today, "The date is in the future. Showing today's figures.") if day > today else (day, "")
