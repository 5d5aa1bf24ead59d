"""URLs of the board report and of every report in the catalog."""

from django.urls import path

from reports.catalog import REPORTS
from reports.views import board

app_name = "reports"
urlpatterns = [
    path("board/", board.BoardView.as_view(), name="board"),
    path("board/page.pdf", board.BoardPdfView.as_view(), name="board-pdf"),
    path("reports/", board.ReportsView.as_view(), name="catalog"),
    *(path(f"reports/{report.slug}/", report.view.as_view(), name=report.slug) for report in REPORTS),
]
