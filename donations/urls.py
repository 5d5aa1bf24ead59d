"""Addresses of gifts, pledges, funds and campaigns."""

from django.urls import path

from donations import entry_views, lists, setup_views, views
from donations.failed_refund_views import FailedRefundView

app_name = "donations"
urlpatterns = [
    path("gifts/", lists.GiftList.as_view(), name="gift-list"),
    path("gifts/new/", entry_views.GiftNewView.as_view(), name="gift-new"),
    path("gifts/donors/", entry_views.DonorOptionsView.as_view(), name="donor-options"),
    path("gifts/picked/", entry_views.DonorPickedView.as_view(), name="donor-picked"),
    path("gifts/similar/", entry_views.SimilarGiftsView.as_view(), name="gift-similar"),
    path("gifts/<int:pk>/", views.GiftDetailView.as_view(), name="gift-detail"),
    path("gifts/<int:pk>/edit/", views.GiftEditView.as_view(), name="gift-edit"),
    path("gifts/<int:pk>/correct/", views.GiftCorrectView.as_view(), name="gift-correct"),
    path("gifts/<int:pk>/refund/", views.GiftRefundView.as_view(), name="gift-refund"),
    path("gifts/<int:pk>/refunds/<int:refund>/failed/", FailedRefundView.as_view(), name="refund-failed"),
    path("gifts/<int:pk>/undo/", entry_views.GiftUndoView.as_view(), name="gift-undo"),
    path("pledges/", lists.PledgeList.as_view(), name="pledge-list"),
    path("pledges/new/<int:supporter>/", setup_views.PledgeNewView.as_view(), name="pledge-new"),
    path("funds/", lists.FundList.as_view(), name="fund-list"),
    path("funds/new/", setup_views.FundNewView.as_view(), name="fund-new"),
    path("funds/<int:pk>/restriction/", setup_views.FundRestrictionView.as_view(), name="fund-restriction"),
    path("funds/<int:pk>/", setup_views.FundEditView.as_view(), name="fund-edit"),
    path("campaigns/", lists.CampaignList.as_view(), name="campaign-list"),
    path("campaigns/new/", setup_views.CampaignNewView.as_view(), name="campaign-new"),
    path("campaigns/<int:pk>/", setup_views.CampaignEditView.as_view(), name="campaign-edit"),
]
