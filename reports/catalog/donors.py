"""Donors with both years' totals: who gave, who came back, who has not yet."""

from reports.catalog.base import Report
from reports.catalog.rows import DonorListView

REPORT = Report("donors", "users", DonorListView)
