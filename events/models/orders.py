"""Orders: a party, its tickets, and the one payment for them."""

from __future__ import annotations

import secrets
import uuid
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.money import ZERO, MoneyField
from core.privacy.visibility import VisibleQuerySet
from crm.models import Supporter
from crm.models.typed import Typed, TypedQuerySet, TypedRow, shown_as_typed
from donations.models import Gift, GiftIntent
from events.models.event import Event, TicketType


def new_token() -> str:
    """A random token for links."""
    return secrets.token_urlsafe(24)


#: The path from an order to its gift's current entry, as far as one query follows corrections.
PAID_BY = ("gift__reversal__replacement__reversal",)


class OrderQuerySet(TypedQuerySet):
    def live(self) -> OrderQuerySet:
        """Orders that hold seats."""
        return self.filter(state__in=Order.LIVE)

    def with_gifts(self) -> OrderQuerySet:
        """With everything needed to tell whether they were refunded, in the same query."""
        return self.select_related(*PAID_BY)

    def maybe_refunded(self) -> OrderQuerySet:
        """Paid orders that hold seats and may have been refunded; check `is_refunded` on each."""
        gone = Q(gift__status__in=(Gift.Status.REFUNDED, Gift.Status.REVERSED))
        return self.filter(gone, state=Order.State.PAID).with_gifts()

    def locked(self, order: Order) -> Order:
        """The current row of an order with its event and gift, locked until the transaction ends."""
        found: Order = self.select_for_update(of=("self",)).select_related("event", "gift").get(pk=order.pk)
        return found

    def unpaid(self) -> OrderQuerySet:
        """Orders that hold seats and owe money."""
        return self.filter(state__in=Order.OWING)


BUYER = Typed("name", email="email", phone="phone")


class Order(TypedRow):
    class State(models.TextChoices):
        HELD = "held", "Paying online"
        ASKED = "asked", "Unconfirmed"
        AWAITING_CHECK = "awaiting_check", "Unpaid"
        PAID = "paid", "Paid"
        EXPIRED = "expired", "Released, unpaid"
        CANCELLED = "cancelled", "Canceled"
        PAID_NO_SEAT = "paid_no_seat", "Paid, no seat"

    LIVE = (State.HELD, State.AWAITING_CHECK, State.PAID)
    OWING = (State.HELD, State.AWAITING_CHECK)
    SETTLED = (State.PAID, State.PAID_NO_SEAT)

    class Wish(models.TextChoices):
        """What a buyer who paid and got no seat asks for."""

        REFUND = "refund", "Refund the payment"
        WAIT = "wait", "Join the waiting list"
        GIFT = "gift", "Keep it as a gift"

    class Channel(models.TextChoices):
        WEB = "web", "Public page"
        PHONE = "phone", "By phone or mail"
        DOOR = "door", "At the door"

    number = models.PositiveIntegerField(unique=True, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="orders")
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    nonce = models.CharField(
        max_length=64,
        unique=True,
        default=uuid.uuid4,
        editable=False,
        help_text="The form's key and its attempt number.",
    )
    supporter = models.ForeignKey(
        Supporter, on_delete=models.PROTECT, null=True, blank=True, related_name="orders", verbose_name="buyer"
    )
    name = models.CharField(max_length=250)
    shown_name = models.CharField(max_length=250, blank=True, editable=False)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=2, choices=Supporter.Language.choices, default=Supporter.Language.ENGLISH)
    state = models.CharField(max_length=14, choices=State.choices)
    channel = models.CharField(max_length=6, choices=Channel.choices, default=Channel.WEB)
    donation = MoneyField(default=ZERO)
    intent = models.OneToOneField(GiftIntent, on_delete=models.PROTECT, null=True, blank=True, related_name="order")
    gift = models.OneToOneField(Gift, on_delete=models.PROTECT, null=True, blank=True, related_name="order")
    wish = models.CharField(max_length=6, choices=Wish.choices, blank=True)
    note = models.TextField(blank=True)
    proved_at = models.DateTimeField("email link opened", null=True, blank=True, editable=False)
    lapses_at = models.DateTimeField("seats held until", null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    seen_with = "events.view"
    typed = (BUYER,)
    free = "note"
    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        indexes = [models.Index(fields=["event", "state"]), models.Index(fields=["state", "lapses_at"])]
        constraints = [
            *shown_as_typed("order", BUYER),
            models.CheckConstraint(
                name="order_donation_not_negative",
                condition=Q(donation__gte=0),
                violation_error_message="Enter a gift of $0 or more.",
            ),
            models.CheckConstraint(
                name="order_paid_has_its_gift",
                condition=~Q(state__in=["paid", "paid_no_seat"]) | Q(gift__isnull=False, supporter__isnull=False),
                violation_error_message="A paid order needs its gift.",
            ),
        ]

    def __str__(self) -> str:
        return self.spoken_number

    @property
    def spoken_number(self) -> str:
        return f"E-{self.number:04d}"

    @property
    def current_gift(self) -> Gift | None:
        """The current entry of its gift; None before it is paid, and when the gift was reversed without replacement."""
        return self.gift.current_entry if self.gift is not None else None

    @property
    def money_left(self) -> Decimal:
        """What is left of its payment after refunds and corrections."""
        gift = self.current_gift
        return gift.net_amount if gift is not None else ZERO

    @property
    def is_refunded(self) -> bool:
        """Whether it was paid and fully refunded."""
        return self.gift_id is not None and not self.money_left

    @property
    def is_partly_refunded(self) -> bool:
        """Whether part of its payment was refunded."""
        gift = self.current_gift
        return gift is not None and bool(gift.refunded) and bool(gift.net_amount)

    @property
    def is_live(self) -> bool:
        return self.state in self.LIVE

    @property
    def owes(self) -> bool:
        return self.state in self.OWING

    @property
    def total(self) -> Decimal:
        """What the whole order costs; reads its lines."""
        return sum((line.amount for line in self.lines.all()), ZERO) + self.donation


class OrderLine(models.Model):
    """Tickets of one type, at the price and dinner value of the day they were ordered."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    ticket_type = models.ForeignKey(TicketType, on_delete=models.PROTECT, related_name="order_lines")
    quantity = models.PositiveIntegerField()
    price = MoneyField()
    seats = models.PositiveIntegerField("seats per ticket", default=1)
    benefit = models.CharField(max_length=120)
    value_each = MoneyField()
    cost_each = MoneyField(null=True, blank=True)

    seen_with = "events.view"
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["order", "ticket_type"], name="order_line_once_a_type"),
            models.CheckConstraint(
                name="order_line_quantity_positive",
                condition=Q(quantity__gt=0, seats__gt=0),
                violation_error_message="Order at least one ticket.",
            ),
            models.CheckConstraint(name="order_line_price_positive", condition=Q(price__gt=0, value_each__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.ticket_type}"

    @property
    def amount(self) -> Decimal:
        return self.price * self.quantity

    @property
    def all_seats(self) -> int:
        return self.quantity * self.seats
