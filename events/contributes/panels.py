"""What events adds to the pages of supporters and gifts, to timelines and to the home page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from core.extend import TimelineEntry
from core.models import User
from crm.models import Supporter
from donations.models import Gift
from events.check_in import services
from events.models import CheckIn, Event, Guest, Invitation, Order
from events.views.lists import with_totals

SHOWN = 6


def supporter_panel(supporter: Supporter, user: User) -> dict[str, Any] | None:
    """A supporter's orders, invitations and attendance; None when there are none."""
    placed = with_totals(
        Order.objects.visible_to(user).filter(supporter=supporter).select_related("event", "supporter").with_gifts()
    )
    entered = CheckIn.objects.visible_to(user).filter(guest=OuterRef("pk"), active=True)
    held = (
        Guest.objects.visible_to(user)
        .filter(supporter=supporter)
        .select_related("event", "order", "invitation__supporter")
    )
    seats = list(held.annotate(entered=Exists(entered)).order_by("-event__starts_at")[:SHOWN])
    invitations = list(
        Invitation.objects.visible_to(user).filter(supporter=supporter).select_related("event").order_by("-pk")[:SHOWN]
    )
    orders = list(placed[:SHOWN])
    if not (orders or seats or invitations):
        return None
    now = timezone.now()
    return {
        "supporter": supporter,
        "orders": orders,
        "seats": [{"seat": seat, "over": seat.event.is_over(now)} for seat in seats],
        "invitations": invitations,
        "may_see_money": user.has_perm("gifts.view") or user.has_perm("events.manage"),
    }


def orders_of(supporter_id: int) -> Any:
    """The orders of a supporter, whose emails their page lists."""
    return Order.objects.filter(supporter=supporter_id).order_by().values("pk")


def gift_panel(gift: Gift, user: User) -> dict[str, Any] | None:
    """The order a gift paid, also for an entry it corrects."""
    before = getattr(getattr(gift, "replaces", None), "gift", None)
    found = Q(gift=gift) | (Q(gift=before) if before is not None else Q(pk__in=[]))
    order = with_totals(Order.objects.visible_to(user).filter(found).select_related("event", "supporter")).first()
    return {"order": order} if order is not None else None


def timeline(supporter: Supporter, user: User, limit: int) -> Iterable[TimelineEntry]:
    """Orders placed, invitations answered, events attended."""
    for order in (
        Order.objects.visible_to(user).filter(supporter=supporter).select_related("event").order_by("-pk")[:limit]
    ):
        url = reverse("events:order-detail", args=[order.event.slug, order.number])
        title = f"Ordered seats at {order.event}"
        detail = f"{order.spoken_number} · {order.get_state_display().lower()}"
        yield TimelineEntry(order.created_at, "ticket", title, detail, url, "events")
    answers = (
        Invitation.objects.visible_to(user)
        .filter(supporter=supporter, answered_at__isnull=False)
        .select_related("event")
    )
    for invitation in answers.order_by("-answered_at")[:limit]:
        url = reverse("events:invitation-list", args=[invitation.event.slug])
        title = f"Replied {invitation.get_answer_display().lower()} to {invitation.event}"
        yield TimelineEntry(invitation.answered_at, "mail", title, "", url, "events")
    rows = (
        CheckIn.objects.visible_to(user).filter(guest__supporter=supporter, active=True).select_related("guest__event")
    )
    for row in rows.order_by("-at")[:limit]:
        event = row.guest.event
        url = reverse("events:guest-list", args=[event.slug])
        yield TimelineEntry(row.at, "check-circle", f"Attended {event}", "", url, "events")


def home_items(user: User, today: date) -> Iterable[tuple[str, str, int]]:
    """Payments without a seat, orders to be paid soon, guests to name: one line per event."""
    now = timezone.now()
    orders = Order.objects.visible_to(user).filter(
        state__in=(Order.State.PAID_NO_SEAT, Order.State.AWAITING_CHECK, Order.State.ASKED)
    )
    waiting = {(event, state): count for event, state, count in _counted(orders, "event", "state")}
    nameless = Guest.objects.visible_to(user).expected().filter(name="", alias="", supporter__isnull=True)
    unnamed = dict(_counted(nameless, "event"))
    refunded = Counter(order.event_id for order in Order.objects.visible_to(user).maybe_refunded() if order.is_refunded)
    for event in Event.objects.exclude(state=Event.State.DRAFT).order_by("starts_at"):
        orders_url = reverse("events:order-list", args=[event.slug])
        if count := waiting.get((event.pk, Order.State.PAID_NO_SEAT)):
            yield f"{event}: paid orders with no seat", f"{orders_url}?state={Order.State.PAID_NO_SEAT}", count
        if event.is_over(now) or event.state == Event.State.CANCELLED:
            continue
        if count := refunded.get(event.pk):
            yield f"{event}: refunded orders holding seats", reverse("events:event-detail", args=[event.slug]), count
        if count := waiting.get((event.pk, Order.State.AWAITING_CHECK)):
            yield f"{event}: unpaid orders", f"{orders_url}?state={Order.State.AWAITING_CHECK}", count
        if count := waiting.get((event.pk, Order.State.ASKED)):
            yield f"{event}: unconfirmed orders", f"{orders_url}?state={Order.State.ASKED}", count
        if count := unnamed.get(event.pk):
            url = f"{reverse('events:guest-list', args=[event.slug])}?which=unnamed"
            yield f"{event}: guest names missing", url, count


def _counted(rows: QuerySet, *by: str) -> QuerySet:
    return rows.order_by().values_list(*by).annotate(Count("pk"))


def door_items(user: User, today: date) -> Iterable[tuple[str, str, int]]:
    """Today's events at whose door this user checks guests in."""
    now = timezone.now()
    for event in services.events_at_the_door(user, at=now):
        if event.is_at_the_door(now):
            waiting = services.counts(event)
            left = waiting["expected"] - waiting["inside"]
            yield f"Check in guests at {event}", reverse("events:door-find", args=[event.slug]), left


def orders_named(user: User, keys: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Orders by number, with their URLs."""
    rows = Order.objects.visible_to(user).filter(pk__in=list(keys)).select_related("event")
    return {row.pk: (f"Order {row}", reverse("events:order-detail", args=[row.event.slug, row.number])) for row in rows}
