"""Events, what they sell, tables, and expenses."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from core.money import MoneyField
from crm.models.texts import TextQuerySet, TextRow
from crm.models.typed import Typed, TypedQuerySet, TypedRow, shown_as_typed
from donations.models import Campaign, Fund, GiftLine

MOST_SEATS = 20
DAY = timedelta(days=1)
#: The assumed length of an event without an end time, and the maximum length.
USUAL, LONGEST = timedelta(hours=6), DAY
#: Slugs that would hide a staff page's URL.
RESERVED = frozenset({"new", "order"})


def check_zone(name: str) -> None:
    """Raise `ValidationError` for an unknown time zone."""
    if name not in available_timezones():
        raise ValidationError("“%(name)s” is not a time zone. Use one like America/New_York.", params={"name": name})


def check_slug(slug: str) -> None:
    """Raise `ValidationError` for a slug that a staff page uses."""
    if slug in RESERVED:
        raise ValidationError("“%(slug)s” is reserved. Choose another web address.", params={"slug": slug})


class Event(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"
        CANCELLED = "cancelled", "Canceled"

    slug = models.SlugField("web address", max_length=60, unique=True, validators=[check_slug])
    name = models.CharField(max_length=120)
    name_ur = models.CharField("name in Urdu", max_length=120, blank=True)
    title = models.CharField("page headline", max_length=160, blank=True)
    title_ur = models.CharField("page headline in Urdu", max_length=160, blank=True)
    story = models.TextField(blank=True)
    story_ur = models.TextField("story in Urdu", blank=True)
    venue = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=100, blank=True)
    region = models.CharField("state", max_length=2, blank=True)
    starts_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    time_zone = models.CharField(max_length=60, default="America/New_York", validators=[check_zone])
    capacity = models.PositiveIntegerField("seats", validators=[MinValueValidator(1)])
    taken = models.PositiveIntegerField(default=0, editable=False)
    check_seats = models.PositiveIntegerField(
        "seats held for checks",
        null=True,
        blank=True,
        help_text=(
            "The most seats the public page can hold for unpaid checks. Leave blank for a quarter of all seats, "
            "at least ten."
        ),
    )
    goal = MoneyField(
        null=True,
        blank=True,
        help_text=("Shown with the amount raised, here and on the public page. Leave blank to hide it."),
    )
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="events")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="events")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT, editable=False)
    note = models.TextField(
        "note for guests", blank=True, help_text="Parking, prayer times, dress code. Shown on the public page."
    )
    note_ur = models.TextField("note in Urdu", blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="event_ends_after_start",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                violation_error_message="Enter an end time after the start time.",
            ),
            models.CheckConstraint(
                name="event_goal_positive",
                condition=Q(goal__isnull=True) | Q(goal__gt=0),
                violation_error_message="Enter a goal above $0.",
            ),
            models.CheckConstraint(
                name="event_never_oversold",
                condition=Q(taken__gte=0, taken__lte=F("capacity")),
                violation_error_message=(
                    "More seats than this are already taken. Enter more seats, or release orders first."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and keep the slug forever: links and codes with a former slug still lead here."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            address, _ = EventAddress.objects.get_or_create(slug=self.slug, defaults={"event": self})
            if address.event_id != self.pk:
                raise ValidationError({"slug": "Another event uses or used this web address. Choose another."})

    def clean(self) -> None:
        if EventAddress.objects.filter(slug=self.slug).exclude(event=self.pk).exists():
            raise ValidationError({"slug": "Another event uses or used this web address. Choose another."})

    @classmethod
    def at_the_door(cls, at: datetime) -> list[int]:
        """The keys of events whose door is open now, each in its own time zone."""
        near = cls.objects.filter(starts_at__gt=at - LONGEST - DAY, starts_at__lt=at + 2 * DAY)
        rows = near.filter(state__in=[cls.State.OPEN, cls.State.CLOSED])
        return [event.pk for event in rows if event.is_at_the_door(at)]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def starts_local(self) -> datetime:
        """When it starts, in local time."""
        return self.starts_at.astimezone(self.zone)

    @property
    def day(self) -> date:
        """Its date, in local time."""
        return self.starts_local.date()

    @property
    def ends_local(self) -> datetime | None:
        """When it ends, in local time; None when not set."""
        return self.ends_at.astimezone(self.zone) if self.ends_at else None

    @property
    def likely_end(self) -> datetime:
        """When it ends, or is assumed to end when not set."""
        return self.ends_at or self.starts_at + USUAL

    def is_at_the_door(self, at: datetime) -> bool:
        """Whether the door is open: from the start of its day until it ends, which may be past midnight."""
        return at.astimezone(self.zone).date() == self.day or self.starts_at <= at < self.likely_end

    @property
    def left(self) -> int:
        """Free seats."""
        return self.capacity - self.taken

    @property
    def most_by_check(self) -> int:
        """The most seats the public page may hold for checks at one time."""
        usual = min(self.capacity, max(10, self.capacity // 4))
        return usual if self.check_seats is None else self.check_seats

    @property
    def is_full(self) -> bool:
        return self.left <= 0

    @property
    def place(self) -> str:
        """`Example Hall, Carmel, IN`."""
        return ", ".join(filter(None, (self.venue, self.city, self.region)))

    def is_over(self, at: datetime) -> bool:
        """Whether it has begun: after that nothing can be sold or returned."""
        return at >= self.starts_at

    def status_at(self, at: datetime) -> str:
        """Its status in a word; once begun, also whether it has ended, by `likely_end`."""
        if self.state == self.State.CANCELLED or not self.is_over(at):
            return str(self.get_state_display())
        return "Under way" if at < self.likely_end else "Over"

    def words(self, field: str, language: str) -> str:
        """A text of the event in a language; the English one when there is none."""
        return (getattr(self, f"{field}_ur") if language == "ur" else "") or getattr(self, field)


class EventAddress(models.Model):
    """A slug that an event has or had. No other event can take it, so old links and codes work."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="addresses")
    slug = models.SlugField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.slug


