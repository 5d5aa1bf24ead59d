"""Addresses of the board's page and of the rows behind its figures."""

from django.urls import path

from reports import lists, views

app_name = "reports"
urlpatterns = [
    path("board/", views.BoardView.as_view(), name="board"),
    path("board/page.pdf", views.BoardPdfView.as_view(), name="board-pdf"),
    path("reports/movements/", lists.MovementListView.as_view(), name="movements"),
    path("reports/donors/", lists.DonorListView.as_view(), name="donors"),
]
