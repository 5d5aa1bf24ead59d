"""Every row that counts as raised."""

from reports.catalog.base import Report
from reports.catalog.rows import MovementListView

REPORT = Report("movements", "list", MovementListView)
