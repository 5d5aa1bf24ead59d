"""Reports from the email provider: bounces, complaints, unsubscribes.

The URL exists only where a provider and a secret are configured. Each report is verified by the provider's signature or
by the secret in the URL; repeated ones change nothing.
"""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.module_loading import import_string
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from core import audit
from core.mail.suppressions import suppress
from core.models import Message, Suppression
from core.permissions import PUBLIC

log = logging.getLogger(__name__)
KINDS = {
    "bounced": Suppression.Kind.BOUNCED,
    "complained": Suppression.Kind.COMPLAINED,
    "unsubscribed": Suppression.Kind.UNSUBSCRIBED,
}
#: Reports that make an email *bounced*; a complaint means that it arrived.
CAME_BACK = ("bounced", "rejected", "failed")
#: Statuses of emails a report may be about; it may arrive before the result of sending is stored.
TOLD_OF = (Message.State.SENDING, Message.State.SENT, Message.State.UNKNOWN)


@method_decorator(csrf_exempt, name="dispatch")
class TrackingView(View):
    """Reports from the configured provider; a 404 for any other name, or with none configured."""

    permission_required = PUBLIC

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        view: str = getattr(settings, "MAIL_TRACKING_VIEW", "")
        if not view:
            raise Http404("No email provider is set up to report here.")
        return import_string(view).as_view()(request)


def heard(sender: Any, event: Any, esp_name: str, **kwargs: Any) -> None:
    """Handle one report; connected to anymail's signal."""
    note(kind=event.event_type, recipient=event.recipient or "", provider_id=event.message_id or "", source=esp_name)


@transaction.atomic
def note(*, kind: str, recipient: str, provider_id: str, source: str) -> None:
    """Store a report: the email's status, and the suppressed address. Reports we do not track are ignored."""
    letter = _letter(recipient, provider_id)
    if letter is not None and kind in CAME_BACK:
        letters = Message.objects.filter(pk=letter.pk, state__in=TOLD_OF)
        if letters.update(state=Message.State.BOUNCED, why=f"{source} reports: {kind}.", secret=""):
            audit.record(None, "message.bounced", letter, source=source)
    if kind in KINDS and "@" in recipient:
        suppress(recipient, kind=KINDS[kind], source=f"reported by {source}")


def _letter(recipient: str, provider_id: str) -> Message | None:
    """The email a report is about, if it names one of ours."""
    if not provider_id:
        return None
    found = Message.objects.filter(provider_id=provider_id) | Message.objects.filter(message_id=provider_id)
    return found.order_by("-pk").first()
