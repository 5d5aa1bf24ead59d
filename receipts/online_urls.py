"""URLs of online donors' receipts."""

from django.urls import path

from receipts import online

app_name = "receipts-online"
urlpatterns = [path("give/thanks/<secret:intent>/receipt.pdf", online.ReceiptPdfView.as_view(), name="pdf")]
