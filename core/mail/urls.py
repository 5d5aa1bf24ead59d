"""Addresses of the outbox."""

from django.urls import path

from core.mail import bounces, lists, settings_views, views

urlpatterns = [
    path("outbox/", lists.Outbox.as_view(), name="outbox"),
    path("outbox/release/", views.ReleaseHeldView.as_view(), name="messages-release"),
    path("outbox/<int:pk>/", views.MessageView.as_view(), name="message-detail"),
    path("outbox/<int:pk>/letter/", views.MessageFrameView.as_view(), name="message-frame"),
    path("outbox/<int:pk>/release/", views.ReleaseView.as_view(), name="message-release"),
    path("outbox/<int:pk>/hold/", views.HoldView.as_view(), name="message-hold"),
    path("outbox/<int:pk>/discard/", views.DiscardView.as_view(), name="message-discard"),
    path("outbox/<int:pk>/resend/", views.ResendView.as_view(), name="message-resend"),
    path("outbox/<int:pk>/bounced/", views.BouncedView.as_view(), name="message-bounced"),
    path("outbox/<int:pk>/link/", views.LinkView.as_view(), name="message-link"),
    path("outbox/<int:pk>/reveal/", views.RevealView.as_view(), name="message-reveal"),
    path("suppressions/<int:pk>/lift/", views.LiftView.as_view(), name="suppression-lift"),
    path("settings/mail/addresses/", settings_views.MailAddressesView.as_view(), name="settings-mail-addresses"),
    path("settings/mail/test/", settings_views.MailTestView.as_view(), name="settings-mail-test"),
    path("mail/reports/", bounces.TrackingView.as_view(), name="mail-reports"),
]
