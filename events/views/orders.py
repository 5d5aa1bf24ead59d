"""Staff pages of orders: an order, and actions on it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from core.clock import organization_today
from core.display import counted
from core.forms.reasons import ReasonForm
from core.models import User
from core.outcomes import Outcome
from core.privacy.visibility import is_redacted
from crm.models import Consent
from crm.services.consent import opted_out_channels
from crm.services.name_reviews import review_url
from donations.ledger.drafts import BadDraft
from donations.ledger.services import KnownButReversed
from donations.online.checkout import CannotOpen, GivingIsOff
from events.forms.staff import GuestForm, InvitationForm, PaidForm, StaffOrderForm
from events.invitations.services import invite
from events.models import Guest, Invitation, Order
from events.orders import buyer_matching
from events.orders.cancellations import AlreadyResolved, cancel_paid_order, resolve_no_seat
from events.orders.checks import hold_without_deadline
from events.orders.disclosure import bill_of, disclosed
from events.orders.payments import NotPayable, TooLittle, cancel_unpaid, mark_paid
from events.orders.seats import NoSeats
from events.orders.services import NotOnSale, TooLate, name_guest, place_order, return_seats
from events.views.actions import EventAction
from events.views.pages import EventView


def find_order(user: User, slug: str, number: int) -> Order:
    rows = Order.objects.visible_to(user).select_related("event", "supporter", "gift", "intent", "created_by")
    return get_object_or_404(rows, event__slug=slug, number=number)


class OrderDetail(EventView):
    part = "orders"

    def get(self, request: HttpRequest, slug: str, number: int) -> HttpResponse:
        order = find_order(request.user, slug, number)
        guests = order.guests.select_related(
            "meal", "table", "supporter", "order__supporter", "line__ticket_type"
        ).prefetch_related("check_ins")
        bill, over = bill_of(order), order.event.is_over(timezone.now())
        may_release = request.user.has_perm("events.manage") and order.is_live and order.state != Order.State.HELD
        return self.page(
            "order_detail",
            order.event,
            order=order,
            guests=guests,
            note="" if is_redacted(order, request) else order.note,
            bill=bill,
            disclosed=disclosed(bill, today=organization_today(), online=bool(order.intent_id)),
            over=over,
            may_release=may_release and not over,
            review_url=review_url(order, request.user) if order.hidden else "",
            lapses_on=order.lapses_at and order.lapses_at.astimezone(order.event.zone).date(),
        )


class OrderAction(EventAction):
    """Base of actions on one order."""

    def prepare(self) -> None:
        super().prepare()
        self.order = find_order(self.request.user, self.event.slug, self.kwargs["number"])

    def get_success_url(self) -> str:
        return reverse("events:order-detail", args=[self.event.slug, self.order.number])

    def get_context(self) -> dict[str, Any]:
        return super().get_context() | {"order": self.order}


class OrderPaid(OrderAction):
    verb = "Record payment"
    refusals = {
        TooLittle: ("amount", "{error} Include the rest of the payment, or change the order."),
        NotPayable: (None, "This order is already paid, or the buyer is paying right now."),
        BadDraft: (None, "{error}"),
        KnownButReversed: (None, "{error}"),
    }
    lede = (
        "Record one payment for the whole order. The tickets and any additional gift become one gift with one receipt."
    )

    @property
    def heading(self) -> str:
        return f"Payment for {self.order}"

    def get_form(self, data: Any = None) -> PaidForm:
        found = buyer_matching.candidates(self.order, user=self.request.user)
        return PaidForm(data, order=self.order, candidates=found, today=organization_today(), user=self.request.user)

    def perform(self, form: PaidForm) -> str:
        order = self._pay(form.cleaned_data)
        seated = order.state == Order.State.PAID
        rest = "Its receipt is ready to issue." if seated else "No seat was left. Decide what to do with the payment."
        return f"{order} is paid: {order.gift}. {rest} To reverse the payment, ask finance to correct the gift."

    @transaction.atomic
    def _pay(self, data: dict[str, Any]) -> Order:
        """In a transaction, so that a refused payment leaves no new supporter behind."""
        order, by = self.order, self.request.user
        return mark_paid(
            order=order,
            supporter=order.supporter or data.get("buyer") or buyer_matching.new_buyer(order, by=by),
            amount=data["amount"],
            method=data["method"],
            gift_on=data["gift_on"],
            check_number=data["check_number"],
            by=by,
            today=organization_today(),
            at=timezone.now(),
        )


class OrderKeep(OrderAction):
    """Confirm an order by check: its seats wait without a deadline."""

    refusals = {NoSeats: (None, "No seats are left for this order. Raise the capacity or release other seats first.")}
    verb = "Hold seats"
    lede = (
        "Use this if you know the buyer or have heard from them. The seats are held for the check until someone "
        "releases them."
    )

    @property
    def heading(self) -> str:
        return f"Hold the seats of {self.order}"

    def perform(self, form: forms.Form) -> str:
        order = hold_without_deadline(order=self.order, by=self.request.user, at=timezone.now())
        return f"{order} holds its seats until it is paid or released."


class OrderRelease(OrderAction):
    leaves_process = True
    form_class = ReasonForm
    verb, danger = "Release seats", True
    lede = "This order is unpaid. Others can order the released seats."
    refusals = dict.fromkeys(
        (CannotOpen, GivingIsOff), (None, "The payment page couldn't be closed. Try again in a minute.")
    )

    @property
    def heading(self) -> str:
        return f"Release {self.order}"

    def perform(self, form: ReasonForm) -> Outcome | None:
        reason = form.cleaned_data["reason"]
        order = cancel_unpaid(order=self.order, by=self.request.user, at=timezone.now(), reason=reason)
        if order.owes:
            form.add_error(None, "Guests of this order are checked in. Undo their check-in first.")
            return None
        message = f"{order}: {order.get_state_display().lower()}. Others can now order its seats."
        return Outcome(message, then=[("Add order again", reverse("events:order-new-staff", args=[self.event.slug]))])


class OrderCancel(OrderAction):
    form_class = ReasonForm
    verb, danger = "Cancel order", True
    refusals = {
        NotPayable: (
            None,
            "You can cancel only a paid order, before the event begins and before any of its guests check in.",
        )
    }
    GIVEN_BACK = (
        "All its seats are released, and the whole payment becomes a contribution. To return the money, refund"
        " the gift on its page."
    )

    @property
    def lede(self) -> str:
        refunded = "This order's payment was refunded. Others can order its seats."
        return refunded if self.order.is_refunded else self.GIVEN_BACK

    @property
    def heading(self) -> str:
        return f"Cancel {self.order}"

    def perform(self, form: ReasonForm) -> str:
        reason = form.cleaned_data["reason"]
        cancel_paid_order(order=self.order, by=self.request.user, at=timezone.now(), reason=reason)
        if self.order.is_refunded:
            return f"{self.order} is canceled, and its seats are released. {self.order.gift} was already refunded."
        return f"{self.order} is canceled. {self.order.gift} remains recorded until you refund it."


class OrderResolve(OrderAction):
    """Resolve a payment that got no seat."""

    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return redirect(self.get_success_url())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        wish = request.POST.get("wish", "")
        try:
            if wish in Order.Wish.values:
                resolve_no_seat(order=self.order, wish=wish, by=request.user, at=timezone.now())
                messages.success(request, f"{self.order} is resolved.")
        except NoSeats:
            messages.error(request, "No seats are left. Raise the capacity or release other seats first.")
        except AlreadyResolved:
            messages.info(request, f"{self.order} was already resolved.")
        except NotPayable:
            messages.error(request, "Refund the whole gift first, then mark it refunded here.")
        return redirect(self.get_success_url())


class OrderReturnSeats(OrderAction):
    """Return seats before the event, after a call or a letter."""

    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return redirect(self.get_success_url())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        chosen = [int(key) for key in request.POST.getlist("seat") if key.isdecimal() and len(key) < 18]
        source = f"Recorded by {request.user}"
        try:
            count = return_seats(order=self.order, guests=chosen, source=source, by=request.user, at=timezone.now())
        except TooLate:
            messages.error(request, "The event has begun, so seats can no longer be released.")
        else:
            message = f"{counted(count, 'seat', 'seats')} released for others to order. Check the receipt."
            messages.success(request, message)
        return redirect(self.get_success_url())


class OrderNewStaff(EventAction):
    heading, verb = "Add order", "Add order"
    lede = "The order holds its seats until you record its payment or release it."
    refusals = {NotOnSale: (None, "{error}")}

    def get_form(self, data: Any = None) -> StaffOrderForm:
        return StaffOrderForm(data, event=self.event, user=self.request.user)

    def perform(self, form: StaffOrderForm) -> str | None:
        state, now = Order.State.AWAITING_CHECK, timezone.now()
        try:
            self.order = place_order(event=self.event, draft=form.draft(), state=state, by=self.request.user, at=now)
        except NoSeats as error:
            what = f"“{error.ticket_type}”" if error.ticket_type else "this event"
            form.add_error(None, f"There aren't that many seats left for {what}.")
            return None
        return f"{self.order} added for {self.order.shown_name}. Record the payment when you receive it."

    def get_success_url(self) -> str:
        if hasattr(self, "order"):
            return reverse("events:order-detail", args=[self.event.slug, self.order.number])
        return reverse("events:order-list", args=[self.event.slug])


class GuestEdit(EventAction):
    """Name a guest, choose a meal, an alias for the door, a table."""

    def prepare(self) -> None:
        super().prepare()
        rows = Guest.objects.visible_to(self.request.user).for_door().select_related("event")
        self.guest = get_object_or_404(rows, event=self.event, pk=self.kwargs["pk"])

    @property
    def heading(self) -> str:
        return f"{self.guest}"

    def get_form(self, data: Any = None) -> GuestForm:
        return GuestForm(
            data,
            private=is_redacted(self.guest, self.request),
            instance=Guest.objects.visible_to(self.request.user)
            .select_related("event", "supporter")
            .get(pk=self.guest.pk),
        )

    def perform(self, form: GuestForm) -> str:
        name_guest(guest=self.guest, values=form.cleaned_data, by=self.request.user)
        return f"{self.guest} saved."

    def get_success_url(self) -> str:
        return reverse("events:guest-list", args=[self.event.slug])


def _but_not_by(invitation: Invitation) -> str:
    """The channels on which they opted out of invitations, for the user who sends the link."""
    closed = opted_out_channels(invitation.supporter, purpose=Consent.Purpose.EVENTS)
    return f", but not by {' or '.join(closed).lower()}, which they opted out of" if closed else ""


class InvitationNew(EventAction):
    heading, verb = "Invite guest", "Create link"
    lede = "Create a personal link to send by mail, email, or WhatsApp. They can reply yes, maybe, or no."

    def get_form(self, data: Any = None) -> InvitationForm:
        return InvitationForm(data, user=self.request.user)

    def perform(self, form: InvitationForm) -> str:
        self.invitation = self._invite(form.cleaned_data)
        return f"{self.invitation.supporter} is invited. Send them the link{_but_not_by(self.invitation)}."

    @transaction.atomic
    def _invite(self, data: dict[str, Any]) -> Invitation:
        by = self.request.user
        supporter = data.get("supporter") or buyer_matching.invitee(name=data["name"], email=data["email"], by=by)
        return invite(event=self.event, supporter=supporter, most=data["most"], hosted=data["hosted"], by=by)

    def get_success_url(self) -> str:
        """The page of the link, for users who may show it; else the list."""
        made = getattr(self, "invitation", None)
        if made is not None and not is_redacted(made, self.request):
            return reverse("events:invitation-link", args=[self.event.slug, made.pk])
        return reverse("events:invitation-list", args=[self.event.slug])
