"""Light, dark or as the computer has it: one cookie, read by the page before anything is drawn."""

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.views.decorators.http import require_POST

from core.http.return_paths import own_path
from core.permissions import SIGNED_IN, permitted

COOKIE = "theme"
THEMES = ("light", "dark")
YEAR = 365 * 24 * 3600


@permitted(SIGNED_IN)
@require_POST
def theme(request: HttpRequest) -> HttpResponseRedirect:
    """Keep the chosen theme in this browser and go back; anything but light and dark means the computer's own."""
    answer = HttpResponseRedirect(own_path(request.POST.get("next", "")) or resolve_url("home"))
    choice = request.POST.get(COOKIE, "")
    if choice in THEMES:
        answer.set_cookie(COOKIE, choice, max_age=YEAR, secure=request.is_secure(), httponly=True, samesite="Lax")
    else:
        answer.delete_cookie(COOKIE, samesite="Lax")
    return answer
