"""Addresses of the board's page and of every report in the catalog."""

from django.urls import path

from reports import views
from reports.catalog import REPORTS

app_name = "reports"
urlpatterns = [
    path("board/", views.BoardView.as_view(), name="board"),
    path("board/page.pdf", views.BoardPdfView.as_view(), name="board-pdf"),
    path("reports/", views.ReportsView.as_view(), name="catalog"),
    *(path(f"reports/{report.slug}/", report.view.as_view(), name=report.slug) for report in REPORTS),
]
