"""Donors with the totals of both years: who gave, who returned, who has not renewed yet."""

from reports.catalog.base import Report
from reports.catalog.rows import DonorListView

REPORT = Report("donors", "users", DonorListView)
