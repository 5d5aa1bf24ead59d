"""Error pages: what happened and what to do next; never personal data, never a traceback."""

from __future__ import annotations

import sys
from contextlib import suppress

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

#: Retry-After in seconds while the database does not respond.
AGAIN_IN = 60
#: Browsers show a response only after sending the whole request: this many bytes are read and discarded.
MOST_THROWN_AWAY = 256 * 2**20
PIECE = 2**16


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be read, or is too large."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        _throw_away(request)
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page the user's roles don't allow."""
    return render(request, "403.html", {"reason": str(exception), "frame": _frame(request)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An unknown URL."""
    return render(request, "404.html", {"frame": _frame(request)}, status=404)


def _frame(request: HttpRequest) -> str:
    """The page frame: with sidebar and search for signed-in users, without for others."""
    user = getattr(request, "user", None)
    inside = user is not None and user.is_authenticated and not getattr(request, "lacks_second_factor", False)
    return "core/outcome_inside.html" if inside else ""


def too_many(request: HttpRequest) -> HttpResponse:
    """Too many sign-in attempts."""
    return render(request, "429.html", status=429)


def server_error(request: HttpRequest) -> HttpResponse:
    """An error of ours, or of a database that does not respond; rendered without the request, which would query it
    again."""
    if _database_is_away(sys.exc_info()[1]):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": str(AGAIN_IN)})
    return HttpResponse(render_to_string("500.html"), status=500)


def _database_is_away(error: BaseException | None) -> bool:
    """Whether the database can't be reached or is locked. A table or column unknown to SQLite is our error."""
    return isinstance(error, OperationalError | InterfaceError) and "no such" not in str(error)


def _throw_away(request: HttpRequest) -> None:
    with suppress(Exception):  # what cannot be read need not be thrown away
        for _ in range(MOST_THROWN_AWAY // PIECE):
            if not request.read(PIECE):
                return
