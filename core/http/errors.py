"""The error pages: what happened, in plain words, and what to do next; never a name, never a trace."""

from __future__ import annotations

import sys
from contextlib import suppress

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

#: Seconds after which to come back while the database does not answer.
AGAIN_IN = 60
#: A browser shows an answer only once it has sent everything: so much more is taken in, and thrown away.
MOST_THROWN_AWAY = 256 * 2**20
PIECE = 2**16


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be read, or that is too large."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        _throw_away(request)
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page somebody's roles do not open."""
    return render(request, "403.html", {"reason": str(exception), "frame": _frame(request)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address that leads nowhere."""
    return render(request, "404.html", {"frame": _frame(request)}, status=404)


def _frame(request: HttpRequest) -> str:
    """The page's frame: with the sidebar and the search for people who are signed in, without for strangers."""
    user = getattr(request, "user", None)
    inside = user is not None and user.is_authenticated and not getattr(request, "lacks_second_factor", False)
    return "core/outcome_inside.html" if inside else ""


def too_many(request: HttpRequest) -> HttpResponse:
    """Somebody tried to sign in too often."""
    return render(request, "429.html", status=429)


def server_error(request: HttpRequest) -> HttpResponse:
    """A mistake of ours, or a database that does not answer; drawn without the request, which would ask it again."""
    if _database_is_away(sys.exc_info()[1]):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": str(AGAIN_IN)})
    return HttpResponse(render_to_string("500.html"), status=500)


def _database_is_away(error: BaseException | None) -> bool:
    """Whether it cannot be reached or is locked. A table or column SQLite does not know is a mistake of ours."""
    return isinstance(error, OperationalError | InterfaceError) and "no such" not in str(error)


def _throw_away(request: HttpRequest) -> None:
    with suppress(Exception):  # what cannot be read need not be thrown away
        for _ in range(MOST_THROWN_AWAY // PIECE):
            if not request.read(PIECE):
                return
