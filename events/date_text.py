"""When an event begins, as its guests read it."""

from __future__ import annotations

from datetime import datetime

from babel.dates import format_datetime

from core.time_zone import zone_name


def when_text(local: datetime, language: str) -> str:
    """Local date and time as guests read it: `Saturday, Apr 17, 2027, 6:30 PM`."""
    if language == "ur":
        clock = format_datetime(local, "h:mm a", locale="en_US").replace("\u202f", " ")
        # Isolated, so that the digits of the time keep their order within right-to-left text.
        return f"{format_datetime(local, 'EEEE، d MMMM y', locale='ur')}، \u2066{clock}\u2069"
    return format_datetime(local, "EEEE, MMM d, y, h:mm a", locale="en_US").replace("\u202f", " ")


def zone_text(local: datetime, language: str) -> str:
    """The name of the local time zone: `Eastern Time`."""
    return zone_name(local.tzinfo, language)
