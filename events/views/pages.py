"""Pages for coordinators: the event, seating, the printed list, results."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views import View

from core.clock import organization_today
from core.display import counted
from core.forms.sent import Repeats
from core.http import toasts
from core.http import undo as undoing
from core.listing import picking
from core.models import User
from core.outcomes import Outcome, Undo
from core.privacy.visibility import redacted
from events.check_in import services
from events.date_text import when_text, zone_text
from events.forms.staff import SeatForm
from events.models import Event, Guest, Meal, Order
from events.models.guests import GuestQuerySet
from events.orders.disclosure import given_of
from events.planning import seating
from events.planning import services as setup
from events.results import schedule_g
from events.results.goals import goal_chart
from events.views.lists import GuestList, with_totals

SHOWN = 8


class EventView(View):
    """Base of pages about one event."""

    permission_required = "events.view"
    part = ""

    def page(self, template: str, event: Event, **context: Any) -> HttpResponse:
        return render(self.request, f"events/{template}.html", {"event": event, "part": self.part, **context})


class EventDetail(EventView):
    """Answers, parties, meals, unpaid orders, and what is sold, on one page."""

    part = "overview"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        event = get_object_or_404(Event.objects.select_related("fund", "campaign"), slug=slug)
        live = with_totals(
            Order.objects.visible_to(request.user).filter(event=event).select_related("event", "supporter")
        )
        unpaid = live.filter(state__in=(*Order.OWING, Order.State.ASKED)).order_by("created_at")
        return self.page(
            "event_detail",
            event,
            goal_chart=goal_chart(event),
            counts=services.counts(event),
            answers=services.answers(event),
            parties=Order.objects.visible_to(request.user).live().filter(event=event).count(),
            types=[(kind, given_of(kind, today=organization_today())) for kind in event.ticket_types.all()],
            meals=meals_chosen(request.user, event),
            unpaid=unpaid[:SHOWN],
            unpaid_count=unpaid.count(),
            no_seat=live.filter(state=Order.State.PAID_NO_SEAT),
            refunded=[order for order in live.maybe_refunded() if order.is_refunded],
            unnamed=expected(request.user, event).filter(name="", alias="", supporter__isnull=True).count(),
            needs=expected(request.user, event).exclude(needs="").for_door()[: 3 * SHOWN],
            notes=notes(request.user, event)[:SHOWN],
            over=event.is_over(timezone.now()),
            status=event.status_at(timezone.now()),
            public_url=request.build_absolute_uri(reverse("events:public-event", args=[event.slug])),
            when=when_text(event.starts_local, "en"),
            zone=zone_text(event.starts_local, "en"),
        )


def notes(user: User, event: Event) -> QuerySet[Order]:
    """Notes from buyers; those about protected people only for users who may see their names."""
    orders = Order.objects.visible_to(user).live().filter(event=event).filter(hidden=False).exclude(note="")
    orders = orders.exclude(pk__in=Guest.objects.visible_to(user).filter(event=event).exclude(code="").values("order"))
    orders = orders.exclude(redacted(Order))
    return orders.select_related("event", "supporter")


def expected(user: User, event: Event) -> GuestQuerySet:
    return Guest.objects.visible_to(user).expected().filter(event=event)


def meals_chosen(user: User, event: Event) -> list[tuple[str, int]]:
    """How many of each meal, and how many guests have not chosen."""
    coming = expected(user, event)
    rows = Meal.objects.filter(event=event).annotate(
        count=Count("guests", filter=Q(guests__in=coming.values("pk")), distinct=True)
    )
    found = [(meal.name, meal.count) for meal in rows]
    return [*found, ("Not chosen", coming.filter(meal__isnull=True).count())] if found else []


class Seating(EventView):
    """Tables and who sits there; parties without a table, each with a form to seat them."""

    part = "seating"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        event = get_object_or_404(Event, slug=slug)
        found = seating.Seating(request.user, event)
        parties_page, parties = found.parties(request.GET.get(seating.PARTIES_PAGE))
        tables_page, tables = found.shown_tables(request.GET.get(seating.TABLES_PAGE))
        return self.page(
            "seating",
            event,
            places=list(found.places()),
            tables=tables,
            tables_page=tables_page,
            parties=parties,
            parties_page=parties_page,
            here=_place_asked(request),
            **found.counts(),
        )


def _place_asked(request: HttpRequest) -> str:
    """The query of the pages of parties and tables that are open; '' for the first ones."""
    asked = {name: request.GET[name] for name in (seating.PARTIES_PAGE, seating.TABLES_PAGE) if name in request.GET}
    return f"?{urlencode(asked)}" if asked else ""


class Seat(EventView):
    """Seat guests at a table, or remove them from it."""

    permission_required = "events.manage"
    http_method_names = ["get", "post"]
    repeats = Repeats.ANEW  # repeating it changes nothing; the last seating counts

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        return self._back(slug)

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        event = get_object_or_404(Event, slug=slug)
        form = SeatForm(request.POST, event=event, user=request.user)
        if not form.is_valid():
            messages.error(request, form.why)
            return self._back(slug)
        table, guests = form.cleaned_data["table"], form.cleaned_data["guest"]
        keys = [guest.pk for guest in guests]
        was = undoing.former(Guest.objects.visible_to(request.user).filter(pk__in=keys), "table", table and table.pk)
        try:
            count = setup.seat_guests(event=event, guests=keys, table=table, by=request.user)
        except setup.TableFull as full:
            messages.error(
                request,
                (
                    f"Table {full.table} has {counted(full.free, 'free seat', 'free seats')}. Choose fewer guests or "
                    f"another table."
                ),
            )
        else:
            where = f"at table {table}" if table else "without a table"
            undo = Undo("guests-seated", {"event": event.pk, "now": table and table.pk, "was": was})
            message = f"{counted(count, 'guest', 'guests')} {where}."
            toasts.say(request, Outcome(message, undo=undo if was else None))
        return self._back(slug)

    def _back(self, slug: str) -> HttpResponseBase:
        """To the same parties and tables as before."""
        return redirect(f"{reverse('events:seating', args=[slug])}{_place_asked(self.request)}")


class GuestPrint(EventView):
    """The printable list for the door, A to Z: protected guests by code or alias."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        event = get_object_or_404(Event, slug=slug)
        rows = expected(request.user, event).for_door()
        if picking.is_asked(request.GET):
            rows = rows.filter(pk__in=GuestList.picked(request, slug=slug).order_by().values("pk"))
        guests = sorted(rows, key=lambda guest: (guest.shown_name.casefold(), guest.pk))
        groups: dict[str, list[Guest]] = {}
        for guest in guests:
            groups.setdefault(guest.shown_name[:1].upper(), []).append(guest)
        return self.page(
            "guest_print", event, groups=list(groups.items()), count=len(guests), printed_at=timezone.now()
        )


class ResultPage(EventView):
    """The event's results, in the columns of Schedule G."""

    part = "result"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        event = get_object_or_404(Event, slug=slug)
        result = schedule_g.result_of(event)
        return self.page(
            "result",
            event,
            result=result,
            expenses=event.expenses.select_related("created_by"),
            no_shows=services.no_shows(event).count() if event.is_over(timezone.now()) else None,
        )
