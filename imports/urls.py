"""Addresses of imports."""

from django.urls import path

from imports import views
from imports.views import lists

app_name = "imports"
urlpatterns = [
    path("imports/", lists.BatchList.as_view(), name="batch-list"),
    path("imports/new/", views.UploadView.as_view(), name="upload"),
    path("imports/kinds/", lists.KindList.as_view(), name="kind-list"),
    path("imports/kinds/<int:pk>/", views.KindRenameView.as_view(), name="kind-edit"),
    path("imports/kinds/<int:pk>/forget/", views.KindForgetView.as_view(), name="kind-forget"),
    path("imports/<int:pk>/", views.BatchDetail.as_view(), name="batch-detail"),
    path("imports/<int:pk>/columns/", views.ColumnsView.as_view(), name="columns"),
    path("imports/<int:pk>/columns/leave/", views.LeaveColumnsView.as_view(), name="columns-leave"),
    path("imports/<int:pk>/commit/", views.CommitView.as_view(), name="commit"),
    path("imports/<int:pk>/set-aside/", views.SetAsideView.as_view(), name="set-aside"),
    path("imports/<int:pk>/funds/", views.FundsView.as_view(), name="funds"),
    path("imports/<int:pk>/titles/", views.HeadingsView.as_view(), name="headings"),
    path("imports/<int:pk>/people/", views.PeopleView.as_view(), name="people"),
    path("imports/<int:pk>/rates/", views.RatesView.as_view(), name="rates"),
    path("imports/<int:pk>/undo/", views.UndoView.as_view(), name="undo"),
    path("imports/<int:batch>/rows/<int:pk>/", views.RowView.as_view(), name="row"),
]
