"""Where a donor's clock stands, told by the billing address: the date of a card gift is their local date.

A card form in the US asks for the ZIP code alone, so its first three digits decide; where a state has two zones, the
one most of that prefix lives in. Abroad a country decides when it has one zone. Anything else is unknown, and the
organization's own zone stands in (receipt rules, 2.8).
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.core import get_global

ATLANTIC, EASTERN, CENTRAL = "America/Puerto_Rico", "America/New_York", "America/Chicago"
MOUNTAIN, ARIZONA, PACIFIC = "America/Denver", "America/Phoenix", "America/Los_Angeles"
ALASKA, HAWAII, GUAM = "America/Anchorage", "Pacific/Honolulu", "Pacific/Guam"
#: First three digits of a ZIP code from which a zone holds, until the next line. Military mail (090, 340, 962) is
#: nowhere in particular.
_PREFIXES: tuple[tuple[int, str], ...] = (
    (5, EASTERN),
    (6, ATLANTIC),
    (10, EASTERN),
    (90, ""),
    (100, EASTERN),
    (324, CENTRAL),
    (326, EASTERN),
    (340, ""),
    (341, EASTERN),
    (350, CENTRAL),
    (373, EASTERN),
    (375, CENTRAL),
    (376, EASTERN),
    (380, CENTRAL),
    (398, EASTERN),
    (420, CENTRAL),
    (425, EASTERN),
    (463, CENTRAL),
    (465, EASTERN),
    (476, CENTRAL),
    (478, EASTERN),
    (500, CENTRAL),
    (577, MOUNTAIN),
    (580, CENTRAL),
    (586, MOUNTAIN),
    (587, CENTRAL),
    (590, MOUNTAIN),
    (600, CENTRAL),
    (693, MOUNTAIN),
    (700, CENTRAL),
    (798, MOUNTAIN),
    (835, PACIFIC),
    (836, MOUNTAIN),
    (838, PACIFIC),
    (840, MOUNTAIN),
    (850, ARIZONA),
    (870, MOUNTAIN),
    (889, PACIFIC),
    (962, ""),
    (967, HAWAII),
    (969, GUAM),
    (970, PACIFIC),
    (979, MOUNTAIN),
    (980, PACIFIC),
    (995, ALASKA),
)


def zone_of(*, country: str, postal_code: str = "") -> ZoneInfo | None:
    """The time zone of an address; None when it cannot be told. `country` is an ISO code."""
    code = country.strip().upper()
    name = _us_zone(postal_code) if code == "US" else _only_zone(code)
    return ZoneInfo(name) if name else None


def local_date(at: datetime, *, country: str, postal_code: str = "", otherwise: ZoneInfo) -> date:
    """The day it was where the donor is, at a moment; by the zone `otherwise` when that is unknown."""
    return at.astimezone(zone_of(country=country, postal_code=postal_code) or otherwise).date()


def _us_zone(postal_code: str) -> str:
    digits = postal_code.strip()[:3]
    if len(digits) < 3 or not (digits.isascii() and digits.isdigit()):
        return ""
    return next((zone for start, zone in reversed(_PREFIXES) if int(digits) >= start), "")


def _only_zone(country: str) -> str:
    zones = get_global("territory_zones").get(country, ())
    return zones[0] if len(zones) == 1 else ""
