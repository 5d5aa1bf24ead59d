"""What others did since a user last looked: from every app, shown on the home page, marked as seen by a button."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from core import display, extend
from core.listing.filter_descriptions import FilterDescription
from core.listing.pages import ListFilter
from core.models import ActivityMarker, User

#: How far back the first look goes, and the maximum.
FIRST = timedelta(days=7)
LONGEST = timedelta(days=60)


def span_for(user: User, *, now: datetime) -> extend.Span:
    """From when this user last looked (a week ago at first, 60 days at most) to now."""
    look = ActivityMarker.objects.filter(user=user).first()
    start = look.seen_until if look else now - FIRST
    return extend.Span(start=min(max(start, now - LONGEST), now), end=now)


def changes(user: User, span: extend.Span) -> list[extend.ActivitySummary]:
    """What others did in the span that this user may see, in the order of the apps."""
    return [
        change for source in extend.entries_for(user, extend.ActivitySource) for change in source.changes(user, span)
    ]


def mark_seen(*, user: User, until: datetime, now: datetime) -> None:
    """Store that this user saw everything until `until`; never backward, never ahead of now."""
    if until > now or ActivityMarker.objects.filter(user=user, seen_until__lt=until).update(seen_until=until):
        return
    try:
        with transaction.atomic():
            ActivityMarker.objects.create(user=user, seen_until=until)
    except IntegrityError:
        pass  # an existing marker is already later


def rows_url(
    url_name: str, span: extend.Span, *, args: Sequence[Any] = (), besides: User | None = None, **more: Any
) -> str:
    """The list of the rows added in a span, without those added by `besides`."""
    query = {"added_after": span.start.isoformat(), "added_until": span.end.isoformat(), **more}
    if besides is not None:
        query["added_besides"] = str(besides.pk)
    return f"{reverse(url_name, args=args)}?{urlencode(query)}"


class AddedFilter(ListFilter):
    """A list that shows what was added in a span of time, as the links at home ask; not part of the filter bar.

    A subclass says in `added` where its rows keep when and by whom, and by a word in `touched` where those things do
    that happened to them later.
    """

    added: tuple[str, str] = ("created_at", "created_by")
    touches: Mapping[str, tuple[str, str]] = {}
    added_after = django_filters.IsoDateTimeFilter(method="leave", widget=forms.HiddenInput, label="Added after")
    added_until = django_filters.IsoDateTimeFilter(method="leave", widget=forms.HiddenInput, label="Added until")
    added_besides = django_filters.CharFilter(method="leave", widget=forms.HiddenInput, label="Added by others")
    touched = django_filters.CharFilter(method="leave", widget=forms.HiddenInput, label="What happened")

    def leave(self, rows: QuerySet, name: str, value: Any) -> QuerySet:
        return rows  # combined into one condition, below

    def together(self) -> list[FilterDescription]:
        asked = self.form.cleaned_data
        at = [asked[name] for name in ("added_after", "added_until") if asked.get(name)]
        if not at:
            return []
        act = "Changed" if asked.get("touched") else "Added"
        who = " by others" if asked.get("added_besides") else ""
        span = " – ".join(display.moment_text(timezone.localtime(one)) for one in at)
        span = span if len(at) > 1 else f"{'since' if asked.get('added_after') else 'until'} {span}"
        return [
            FilterDescription(
                f"{act}{who} {span}", ("added_after", "added_until", "added_besides", "touched"), shown=False
            )
        ]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        rows, asked = super().filter_queryset(queryset), self.form.cleaned_data
        at, by = self.touches.get(asked.get("touched") or "", self.added)
        wanted = Q()
        if asked.get("added_after"):
            wanted &= Q(**{f"{at}__gte": asked["added_after"]})
        if asked.get("added_until"):
            wanted &= Q(**{f"{at}__lte": asked["added_until"]})
        if not wanted:
            return rows
        key = asked.get("added_besides") or ""
        if key.isascii() and key.isdecimal() and len(key) < 16:
            wanted &= Q(**{f"{by}__isnull": True}) | ~Q(**{by: int(key)})
        return rows.filter(pk__in=queryset.model._default_manager.filter(wanted).values("pk"))
