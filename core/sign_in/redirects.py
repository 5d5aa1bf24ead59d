"""Leading somebody to another page first, and back to what they asked for."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect


def lead_to(request: HttpRequest, address: str, *, back_to: str = "") -> HttpResponse:
    """Send somebody to `address`, and afterwards `back_to`, or to the page that was asked for.

    A request for a part of a page makes the whole page move.
    """
    htmx = getattr(request, "htmx", None)
    page = (htmx.current_url_abs_path if htmx else request.get_full_path()) or "/"
    if request.method not in ("GET", "HEAD") and not htmx:
        page = "/"
    url = f"{address}?{urlencode({REDIRECT_FIELD_NAME: back_to or page})}"
    return HttpResponse(status=204, headers={"HX-Redirect": url}) if htmx else HttpResponseRedirect(url)
