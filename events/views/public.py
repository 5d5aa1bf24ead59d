"""Public pages: the event, and ordering for a party. No account and no JavaScript needed."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from core.clock import organization_today
from core.forms.sent import Repeats
from core.http import card_testing
from core.http.languages import language_of, spoken
from core.money import amount_asked, to_cents
from core.permissions import PUBLIC
from donations.online import left_pages
from donations.online.checkout import GivingIsOff, giving_is_on
from events.date_text import when_text, zone_text
from events.forms.public import CARD, PartyForm, SelectionForm
from events.models import Event, Order, TicketType
from events.orders import seats
from events.orders.checks import SEATS_OF_ADDRESS
from events.orders.disclosure import disclosed, given_of
from events.orders.drafts import OrderDraft, OrderTotal, priced, seats_of
from events.orders.payments import CannotClosePaymentPage, NotOpened, order_and_pay, order_by_check
from events.orders.seats import NoSeats
from events.orders.services import NotOnSale, TooManyLinks, asked_under
from events.orders.unpaid import TooManyUnpaid
from events.results.goals import goal_chart


def event_or_404(slug: str) -> Event:
    """A published event; 404 for a draft."""
    return get_object_or_404(Event.objects.exclude(state=Event.State.DRAFT).select_related("campaign"), slug=slug)


def sale_status(event: Event) -> str:
    """Its status on the public page: open, full, closed, canceled or over."""
    now = timezone.now()
    if event.state == Event.State.CANCELLED:
        return "cancelled"
    if event.is_over(now):
        return "over"
    if event.state != Event.State.OPEN:
        return "closed"
    return "full" if event.is_full else "open"


def sold_today(event: Event) -> list[TicketType]:
    """Ticket types on sale to the public today, including those sold out."""
    day = timezone.now().astimezone(event.zone).date()
    return [kind for kind in event.ticket_types.filter(public=True) if kind.on_sale(day)]


def free_own_seats(event: Event, types: list[TicketType], request: HttpRequest) -> None:
    """On this page only, count seats as free that an earlier order of the same form or an abandoned payment page holds:
    they are released before the new order."""
    left = Q(state=Order.State.HELD, intent__public_id=left_pages.left_by(request) or "-")
    mine = asked_under(_key_in(request.POST.get("nonce", ""))) | left
    for order in Order.objects.unpaid().filter(mine, event=event):
        held = seats.seats_of(order.pk)
        event.taken -= sum(held.values())
        for kind in types:
            kind.taken -= held.get(kind.pk, 0)


def _key_in(text: str) -> str:
    """The key of a form as its field reads it; '' for anything else."""
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return ""


class EventPage(View):
    """The event: its description, time and place, and tickets."""

    permission_required = PUBLIC

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        event, language = event_or_404(slug), language_of(request)
        with translation.override(language):
            form = self._form(request, event, language)
            return spoken(request, *self._page(event, form, language), language=language)

    def _form(self, request: HttpRequest, event: Event, language: str) -> SelectionForm:
        """The selection as typed so far: after changing the language, or recalculating the total without JavaScript."""
        types = sold_today(event)
        if "extra" in request.GET:
            return SelectionForm(request.GET, event=event, types=types, language=language).only_amount()
        amount = amount_asked(request.GET.get("amount", ""))
        initial = {"other": f"{amount:.2f}"} if amount else {}
        return SelectionForm(event=event, types=types, language=language, initial=initial)

    def _page(self, event: Event, form: SelectionForm, language: str) -> tuple[str, dict[str, Any]]:
        state = sale_status(event)
        tickets = [ticket_line(kind, event, form, language) for kind in form.types]
        context = {**texts(event, language), "form": form, "tickets": tickets, "seats_left": event.left, "state": state}
        context |= {"form_id": "choose", "switch_path": reverse("events:public-event", args=[event.slug])}
        if state == "open" and not any(ticket["left"] for ticket in tickets):
            context["state"] = "full"
        context["goal_chart"] = goal_chart(event, name=context["name"])
        if context["state"] != "open":
            return "events/public/closed.html", {**context, "form_id": ""}
        return "events/public/event.html", context


class EventPreview(EventPage):
    """The public page for staff before sales open; also of a draft."""

    permission_required = "events.view"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        event, language = get_object_or_404(Event.objects.select_related("campaign"), slug=slug), language_of(request)
        with translation.override(language):
            _, context = self._page(event, self._form(request, event, language), language)
            context |= {"preview": True, "form_id": ""}
            return spoken(request, "events/public/event.html", context, language=language)


def ticket_line(kind: TicketType, event: Event, form: SelectionForm, language: str) -> dict[str, Any]:
    """One ticket type as the page lists it."""
    return {
        "kind": kind,
        "name": kind.words(language),
        "left": kind.left(event),
        "field": form[f"q_{kind.pk}"],
        "price": kind.price,
        "cents": to_cents(kind.price),
        "value": kind.value,
        "gift": given_of(kind, today=organization_today()),
    }


def texts(event: Event, language: str) -> dict[str, Any]:
    """The event's texts in the page's language; `starts` is the local time."""
    return {
        "event": event,
        "name": event.words("name", language),
        "headline": event.words("title", language) or event.words("name", language),
        "story": event.words("story", language),
        "guest_note": event.words("note", language),
        "starts": event.starts_local,
        "when": when_text(event.starts_local, language),
        "zone": zone_text(event.starts_local, language),
    }


class OrderNew(View):
    """The second step: the party, the total with its deductible part, and payment."""

    permission_required = PUBLIC
    repeats = Repeats.OWN  # one form makes one order (its key)

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        return self._answer(request, slug, request.GET)

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        return self._answer(request, slug, request.POST)

    def _answer(self, request: HttpRequest, slug: str, data: Any) -> HttpResponseBase:
        event, language = event_or_404(slug), language_of(request)
        types = sold_today(event)
        free_own_seats(event, types, request)
        if sale_status(event) != "open":
            return redirect("events:public-event", slug=slug)
        with translation.override(language):
            selection = SelectionForm(data, event=event, types=types, language=language)
            if not selection.is_valid():
                page, context = EventPage()._page(event, selection, language)
                return spoken(request, page, context, language=language, status=422)
            form = self._party(request, event, selection, language)
            sending = request.method == "POST" and not {"show", "switch"} & set(request.POST)
            if sending and form.is_valid() and form.may_go_on(_visitor(request, form), at=timezone.now()):
                return self._order(request, event, selection, form, language)
            return self._show(request, event, selection, form, language, status=422 if sending else 200)

    def _party(self, request: HttpRequest, event: Event, selection: SelectionForm, language: str) -> PartyForm:
        party = seats_of(selection.types, selection.cleaned_data["tickets"])
        data = request.POST if request.method == "POST" else None
        meals = list(event.meals.all())
        return PartyForm(data, seats=party, meals=meals, language=language, online=giving_is_on())

    def _order(
        self, request: HttpRequest, event: Event, selection: SelectionForm, form: PartyForm, language: str
    ) -> HttpResponseBase:
        draft = form.draft(selection)
        try:
            if form.cleaned_data["pay"] == CARD:
                return self._order_by_card(request, event, draft, form)
            if self._may_ask(form, event):
                return self._order_by_check(request, event, draft, form, language)
        except NotOpened as error:
            messages.warning(request, _("The payment page didn't open. We're holding your seats. Please try again."))
            return redirect(order_url(error.order, language))
        except REFUSALS as error:
            form.add_error(*refusal(error, language))
        return self._show(request, event, selection, form, language, status=422)

    def _order_by_card(self, request: HttpRequest, event: Event, draft: OrderDraft, form: PartyForm) -> HttpResponse:
        now, visitor = timezone.now(), _visitor(request, form)
        order, page = order_and_pay(event=event, draft=draft, at=now, left=left_pages.left_by(request), who=visitor)
        reference = order.intent.public_id if order.intent else order.token
        card_testing.note_try(visitor, at=now, amount=order.total, reference=reference)
        answer = redirect(page)
        if order.intent:
            left_pages.remember(answer, order.intent.public_id)
        return answer

    def _order_by_check(
        self, request: HttpRequest, event: Event, draft: OrderDraft, form: PartyForm, language: str
    ) -> HttpResponse:
        now = timezone.now()
        order = order_by_check(event=event, draft=draft, at=now, left=left_pages.left_by(request))
        card_testing.note_try(_visitor(request, form), at=now, reference=order.token)
        return redirect(order_url(order, language))

    def _may_ask(self, form: PartyForm, event: Event) -> bool:
        """Whether this many seats may be requested by check: at most what one address may hold."""
        most = min(SEATS_OF_ADDRESS, event.most_by_check)
        if len(form.seats) > most:
            message = ngettext(
                "For payment by check, we can hold up to %(n)s seat from this page. Pay by card, or call us.",
                "For payment by check, we can hold up to %(n)s seats from this page. Pay by card, or call us.",
                most,
            )
            form.add_error("pay", message % {"n": most})
        return len(form.seats) <= most

    def _show(
        self,
        request: HttpRequest,
        event: Event,
        selection: SelectionForm,
        form: PartyForm,
        language: str,
        *,
        status: int,
    ) -> HttpResponse:
        bill = self._sum(selection, form)
        if status == 200:  # recalculating the total or changing the language shows no errors
            form.errors.clear()
        context = {
            **texts(event, language),
            "form": form,
            "chosen": selection.chosen,
            "bill": bill,
            "disclosed": disclosed(bill, today=organization_today(), online=form["pay"].value() == CARD),
            "online": giving_is_on(),
            "form_id": "order",
        }
        return spoken(request, "events/public/order_new.html", context, language=language, status=status)

    def _sum(self, selection: SelectionForm, form: PartyForm) -> OrderTotal:
        """The total as typed so far, without returned dinners."""
        form.is_valid()
        if not form.is_bound:
            form.cleaned_data = {}
        return priced(selection.types, form.draft(selection))


def _visitor(request: HttpRequest, form: PartyForm) -> card_testing.Visitor:
    return card_testing.visitor(request, email=form.cleaned_data["email"])


def order_url(order: Order, language: str) -> str:
    """The URL of the order's own page in a language."""
    address = reverse("events:order", args=[order.token])
    return f"{address}?lang={language}" if language != "en" else address


