"""Donors with both years' totals: who gave, who came back, who has not yet."""

from reports.catalog.base import Report
from reports.lists import DonorListView

REPORT = Report("donors", "users", DonorListView)
