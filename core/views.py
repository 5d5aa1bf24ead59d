"""Home, health and the error pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone

from core import extend
from core.access import PUBLIC, SIGNED_IN, permitted


@permitted(SIGNED_IN)
def home(request: HttpRequest) -> HttpResponse:
    """What needs the signed-in person today."""
    today = timezone.localdate()
    items = [
        {"text": text, "url": url, "count": count}
        for entry in extend.entries(extend.HomeItem)
        if request.user.has_perm(entry.permission)
        for text, url, count in entry.items(request.user, today)
    ]
    return render(request, "core/home.html", {"items": items})


@permitted(PUBLIC)
def health(request: HttpRequest) -> HttpResponse:
    """Answers when the process serves pages; says nothing else."""
    return HttpResponse("ok", content_type="text/plain")


@permitted(PUBLIC)
def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers look for an icon by themselves, as beside an answer that is no page."""
    return redirect(static("icons/favicon.svg"))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", {"reason": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def too_many(request: HttpRequest) -> HttpResponse:
    """Somebody tried to sign in too often."""
    return render(request, "429.html", status=429)


def server_error(request: HttpRequest) -> HttpResponse:
    # Without the request nothing asks the database, which may be what is broken.
    return HttpResponse(render_to_string("500.html"), status=500)
