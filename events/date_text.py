"""When an event begins, as its guests read it."""

from __future__ import annotations

from datetime import datetime

from babel.dates import format_datetime

from core.time_zone import zone_name


def when_text(local: datetime, language: str) -> str:
    """A moment at the place as its guests read it: `Saturday, Apr 17, 2027, 6:30 PM`."""
    if language == "ur":
        clock = format_datetime(local, "h:mm a", locale="en_US").replace("\u202f", " ")
        # Isolated, so that the figures of the time keep their order among words from right to left.
        return f"{format_datetime(local, 'EEEE، d MMMM y', locale='ur')}، \u2066{clock}\u2069"
    return format_datetime(local, "EEEE, MMM d, y, h:mm a", locale="en_US").replace("\u202f", " ")


def zone_text(local: datetime, language: str) -> str:
    """The name of its time zone: `Eastern Time`."""
    return zone_name(local.tzinfo, language)
