"""Check-in on a phone: search, open a party, check in, undo. There is no page of all guests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from core.forms.sent import Repeats
from core.models import User
from events.check_in import services
from events.models import CheckIn, Event, Guest


class Door(View):
    """Base of door pages: the event must be today's, unless the user is a coordinator."""

    permission_required = "events.checkin"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now: datetime = timezone.now()

    def event(self, slug: str) -> Event:
        event = get_object_or_404(Event, slug=slug)
        if not services.is_open_for(event, self.request.user, at=self.now):
            raise Http404("There is no check-in for this event today.")
        return event

    def show(self, template: str, event: Event, **context: Any) -> HttpResponse:
        counts = services.counts(event)
        return render(self.request, f"events/{template}.html", {"event": event, **counts, **context})


class DoorHome(View):
    """Today's events; redirects if there is only one."""

    permission_required = "events.checkin"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        events = services.events_at_the_door(request.user, at=timezone.now())
        if len(events) == 1:
            return redirect("events:door-find", slug=events[0].slug)
        return render(request, "events/door_home.html", {"events": events})


class DoorFind(Door):
    """Search by name, code or order number, from two letters on. A complete ticket code opens its party."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        event = self.event(slug)
        text = request.GET.get("q", "").strip()[:100]
        code = text.upper().replace(" ", "")
        if len(code) == 10 and Guest.objects.filter(secret=code).exists():
            return redirect("events:door-code", slug=slug, secret=code)
        parties = services.find_parties(event=event, text=text)
        return self.show("door_find", event, q=text, parties=parties, too_short=0 < len(text) < services.SHORTEST)


class DoorCode(Door):
    """The page of a scanned ticket: its party, or why it is not valid."""

    repeats = Repeats.ANEW  # nobody is checked in twice, and the rest of a party may follow

    def get(self, request: HttpRequest, slug: str, secret: str) -> HttpResponse:
        event = self.event(slug)
        guest = Guest.objects.for_door().select_related("event").filter(secret=secret.upper()).first()
        if guest is None:
            return self.show("door_wrong", event, unknown=True)
        if guest.event_id != event.pk:
            return self.show("door_wrong", event, other=guest.event)
        try:
            party = services.party_of(guest)
        except services.NotExpected:
            return self.show("door_wrong", event, given_back=True)
        if guest.pk not in {one.pk for one in party.guests}:
            return self.show("door_wrong", event, given_back=True)
        if not party.waiting:
            return self.show("door_already", event, party=party, first=party.inside[0])
        return self.show("door_party", event, party=party, scanned=guest)

    def post(self, request: HttpRequest, slug: str, secret: str) -> HttpResponseBase:
        """Check in the selected guests, or the whole party."""
        event = self.event(slug)
        guest = get_object_or_404(Guest.objects.visible_to(request.user).for_door(), secret=secret.upper(), event=event)
        party = self._party(guest)
        chosen = {int(key) for key in request.POST.getlist("guest") if key.isdecimal() and len(key) < 18}
        keys = [one.pk for one in party.waiting if "all" in request.POST or one.pk in chosen]
        done = services.check_in(event=event, guests=keys, by=request.user, at=self.now)
        if not done:
            return redirect("events:door-code", slug=slug, secret=party.key)
        ids = "-".join(str(row.pk) for row in done)
        return redirect(f"{reverse('events:door-welcome', args=[slug, party.key])}?in={ids}")

    def _party(self, guest: Guest) -> services.Party:
        try:
            return services.party_of(guest)
        except services.NotExpected:
            raise Http404("This seat was released.") from None


class DoorWelcome(Door):
    """Confirmation: who is checked in, which table, and the way back."""

    def get(self, request: HttpRequest, slug: str, secret: str) -> HttpResponse:
        event = self.event(slug)
        guest = get_object_or_404(Guest.objects.visible_to(request.user).for_door(), secret=secret, event=event)
        rows = check_ins(request.user, event, request.GET.get("in", ""))
        try:
            party = services.party_of(guest)
        except services.NotExpected:
            raise Http404("This seat was released.") from None
        tables = dict.fromkeys(row.guest.table.shown_name for row in rows if row.guest.table)
        return self.show("door_welcome", event, party=party, rows=rows, tables=", ".join(tables))


class DoorUndo(Door):
    """Undo check-ins; the guests are expected again."""

    repeats = Repeats.ANEW  # repeating an undo changes nothing
    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, slug: str, secret: str) -> HttpResponseBase:
        return redirect("events:door-code", slug=slug, secret=secret)

    def post(self, request: HttpRequest, slug: str, secret: str) -> HttpResponseBase:
        event = self.event(slug)
        rows = check_ins(request.user, event, request.POST.get("in", ""))
        services.undo_check_ins(event=event, check_ins=rows, by=request.user, at=self.now)
        return redirect("events:door-code", slug=slug, secret=secret)


def check_ins(user: User, event: Event, text: str) -> list[CheckIn]:
    """Check-ins of this event by keys like `12-13`; invalid keys are ignored."""
    keys = [int(part) for part in text.split("-")[:100] if part.isdecimal() and len(part) < 18]
    rows = CheckIn.objects.visible_to(user).filter(pk__in=keys, guest__event=event).select_related("guest__table", "by")
    return list(rows)
