"""Where donors live: by state in the US, by country elsewhere."""

from __future__ import annotations

from collections import Counter

from django.db.models import Case, CharField, Count, OuterRef, Subquery, Value, When
from django.db.models.functions import Concat

from core.periods import Period
from core.us_states import STATES
from crm.identity import country_name
from crm.models import PostalAddress
from reports.figures import board_figures
from reports.figures.small_cell_suppression import Group

UNKNOWN = "No address on record"
HOME = "US"
#: Between a country and a region, where the database counts by both.
APART = ":"


def donors_by_place(period: Period) -> list[Group]:
    """Donors of a period by the place of their current address. Protected people count as `UNKNOWN`, as even a count
    could reveal their place."""
    theirs = PostalAddress.objects.filter(supporter=OuterRef("supporter")).order_by("-primary", "pk")
    current = Subquery(theirs.values(where=Concat("country", Value(APART), "region"))[:1])
    place = Case(When(supporter__protected=False, then=current), output_field=CharField())
    found: Counter[str] = Counter()
    by_place = board_figures.donors(period).order_by().values(place=place).annotate(count=Count("pk"))
    for where, count in by_place.values_list("place", "count"):
        country, _, region = (where or "").partition(APART)
        found[_place(region, country) if country else UNKNOWN] += count
    return [Group(place, count) for place, count in found.items()]


def _place(region: str, country: str) -> str:
    """The state's name in the US, the country's elsewhere."""
    if country != HOME:
        return country_name(country)
    code = region.strip().upper()
    return STATES.get(code, region.strip()) or "US, state unknown"
