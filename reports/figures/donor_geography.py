"""Where donors live: by state in the US, by country elsewhere."""

from __future__ import annotations

from collections import Counter

from core.periods import Period
from core.us_states import STATES
from crm.identity import country_name
from crm.models import PostalAddress, Supporter
from reports.figures import board_figures
from reports.figures.small_cell_suppression import Group

UNKNOWN = "No address on record"
HOME = "US"


def donors_by_place(period: Period) -> list[Group]:
    """Donors of a period by the place of their current address. Protected people count as `UNKNOWN`, as even a count
    could reveal their place."""
    donors = board_figures.donors(period).values("supporter")
    protected = set(Supporter.objects.filter(pk__in=donors, protected=True).values_list("pk", flat=True))
    places: dict[int, str] = {}
    rows = PostalAddress.objects.filter(supporter__in=donors).order_by("supporter", "-primary", "pk")
    for supporter, region, country in rows.values_list("supporter", "region", "country"):
        if supporter not in protected:
            places.setdefault(supporter, _place(region, country))
    found = Counter(places.get(row["supporter"], UNKNOWN) for row in donors)
    return [Group(place, count) for place, count in found.items()]


def _place(region: str, country: str) -> str:
    """The state's name in the US, the country's elsewhere."""
    if country != HOME:
        return country_name(country)
    code = region.strip().upper()
    return STATES.get(code, region.strip()) or "US, state unknown"
