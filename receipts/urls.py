"""URLs of receipts and of issuing them."""

from django.urls import path

from receipts.views import benefits, issue, lists, receipts

app_name = "receipts"
urlpatterns = [
    path("gifts/<int:pk>/received/", benefits.BenefitNew.as_view(), name="benefit-new"),
    path("receipts/", lists.ReceiptList.as_view(), name="receipt-list"),
    path("receipts/print/", receipts.ReceiptPrintView.as_view(), name="receipt-print"),
    path("receipts/<int:pk>/", receipts.ReceiptDetailView.as_view(), name="receipt-detail"),
    path("receipts/<int:pk>/pdf/", receipts.ReceiptPdfView.as_view(), name="receipt-pdf"),
    path("receipts/<int:pk>/replace/", receipts.ReceiptReplaceView.as_view(), name="receipt-replace"),
    path("receipts/<int:pk>/void/", receipts.ReceiptVoidView.as_view(), name="receipt-void"),
    path("acknowledgments/", lists.AcknowledgmentList.as_view(), name="acknowledgment-list"),
    path("acknowledgments/choose/", issue.AcknowledgmentChooseView.as_view(), name="acknowledgment-choose"),
    path("acknowledgments/history/", lists.HistoryList.as_view(), name="acknowledgment-history"),
    path("acknowledgments/issue/", issue.AcknowledgmentIssueView.as_view(), name="acknowledgment-issue"),
    path("acknowledgments/set-aside/", lists.AsideList.as_view(), name="acknowledgment-aside"),
]
