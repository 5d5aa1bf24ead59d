"""The request as views behind the sign-in see it."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from core.models import User


class Request(HttpRequest):
    """A request past the middleware: `core.middleware.access` let somebody of ours through. For types alone: Django
    makes requests of its own class."""

    user: User
    htmx: HtmxDetails
