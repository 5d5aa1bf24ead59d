"""The donor's time zone by billing address: the date of a card gift is the donor's local date.

A US card form asks only for the ZIP code, so its first three digits decide; in a state with two zones, the one where
most people of that prefix live. Abroad, a country decides if it has one zone. Otherwise it is unknown, and the
organization's zone is used (receipt rules, 2.8).
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.core import get_global

ATLANTIC, EASTERN, CENTRAL = "America/Puerto_Rico", "America/New_York", "America/Chicago"
MOUNTAIN, ARIZONA, PACIFIC = "America/Denver", "America/Phoenix", "America/Los_Angeles"
ALASKA, HAWAII, GUAM = "America/Anchorage", "Pacific/Honolulu", "Pacific/Guam"
#: The first ZIP prefix of each zone, up to the next row. Military mail (090, 340, 962) has none.
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
    """The time zone of an address; None when unknown. `country` is an ISO code."""
    code = country.strip().upper()
    name = _us_zone(postal_code) if code == "US" else _only_zone(code)
    return ZoneInfo(name) if name else None


def local_date(at: datetime, *, country: str, postal_code: str = "", otherwise: ZoneInfo) -> date:
    """The date at a moment where the donor lives; in the zone `otherwise` when that is unknown."""
    return at.astimezone(zone_of(country=country, postal_code=postal_code) or otherwise).date()


def _us_zone(postal_code: str) -> str:
    digits = postal_code.strip()[:3]
    if len(digits) < 3 or not (digits.isascii() and digits.isdigit()):
        return ""
    return next((zone for start, zone in reversed(_PREFIXES) if int(digits) >= start), "")


def _only_zone(country: str) -> str:
    zones = get_global("territory_zones").get(country, ())
    return zones[0] if len(zones) == 1 else ""
