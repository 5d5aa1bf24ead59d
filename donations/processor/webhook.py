"""The webhook: notifications are verified, stored and answered immediately; the worker does the rest."""

from __future__ import annotations

import logging

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from core.db import sqlite
from core.permissions import PUBLIC
from donations import gateways
from donations.gateways.base import BadNotice
from donations.processor import webhook_inbox

log = logging.getLogger(__name__)
LARGEST = 512 * 1024  # bytes
#: Seconds a notification waits for a locked database, so that many of them do not occupy every thread. The processor
#: resends it.
LONGEST_WAIT = 2.0


@method_decorator(csrf_exempt, name="dispatch")
class StripeWebhookView(View):
    """Stripe notifications. 200 stored or known, 400 rejected, 413 too large, 404 while online giving is off.

    A database that is down answers 500 by itself, and the processor tries again for days.
    """

    permission_required = PUBLIC
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        gateway = gateways.current()
        if gateway is None:
            return _plain_text("off", 404)
        body = _body(request)
        if body is None:
            return _plain_text("too large", 413)
        now = timezone.now()
        try:
            notice = gateway.read_notice(
                body=body,
                signature=request.headers.get("Stripe-Signature", ""),
                secrets=settings.STRIPE_WEBHOOK_SECRETS,
                now=now,
            )
        except BadNotice as error:
            log.warning("A Stripe notification was rejected: %s", error)
            return _plain_text("rejected", 400)
        with sqlite.briefly(connection, seconds=LONGEST_WAIT):
            is_new = webhook_inbox.receive(notice=notice, livemode=gateway.livemode, at=now)
        return _plain_text("stored" if is_new else "known", 200)


def _body(request: HttpRequest) -> bytes | None:
    """The request's body as received; None for more than `LARGEST` bytes, whatever the header says."""
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
            return None
    except ValueError:
        return None
    body = request.read(LARGEST + 1)
    return body if len(body) <= LARGEST else None


def _plain_text(text: str, status: int) -> HttpResponse:
    return HttpResponse(text + "\n", content_type="text/plain", status=status)
