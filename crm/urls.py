"""URLs of supporters and households."""

from django.urls import path

from crm.views import consent, contact_details, editing, households, leaving, lists, reviews, supporters

app_name = "crm"
urlpatterns = [
    path("supporters/", lists.SupporterList.as_view(), name="supporter-list"),
    path("supporters/new/", supporters.SupporterNew.as_view(), name="supporter-new"),
    path("supporters/similar/", supporters.SupporterSimilar.as_view(), name="supporter-similar"),
    path("supporters/names/", reviews.ReviewList.as_view(), name="name-review-list"),
    path("supporters/names/<int:pk>/", reviews.ReviewPage.as_view(), name="name-review"),
    path("supporters/names/<int:pk>/reveal/", reviews.ReviewReveal.as_view(), name="name-review-reveal"),
    path("supporters/<int:pk>/", supporters.SupporterDetail.as_view(), name="supporter-detail"),
    path("supporters/<int:pk>/edit/", editing.SupporterEdit.as_view(), name="supporter-edit"),
    path("supporters/<int:pk>/archive/", leaving.SupporterArchive.as_view(), name="supporter-archive"),
    path("supporters/<int:pk>/restore/", leaving.SupporterRestore.as_view(), name="supporter-restore"),
    path("supporters/<int:pk>/delete/", leaving.SupporterDelete.as_view(), name="supporter-delete"),
    path("supporters/<int:pk>/reveal/", editing.SupporterReveal.as_view(), name="supporter-reveal"),
    path("supporters/<int:pk>/consent/", consent.ConsentNew.as_view(), name="consent-new"),
    path("supporters/<int:pk>/household/", households.SupporterHousehold.as_view(), name="supporter-household"),
    path("supporters/<int:pk>/household/leave/", households.HouseholdLeave.as_view(), name="household-leave"),
    path("supporters/<int:pk>/<slug:kind>/add/", contact_details.ContactEdit.as_view(), name="contact-add"),
    path("supporters/<int:pk>/<slug:kind>/<int:point>/", contact_details.ContactEdit.as_view(), name="contact-edit"),
    path(
        "supporters/<int:pk>/<slug:kind>/<int:point>/remove/",
        contact_details.ContactRemove.as_view(),
        name="contact-remove",
    ),
    path("households/", lists.HouseholdList.as_view(), name="household-list"),
    path("households/new/", households.HouseholdNew.as_view(), name="household-new"),
    path("households/<int:pk>/", households.HouseholdDetail.as_view(), name="household-detail"),
    path("households/<int:pk>/edit/", households.HouseholdEdit.as_view(), name="household-edit"),
    path("households/<int:pk>/join/", households.HouseholdJoin.as_view(), name="household-join"),
]
