"""Every address of the product, one include an app."""

from django.urls import include, path

urlpatterns = [
    path("", include("core.urls")),
    path("", include("crm.urls")),
    path("", include("donations.urls")),
    path("", include("donations.online_urls")),
    path("", include("events.urls")),
    path("", include("imports.urls")),
    path("", include("receipts.online_urls")),
    path("", include("receipts.urls")),
    path("", include("reports.urls")),
]
handler400 = "core.views.bad_request"
handler403 = "core.views.forbidden"
handler404 = "core.views.not_found"
handler429 = "core.views.too_many"
handler500 = "core.views.server_error"
