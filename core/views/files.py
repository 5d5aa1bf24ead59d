"""The URL that serves stored files, and the deletion of expired ones.

Every response is a download, never a page: an uploaded spreadsheet or picture must not run on this site's origin.
"""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views import View

from core import audit
from core.models import StoredFile
from core.permissions import SIGNED_IN

log = logging.getLogger(__name__)
#: A sandbox policy under which nothing can load or run, should a browser show the bytes anyway.
SANDBOX = "sandbox; default-src 'none'"


class FileView(View):
    """A file for users who may open it; for others a 404, and the attempt is recorded."""

    permission_required = SIGNED_IN
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, key: UUID) -> HttpResponse:
        file = StoredFile.objects.visible_to(request.user).defer("content").filter(key=key).first()
        if file is None:
            _note_refusal(request, key)
            raise Http404("You have no file at this address.")
        if file.is_gone(timezone.now()):
            return render(request, "core/file_gone.html", {"file": file}, status=410)
        audit.record(request.user, "file.downloaded", file, purpose=file.purpose, size=file.size)
        return as_download(bytes(file.content), name=file.name, media_type=file.media_type)


def _note_refusal(request: HttpRequest, key: UUID) -> None:
    """Record who tried to open a file without permission."""
    file = StoredFile.objects.only("pk", "purpose").filter(key=key).first()
    if file is not None:
        log.warning("User %s tried to open file %s without access.", request.user.pk, file.pk)
        audit.record(request.user, "file.refused", file, purpose=file.purpose)


def as_download(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """A response with bytes that a browser saves and never shows, sniffs, runs or caches."""
    return HttpResponse(
        content,
        content_type=media_type,
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=name),
            "Content-Security-Policy": SANDBOX,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


def sweep(at: datetime) -> int:
    """Delete the bytes of expired files; returns how many."""
    return StoredFile.objects.sweep(at)
