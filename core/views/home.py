"""The home page, and the health check."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST

from core import extend, recent_activity
from core.clock import organization_today
from core.models import Organization
from core.permissions import PUBLIC, SIGNED_IN, permitted
from core.views import set_up_steps


@permitted(SIGNED_IN)
def home(request: HttpRequest) -> HttpResponse:
    """The user's to-do items, and what others did since they last looked."""
    today, span = organization_today(), recent_activity.span_for(request.user, now=timezone.now())
    items = [
        {"text": text, "url": url, "count": count, "icon": entry.icon}
        for entry in extend.entries_for(request.user, extend.HomeItem)
        for text, url, count in entry.items(request.user, today)
    ]
    guide = set_up_steps.guide_for(request.user, Organization.objects.filter(pk=1).first())
    context = {"items": items, "changes": recent_activity.changes(request.user, span), "span": span, "guide": guide}
    return render(request, "core/home.html", context)


@permitted(SIGNED_IN)
@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """Mark what was shown as seen, from the moment the page was made."""
    until = parse_datetime(request.POST.get("until", "")[:40])
    if until and timezone.is_aware(until):
        recent_activity.mark_seen(user=request.user, until=until, now=timezone.now())
        messages.success(request, "Marked as seen. New changes by others will appear here.")
    return redirect("home")


@permitted(PUBLIC)
def health(request: HttpRequest) -> HttpResponse:
    """Responds when the process serves pages; returns nothing else."""
    return HttpResponse("ok", content_type="text/plain")


@permitted(PUBLIC)
def favicon(request: HttpRequest) -> HttpResponse:
    """The icon at the URL where browsers look by default."""
    return redirect(static("icons/favicon.svg"))
