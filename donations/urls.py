"""URLs of gifts, pledges, funds and campaigns."""

from django.urls import path

from donations.views import fund_lists, funds, gift_entry, gifts, lists
from donations.views.failed_refunds import FailedRefundView

app_name = "donations"
urlpatterns = [
    path("gifts/", lists.GiftList.as_view(), name="gift-list"),
    path("gifts/new/", gift_entry.GiftNewView.as_view(), name="gift-new"),
    path("gifts/donors/", gift_entry.DonorOptionsView.as_view(), name="donor-options"),
    path("gifts/picked/", gift_entry.DonorPickedView.as_view(), name="donor-picked"),
    path("gifts/similar/", gift_entry.SimilarGiftsView.as_view(), name="gift-similar"),
    path("gifts/<int:pk>/", gifts.GiftDetailView.as_view(), name="gift-detail"),
    path("gifts/<int:pk>/edit/", gifts.GiftEditView.as_view(), name="gift-edit"),
    path("gifts/<int:pk>/correct/", gifts.GiftCorrectView.as_view(), name="gift-correct"),
    path("gifts/<int:pk>/refund/", gifts.GiftRefundView.as_view(), name="gift-refund"),
    path("gifts/<int:pk>/refunds/<int:refund>/failed/", FailedRefundView.as_view(), name="refund-failed"),
    path("gifts/<int:pk>/undo/", gift_entry.GiftUndoView.as_view(), name="gift-undo"),
    path("pledges/", lists.PledgeList.as_view(), name="pledge-list"),
    path("pledges/new/<int:supporter>/", funds.PledgeNewView.as_view(), name="pledge-new"),
    path("funds/", fund_lists.FundList.as_view(), name="fund-list"),
    path("funds/new/", funds.FundNewView.as_view(), name="fund-new"),
    path("funds/<int:pk>/restriction/", funds.FundRestrictionView.as_view(), name="fund-restriction"),
    path("funds/<int:pk>/", funds.FundEditView.as_view(), name="fund-edit"),
    path("campaigns/", fund_lists.CampaignList.as_view(), name="campaign-list"),
    path("campaigns/new/", funds.CampaignNewView.as_view(), name="campaign-new"),
    path("campaigns/<int:pk>/", funds.CampaignEditView.as_view(), name="campaign-edit"),
]
