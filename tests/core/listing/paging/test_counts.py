"""Counting stops where it would take long, and estimates."""

from decimal import Decimal

from core.listing.paging.counts import Count, count
from core.models import SavedView
from donations.models import Gift


def test_counting_stops_and_estimates(gifts):
    assert count(Gift.objects.all(), most=30) == Count(30)
    assert count(Gift.objects.filter(amount__gt=Decimal("5")), most=3).exact is False
    assert count(Gift.objects.all(), most=3).number == 30
    assert count(SavedView.objects.all()) == Count(0)
