"""The address under which donors find the receipt of what they gave online."""

from django.urls import path

from receipts import online

app_name = "receipts-online"
urlpatterns = [path("give/thanks/<secret:intent>/receipt.pdf", online.ReceiptPdfView.as_view(), name="pdf")]
