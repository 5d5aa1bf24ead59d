"""The type of requests in views behind sign-in."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from core.models import User


class Request(HttpRequest):
    """A request with one of our users, as `core.middleware.access` ensures. For type annotations only."""

    user: User
    htmx: HtmxDetails
