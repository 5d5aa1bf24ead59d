"""An order's own page, at its secret URL: its status, its guests, their codes for the door."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Any

import segno
from django.contrib import messages
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views import View

from core.clock import organization_today
from core.db import sqlite
from core.forms.sent import Repeats
from core.http.languages import language_of, spoken
from core.jobs.attempts import attempted
from core.permissions import PUBLIC
from donations.models import GiftIntent
from donations.online import left_pages
from donations.online.checkout import CannotOpen, GivingIsOff, giving_is_on
from donations.online.views import LOOKS, masked
from donations.processor.sync import sync_intent
from events.forms.public import GuestForm
from events.models import Event, Guest, Order
from events.orders.cancellations import AlreadyResolved, resolve_no_seat
from events.orders.checks import TooManyWait, hold_seats, is_proof
from events.orders.disclosure import bill_of, disclosed
from events.orders.payments import cancel_unpaid, payment_page, process_payments
from events.orders.seats import NoSeats
from events.orders.services import NotOnSale, TooLate, name_guests, return_seats
from events.views.public import order_or_404, order_url, texts

log = logging.getLogger(__name__)
#: Seconds between polls while the payment status is unknown.
LOOK_AGAIN = 5


def code_of(guest: Guest, address: str) -> SafeString:
    """The guest's ticket as an inline QR code: a link that only door staff can open."""
    drawing = segno.make(address, error="m").svg_inline(
        border=2, omitsize=True, dark="#000", light="#fff", lineclass=""
    )
    return mark_safe(drawing)  # noqa: S308 — made here from an address of ours


class OrderPage(View):
    permission_required = PUBLIC

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        known = not request.GET.get("paid") or bring_up_to_date(token)
        order = order_or_404(token)
        language = language_of(request, order.language)
        with translation.override(language):
            return show_order(request, order, language, known=known)


def bring_up_to_date(token: str) -> bool:
    """Update an order from the processor when the buyer returns from the payment page, before any notification.

    False when the processor could not be reached, so that the payment status is unknown.
    """
    order, now = order_or_404(token), timezone.now()
    if order.intent is None or order.gift_id is not None:
        return True
    # The page must answer whatever goes wrong; a notification updates the order later.
    with attempted() as attempt, sqlite.briefly(connection, seconds=sqlite.LOOK):
        if LOOKS.use_attempt(who=order.intent.public_id, at=now):
            sync_intent(intent=order.intent, at=now)
        process_payments()
    if attempt.error:
        log.warning("The order page couldn't update %s: %s.", order, type(attempt.error).__name__)
    return attempt.error is None


def show_order(
    request: HttpRequest,
    order: Order,
    language: str,
    *,
    typed: dict[int, GuestForm] | None = None,
    status: int = 200,
    known: bool = True,
) -> HttpResponse:
    """The order's page; `typed` are invalid guest forms, `known` is whether the processor could be reached."""
    rows = guest_rows(request, order, list(order.event.meals.all()), language, typed or {})
    bill = bill_of(order)
    coming = [row for row in rows if not row["guest"].returned_at]
    context = {
        **texts(order.event, language),
        **_open_actions(order),
        **_payment_state(order, known=known),
        "order": order,
        "bill": bill,
        "rows": rows,
        "coming": coming,
        "named": sum(bool(row["guest"].name) for row in coming),
        "online": giving_is_on(),
        "masked": masked(order.email) if order.email else "",
        "disclosed": disclosed(bill, today=organization_today(), online=bool(order.intent_id)),
    }
    return spoken(request, "events/public/order.html", context, language=language, status=status)


def _open_actions(order: Order) -> dict[str, Any]:
    """What the buyer may still do, by the event's status and date."""
    over, cancelled = order.event.is_over(timezone.now()), order.event.state == Event.State.CANCELLED
    may_change = order.is_live and not over and not cancelled
    return {
        "may_change": may_change,
        "form_id": "guests" if may_change else "",
        "may_return": may_change and order.state != Order.State.HELD,
        "cancelled": cancelled,
        "over": over,
    }


def _payment_state(order: Order, *, known: bool) -> dict[str, Any]:
    """The payment status of a held order; `known` is False when the processor could not be reached."""
    held = order.state == Order.State.HELD
    return {
        "lapses_on": order.lapses_at and order.lapses_at.astimezone(order.event.zone).date(),
        "confirming": held and (is_confirming(order) or not known),
        "look_again": LOOK_AGAIN,
        "declined": held and order.intent is not None and order.intent.declined_at,
    }


def is_confirming(order: Order) -> bool:
    """Whether a payment is in progress at the bank."""
    return order.intent is not None and order.intent.state == GiftIntent.State.PROCESSING


def guest_rows(
    request: HttpRequest, order: Order, meals: list, language: str, typed: dict[int, GuestForm]
) -> list[dict[str, Any]]:
    """Each seat with its form and, once paid, its code."""
    rows = []
    guests = order.guests.select_related("meal", "table", "line__ticket_type", "supporter")
    for number, guest in enumerate(guests, 1):
        initial = {"name": guest.name, "meal": guest.meal_id, "needs": guest.needs}
        form = typed.get(guest.pk) or GuestForm(
            initial=initial, prefix=f"g{guest.pk}", meals=meals, language=language, auto_id=f"id_%s_{guest.pk}"
        )
        path = reverse("events:door-code", args=[order.event.slug, guest.secret])
        address = request.build_absolute_uri(path)
        paid = order.state == Order.State.PAID and not guest.returned_at
        rows.append({"number": number, "guest": guest, "form": form, "code": code_of(guest, address) if paid else ""})
    return rows


