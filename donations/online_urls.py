"""Addresses of online giving: public pages, the processor's notices, and what staff see of its deposits."""

from django.urls import path

from donations import payout_views, public_views, refund_views, settling_views, webhook

app_name = "give"
urlpatterns = [
    path("give/", public_views.GiveView.as_view(), name="home"),
    path("give/thanks/<secret:intent>/", public_views.ThanksView.as_view(), name="thanks"),
    path("give/<slug:slug>/", public_views.GiveView.as_view(), name="page"),
    path("stripe/webhook/", webhook.StripeWebhookView.as_view(), name="webhook"),
    path("gifts/<int:pk>/refund-online/", refund_views.OnlineRefundView.as_view(), name="gift-refund"),
    path("payouts/", payout_views.PayoutList.as_view(), name="payout-list"),
    path("payouts/notices/", payout_views.NoticeList.as_view(), name="notice-list"),
    path("payouts/notices/<int:pk>/again/", settling_views.NoticeAgainView.as_view(), name="notice-again"),
    path("payouts/unmatched/", payout_views.UnmatchedList.as_view(), name="unmatched-list"),
    path("payouts/unmatched/<int:pk>/", settling_views.UnmatchedView.as_view(), name="unmatched-settle"),
    path("payouts/refunds/", payout_views.UnmatchedRefundList.as_view(), name="unmatched-refund-list"),
    path("payouts/refunds/<int:pk>/", settling_views.UnmatchedRefundView.as_view(), name="unmatched-refund"),
    path("payouts/rows/<int:pk>/explain/", payout_views.RowExplainView.as_view(), name="row-explain"),
    path("payouts/donors/", payout_views.ReviewList.as_view(), name="review-list"),
    path("payouts/donors/<int:pk>/close/", payout_views.ReviewCloseView.as_view(), name="review-close"),
    path("payouts/<int:pk>/", payout_views.PayoutDetailView.as_view(), name="payout-detail"),
]