#: Exceptions of refused orders, each with a sentence in `refusal`.
REFUSALS = (NoSeats, TooManyUnpaid, TooManyLinks, NotOnSale, ValidationError, GivingIsOff, CannotClosePaymentPage)


def refusal(error: Exception, language: str) -> tuple[str | None, str | ValidationError]:
    """The field where a refused order is explained (None for the whole form), and the sentence."""
    match error:
        case NoSeats():
            return None, no_seats_text(error, language)
        case TooManyUnpaid():
            return None, _("Too many of your seats are still unpaid. Please pay for those first, or call us.")
        case TooManyLinks():
            return "email", _("We just emailed this address. Open the link in our email.")
        case NotOnSale():
            return None, _("These tickets are no longer on sale. Please start over.")
        case ValidationError():
            return None, error
        case GivingIsOff():
            return "pay", _("Online payment isn't available right now. Choose “Pay by check” instead.")
        case CannotClosePaymentPage():
            return None, _("We couldn't reach the payment page. Nothing was charged. Please try again.")
    raise error


def no_seats_text(error: NoSeats, language: str) -> str:
    """A sentence that says what is sold out."""
    if error.ticket_type is None:
        return _("There are fewer seats left than you chose. Please choose again.")
    name = error.ticket_type.words(language)
    return _("There aren't that many “%(name)s” tickets left. Please choose again.") % {"name": name}


def order_or_404(token: str) -> Order:
    """An order by its secret token."""
    rows = Order.objects.select_related("event", "supporter", "gift", "intent")
    try:
        return rows.get(token=token)
    except Order.DoesNotExist:
        raise Http404("This order was not found.") from None