class OrderHold(View):
    """The page of the emailed link. The link confirms the address; the button holds the seats. GET changes nothing, as
    mail programs open links by themselves."""

    permission_required = PUBLIC
    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, token: str, proof: str) -> HttpResponseBase:
        order = self._order(token, proof)
        language = language_of(request, order.language)
        if order.state != Order.State.ASKED:
            return redirect(order_url(order, language))
        with translation.override(language):
            bill = bill_of(order)
            disclosure = disclosed(bill, today=organization_today(), online=False)
            context = {**texts(order.event, language), "order": order, "bill": bill, "disclosed": disclosure}
            return spoken(request, "events/public/hold.html", context, language=language)

    def post(self, request: HttpRequest, token: str, proof: str) -> HttpResponseBase:
        order = self._order(token, proof)
        language = language_of(request, order.language)
        with translation.override(language):
            try:
                hold_seats(order=order, at=timezone.now())
            except NoSeats:
                messages.error(request, _("The last seats were just taken. Please call us."))
            except TooManyWait as error:
                messages.error(request, _too_many(error))
            except NotOnSale:
                messages.error(request, _("These tickets are no longer on sale. Please start over."))
        return redirect(order_url(order, language))

    def _order(self, token: str, proof: str) -> Order:
        order = order_or_404(token)
        if not is_proof(order, proof):
            raise Http404("This link was not found.")
        return order


def _too_many(error: TooManyWait) -> str:
    if error.mine:
        return _(
            "We already hold as many of your seats as we can for payment by check. Please pay by card, or call us."
        )
    return _("We can't hold more seats for payment by check right now. Please pay by card, or call us.")


class OrderStep(View):
    """Base of actions on the order's page, with messages in its language."""

    permission_required = PUBLIC
    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, token: str) -> HttpResponseBase:
        return redirect(order_url(order_or_404(token), language_of(request)))

    def post(self, request: HttpRequest, token: str) -> HttpResponseBase:
        order = order_or_404(token)
        language = language_of(request, order.language)
        with translation.override(language):
            answer = self.take(request, order, language)
        return answer or redirect(order_url(order, language))

    def take(self, request: HttpRequest, order: Order, language: str) -> HttpResponseBase | None:
        """Perform the action; return a response to use it instead of redirecting to the order's page."""
        raise NotImplementedError


class OrderGuests(OrderStep):
    """Name guests and choose meals, until the event begins."""

    def take(self, request: HttpRequest, order: Order, language: str) -> HttpResponseBase | None:
        if not order.is_live or order.event.is_over(timezone.now()):
            messages.error(request, _("This order can no longer be changed."))
            return None
        meals = list(order.event.meals.all())
        coming = {guest.pk: guest for guest in order.guests.filter(returned_at__isnull=True)}
        forms = {
            key: GuestForm(request.POST, prefix=f"g{key}", meals=meals, language=language, auto_id=f"id_%s_{key}")
            for key in coming
        }
        if "switch" in request.POST:
            for form in forms.values():
                form.errors.clear()
            return show_order(request, order, language, typed=forms)
        if any(form.errors for form in forms.values()):
            return show_order(request, order, language, typed=forms, status=422)
        typed = [(coming[key], form.cleaned_data) for key, form in forms.items()]
        name_guests(order=order, values=typed, by=None)
        messages.success(request, _("Guests saved. You can make changes until the event begins."))
        return None


class OrderReturn(OrderStep):
    """Return seats before the event: others may take them, and their dinners count as a gift."""

    def take(self, request: HttpRequest, order: Order, language: str) -> None:
        chosen = [int(key) for key in request.POST.getlist("seat") if key.isdecimal() and len(key) < 18]
        try:
            count = return_seats(order=order, guests=chosen, source="the order page", by=None, at=timezone.now())
        except TooLate:
            messages.error(request, _("The event has begun, so seats can no longer be released."))
        else:
            self._show_result(request, count)

    def _show_result(self, request: HttpRequest, count: int) -> None:
        if count:
            messages.success(
                request,
                _("Thank you. Your seats were released, and their dinners no longer reduce your contribution."),
            )
        else:
            messages.warning(request, _("Choose the seats to release."))


class OrderPay(OrderStep):
    """Go to the payment page of a held order, or release its seats."""

    repeats = Repeats.OWN  # repeating it leads to the same payment page, and releases once

    def take(self, request: HttpRequest, order: Order, language: str) -> HttpResponseBase | None:
        now = timezone.now()
        try:
            if "release" in request.POST and order.owes:
                cancel_unpaid(order=order, by=None, at=now, reason="Released by buyer")
                return None
            answer = redirect(payment_page(order=order, at=now))
            if order.intent:
                left_pages.remember(answer, order.intent.public_id)
            return answer
        except (CannotOpen, GivingIsOff):
            messages.error(request, _("We couldn't reach the payment page. Nothing was charged. Please try again."))
            return None


class OrderWish(OrderStep):
    """What to do with a payment that got no seat."""

    def take(self, request: HttpRequest, order: Order, language: str) -> None:
        wish = request.POST.get("wish", "")
        if order.state == Order.State.PAID_NO_SEAT and wish in Order.Wish.values:
            with suppress(AlreadyResolved):  # by staff, in this very moment: the page then shows what they chose
                self._wish(order, wish)
                messages.success(request, _("Thank you. We received your answer."))

    def _wish(self, order: Order, wish: str) -> None:
        """A gift is settled immediately; a refund or waiting is for staff to handle. Raises `AlreadyResolved`."""
        if wish == Order.Wish.GIFT:
            resolve_no_seat(order=order, wish=wish, by=None, at=timezone.now())
        elif not Order.objects.filter(pk=order.pk, state=Order.State.PAID_NO_SEAT).update(wish=wish):
            raise AlreadyResolved(order)
