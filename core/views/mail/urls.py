"""Addresses of the outbox."""

from django.urls import path

from core.mail import bounces
from core.views.mail import lists, pages, settings

urlpatterns = [
    path("outbox/", lists.Outbox.as_view(), name="outbox"),
    path("outbox/release/", pages.ReleaseHeldView.as_view(), name="messages-release"),
    path("outbox/<int:pk>/", pages.MessageView.as_view(), name="message-detail"),
    path("outbox/<int:pk>/letter/", pages.MessageFrameView.as_view(), name="message-frame"),
    path("outbox/<int:pk>/release/", pages.ReleaseView.as_view(), name="message-release"),
    path("outbox/<int:pk>/hold/", pages.HoldView.as_view(), name="message-hold"),
    path("outbox/<int:pk>/discard/", pages.DiscardView.as_view(), name="message-discard"),
    path("outbox/<int:pk>/resend/", pages.ResendView.as_view(), name="message-resend"),
    path("outbox/<int:pk>/bounced/", pages.BouncedView.as_view(), name="message-bounced"),
    path("outbox/<int:pk>/link/", pages.LinkView.as_view(), name="message-link"),
    path("outbox/<int:pk>/reveal/", pages.RevealView.as_view(), name="message-reveal"),
    path("suppressions/<int:pk>/lift/", pages.LiftView.as_view(), name="suppression-lift"),
    path("settings/mail/addresses/", settings.MailAddressesView.as_view(), name="settings-mail-addresses"),
    path("settings/mail/test/", settings.MailTestView.as_view(), name="settings-mail-test"),
    path("mail/reports/", bounces.TrackingView.as_view(), name="mail-reports"),
]
