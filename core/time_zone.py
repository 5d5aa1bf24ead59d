"""What people call a time zone."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_name


@lru_cache(maxsize=256)
def zone_name(zone: Any, language: str = "en") -> str:
    """What people call a time zone: “Eastern Time”, in Indianapolis too."""
    locale = Locale.parse("ur" if language.startswith("ur") else "en_US")
    shared = _shared_zone(getattr(zone, "key", ""))
    names = locale.meta_zones.get(shared, {}).get("long", {})
    return names.get("generic") or names.get("standard") or get_timezone_name(zone, locale=locale)


def _shared_zone(key: str) -> str:
    """The zone whose name a place shares; Unicode's tables know some places by an older name alone."""
    zones, aliases = get_global("meta_zones"), get_global("zone_aliases")
    older = (alias for alias, name in aliases.items() if name == key and alias in zones)
    return zones.get(key) or zones.get(aliases.get(key, "")) or zones.get(next(older, ""), "")