class Meal(models.Model):
    """One of the meals guests choose from."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="meals")
    name = models.CharField(max_length=80)
    name_ur = models.CharField("name in Urdu", max_length=80, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "name"],
                name="meal_once_an_event",
                violation_error_message="This meal is already on the list.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def words(self, language: str) -> str:
        return (self.name_ur if language == "ur" else "") or self.name


class TicketType(models.Model):
    """A kind of ticket: a seat, a table of ten, a sponsorship."""

    class Kind(models.TextChoices):
        TICKET = GiftLine.Kind.TICKET, "Ticket"
        SPONSORSHIP = GiftLine.Kind.SPONSORSHIP, "Sponsorship"

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="ticket_types")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.TICKET)
    name = models.CharField(max_length=80)
    name_ur = models.CharField("name in Urdu", max_length=80, blank=True)
    price = MoneyField()
    seats = models.PositiveIntegerField(
        "seats per ticket", default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)]
    )
    benefit = models.CharField(
        "benefit for each guest", max_length=120, default="dinner", help_text="Printed on the receipt."
    )
    value_each = MoneyField(
        "fair market value per guest",
        help_text="What a guest would pay elsewhere. Set this before selling tickets, because it's on every receipt.",
    )
    value_reason = models.CharField(
        "reason for this value",
        max_length=200,
        blank=True,
        help_text="Only for a value of $0 or above the price. For example, a sponsorship whose only benefit is "
        "the sponsor's name on screen.",
    )
    cost_each = MoneyField("cost per guest", null=True, blank=True)
    capacity = models.PositiveIntegerField(
        "seats at this price",
        null=True,
        blank=True,
        help_text="Count seats, not tables. Leave blank to sell up to the event's total.",
    )
    taken = models.PositiveIntegerField(default=0, editable=False)
    sale_from = models.DateField("first day of sale", null=True, blank=True)
    sale_until = models.DateField("last day of sale", null=True, blank=True)
    public = models.BooleanField("show on public page", default=True)
    position = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="ticket_price_positive",
                condition=Q(price__gt=0),
                violation_error_message="Enter a price above $0. For complimentary guests, send an invitation instead.",
            ),
            models.CheckConstraint(
                name="ticket_value_not_negative",
                condition=Q(value_each__gte=0),
                violation_error_message="Enter a value of $0 or more.",
            ),
            # A value of zero makes the whole price a gift, and one above the price none of it. Both need a reason, as
            # they may be typos.
            models.CheckConstraint(
                name="ticket_value_within_price_or_explained",
                condition=Q(value_each__gt=0, price__gte=F("value_each") * F("seats")) | ~Q(value_reason=""),
                violation_error_message="The value is $0 or more than the price. Enter a reason for this value.",
            ),
            models.CheckConstraint(
                name="ticket_never_oversold",
                condition=Q(taken__gte=0) & (Q(capacity__isnull=True) | Q(taken__lte=F("capacity"))),
                violation_error_message="More seats than this are already sold at this price. Enter a higher number.",
            ),
            models.CheckConstraint(
                name="ticket_sale_ends_after_start",
                condition=Q(sale_from__isnull=True) | Q(sale_until__isnull=True) | Q(sale_until__gte=F("sale_from")),
                violation_error_message="Enter a last day of sale on or after the first.",
            ),
            models.UniqueConstraint(
                fields=["event", "name"],
                name="ticket_name_once_an_event",
                violation_error_message="This event already has a ticket with this name. Choose another name.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def value(self) -> Decimal:
        """The fair market value of what one ticket includes."""
        return self.value_each * self.seats

    def words(self, language: str) -> str:
        return (self.name_ur if language == "ur" else "") or self.name

    def on_sale(self, day: date) -> bool:
        return (self.sale_from is None or day >= self.sale_from) and (self.sale_until is None or day <= self.sale_until)

    def left(self, event: Event) -> int:
        """How many tickets can still be sold."""
        seats = event.left if self.capacity is None else min(event.left, self.capacity - self.taken)
        return max(0, seats // self.seats)


TABLE = Typed("name", words=True)


class Table(TypedRow):
    """A table, by a number or a name, which is often its host's: everybody reads `shown_name`, guests by their link."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="tables")
    name = models.CharField(max_length=40)
    shown_name = models.CharField(max_length=40, editable=False)
    seats = models.PositiveIntegerField(default=10, validators=[MinValueValidator(1)])

    seen_with = "events.view"
    typed = (TABLE,)
    owner = ""
    objects = TypedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            *shown_as_typed("table", TABLE),
            models.UniqueConstraint(
                fields=["event", "name"],
                name="table_name_once_an_event",
                violation_error_message="This event already has a table with this name. Choose another name.",
            ),
        ]

    def __str__(self) -> str:
        return self.shown_name


class EventExpense(TextRow):
    """An expense of the event, by the categories of Schedule G of Form 990."""

    class Kind(models.TextChoices):
        VENUE = "venue", "Rent and facility"
        FOOD = "food", "Food and drink"
        ENTERTAINMENT = "entertainment", "Entertainment"
        CASH_PRIZES = "cash_prizes", "Cash prizes"
        PRIZES = "prizes", "Other prizes"
        OTHER = "other", "Other direct expenses"

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="expenses")
    kind = models.CharField(max_length=14, choices=Kind.choices, default=Kind.FOOD)
    description = models.CharField(max_length=200)
    amount = MoneyField()
    spent_on = models.DateField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    seen_with = "events.view"
    texts = ("description",)
    objects = TextQuerySet.as_manager()

    class Meta:
        ordering = ["spent_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="expense_positive",
                condition=Q(amount__gt=0),
                violation_error_message="Enter an amount above $0.",
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
