"""Pages travel compressed: a list of a hundred rows is a tenth of its size.

Compression beside text an attacker chooses can reveal a secret by the answer's length (BREACH). Django's compression
adds up to 100 random bytes to each answer, form tokens differ in each, and our session cookie is not sent with another
site's requests. Files are left alone: a spreadsheet and a PDF are compressed already, and a CSV file is sent as it is
written.

Source: https://docs.djangoproject.com/en/5.2/ref/middleware/#module-django.middleware.gzip
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

PAGES = ("text/html", "text/plain", "application/json")


class CompressedMiddleware(GZipMiddleware):
    """Compress pages and what scripts ask for, where the browser takes it and it is worth it."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if response.streaming or kind not in PAGES:
            return response
        return super().process_response(request, response)
