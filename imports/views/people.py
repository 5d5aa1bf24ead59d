"""Whom a file speaks of."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import urlencode
from django.views import View

from core.listing.paging.pages import numbered
from imports import overview
from imports.donor_matches import GROUPS, described, parties_of
from imports.models import ImportBatch

PER_PAGE = 50
LABELS = {"maybe": "Possible duplicate", "matched": "Matched", "new": "New", "all": "All donors"}


class PeopleView(View):
    """Who is new, who was matched with whom and why, and who may be somebody twice."""

    permission_required = "imports.run"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = get_object_or_404(ImportBatch.objects.visible_to(request.user), pk=pk)
        group, text = request.GET.get("group", ""), request.GET.get("q", "").strip()[:100]
        group = group if group in GROUPS else "all"
        found = [party for party in parties_of(batch) if party.fits(group, text)]
        page = numbered(Paginator(found, PER_PAGE).get_page(request.GET.get("page")))
        counts = overview.people_counts(batch)
        context = {
            "batch": batch,
            "group": group,
            "q": text,
            "page": page,
            "givers": described(batch, page.object_list, user=request.user),
            "tabs": [
                {"url": f"?{urlencode({'group': slug})}", "label": label, "count": counts[slug], "on": slug == group}
                for slug, label in LABELS.items()
            ],
        }
        return render(request, "imports/people.html", context)
