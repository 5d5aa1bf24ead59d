"""URLs of online giving: public pages, the webhook, and staff pages about payouts."""

from django.urls import path

from donations.online import views
from donations.processor import webhook
from donations.views import payouts, refunds, unmatched_payments

app_name = "give"
urlpatterns = [
    path("give/", views.GiveView.as_view(), name="home"),
    path("give/thanks/<secret:intent>/", views.ThanksView.as_view(), name="thanks"),
    path("give/<slug:slug>/", views.GiveView.as_view(), name="page"),
    path("stripe/webhook/", webhook.StripeWebhookView.as_view(), name="webhook"),
    path("gifts/<int:pk>/refund-online/", refunds.OnlineRefundView.as_view(), name="gift-refund"),
    path("payouts/", payouts.PayoutList.as_view(), name="payout-list"),
    path("payouts/notices/", payouts.NoticeList.as_view(), name="notice-list"),
    path("payouts/notices/<int:pk>/again/", unmatched_payments.NoticeAgainView.as_view(), name="notice-again"),
    path("payouts/unmatched/", payouts.UnmatchedList.as_view(), name="unmatched-list"),
    path("payouts/unmatched/<int:pk>/", unmatched_payments.UnmatchedView.as_view(), name="unmatched-settle"),
    path("payouts/refunds/", payouts.UnmatchedRefundList.as_view(), name="unmatched-refund-list"),
    path("payouts/refunds/<int:pk>/", unmatched_payments.UnmatchedRefundView.as_view(), name="unmatched-refund"),
    path("payouts/rows/<int:pk>/explain/", payouts.RowExplainView.as_view(), name="row-explain"),
    path("payouts/donors/", payouts.ReviewList.as_view(), name="review-list"),
    path("payouts/donors/<int:pk>/close/", payouts.ReviewCloseView.as_view(), name="review-close"),
    path("payouts/<int:pk>/", payouts.PayoutDetailView.as_view(), name="payout-detail"),
]
