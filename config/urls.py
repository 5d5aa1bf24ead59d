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
handler400 = "core.http.errors.bad_request"
handler403 = "core.http.errors.forbidden"
handler404 = "core.http.errors.not_found"
handler429 = "core.http.errors.too_many"
handler500 = "core.http.errors.server_error"
