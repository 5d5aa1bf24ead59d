"""Redirect to another page first, and then back to the requested one."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect


def lead_to(request: HttpRequest, address: str, *, back_to: str = "") -> HttpResponse:
    """Redirect to `address`, and afterwards to `back_to`, or the requested page. An htmx request redirects the whole
    page."""
    htmx = getattr(request, "htmx", None)
    page = (htmx.current_url_abs_path if htmx else request.get_full_path()) or "/"
    if request.method not in ("GET", "HEAD") and not htmx:
        page = "/"
    url = f"{address}?{urlencode({REDIRECT_FIELD_NAME: back_to or page})}"
    return HttpResponse(status=204, headers={"HX-Redirect": url}) if htmx else HttpResponseRedirect(url)
