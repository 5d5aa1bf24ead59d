"""Invitations, guests and check-ins."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.privacy.visibility import VisibleQuerySet
from crm.models import Supporter
from crm.models.codes import CODE_ALPHABET
from crm.models.typed import Typed, TypedQuerySet, TypedRow, shown_as_typed
from events.models.event import MOST_SEATS, Event, Meal, Table
from events.models.orders import PAID_BY, Order, OrderLine, new_token


def new_secret() -> str:
    """The random part of a guest's code: short enough to type at the door, and valid only there."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(10))


def _of_events(rows: Any, user: Any, event: str) -> Any:
    """Rows of every event, of today's events for door staff, or none; `event` is the path to the event."""
    if user.has_perm("events.view"):
        return rows
    if not user.has_perm("events.checkin"):
        return rows.none()
    return rows.filter(**{f"{event}__in": Event.at_the_door(timezone.now())})


#: Shown instead of a protected guest's needs; users who may reveal the name read them on the guest's page.
KEPT_PRIVATE = "Private: ask a coordinator"
PARTY = Typed("note", "shown_note", lines=True)
GUEST, ALIAS = Typed("name", "listed_name"), Typed("alias", "shown_alias")


class Invitation(TypedRow):
    class Answer(models.TextChoices):
        YES = "yes", "Yes"
        MAYBE = "maybe", "Maybe"
        NO = "no", "No"

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="invitations")
    supporter = models.ForeignKey(Supporter, on_delete=models.PROTECT, related_name="invitations")
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    language = models.CharField(max_length=2, choices=Supporter.Language.choices, default=Supporter.Language.ENGLISH)
    most = models.PositiveIntegerField("maximum guests", default=2)
    hosted = models.BooleanField(
        "complimentary",
        default=False,
        help_text=("Guests pay nothing and get no receipt. A yes reserves their seats immediately."),
    )
    answer = models.CharField(max_length=5, choices=Answer.choices, blank=True)
    party_size = models.PositiveIntegerField(default=0, editable=False)
    note = models.TextField(blank=True, help_text="One guest name per line, for guests who pay for their own seats.")
    shown_note = models.TextField(blank=True, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    seen_with = "events.view"
    typed = (PARTY,)
    owner = ""
    objects = TypedQuerySet.as_manager()

    class Meta:
        ordering = ["supporter__sort_name", "pk"]
        constraints = [
            *shown_as_typed("invitation", PARTY),
            models.UniqueConstraint(
                fields=["event", "supporter"],
                name="invitation_once_a_supporter",
                violation_error_message="This supporter is already invited.",
            ),
            models.CheckConstraint(
                name="invitation_party_within",
                condition=Q(party_size__lte=F("most"), most__gte=1, most__lte=MOST_SEATS),
                violation_error_message="Enter no more guests than the invitation allows.",
            ),
            models.CheckConstraint(
                name="invitation_answer_has_moment",
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supporter}, {self.event}"


class GuestQuerySet(TypedQuerySet):
    def visible_to(self, user: Any) -> GuestQuerySet:
        """All guests for users who see events; those of today's events for door staff."""
        return _of_events(self, user, "event")

    def expected(self) -> GuestQuerySet:
        """Guests with a held seat: of live orders and of invitations, not returned."""
        live = Q(order__state__in=Order.LIVE) | Q(invitation__answer=Invitation.Answer.YES)
        return self.filter(live, returned_at__isnull=True)

    def for_door(self) -> GuestQuerySet:
        """With related rows that a guest's line shows, in a constant number of queries."""
        paid_by = [f"order__{path}" for path in PAID_BY]
        return self.select_related("supporter", "meal", "table", "order__supporter", "invitation__supporter", *paid_by)


class Guest(TypedRow):
    """One seat. Until it is named, it is shown as a guest of the host."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="guests")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, blank=True, related_name="guests")
    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, null=True, blank=True, related_name="guests")
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, null=True, blank=True, related_name="guests")
    supporter = models.ForeignKey(Supporter, on_delete=models.PROTECT, null=True, blank=True, related_name="seats")
    name = models.CharField(max_length=250, blank=True)
    listed_name = models.CharField(max_length=250, blank=True, editable=False)
    alias = models.CharField(
        max_length=80, blank=True, help_text="Shown instead of the name on lists, badges, and at check-in."
    )
    shown_alias = models.CharField(max_length=80, blank=True, editable=False)
    meal = models.ForeignKey(Meal, on_delete=models.PROTECT, null=True, blank=True, related_name="guests")
    needs = models.CharField("allergies and access needs", max_length=300, blank=True)
    told = models.BooleanField("needs name a protected person", default=False, editable=False)
    table = models.ForeignKey(Table, on_delete=models.PROTECT, null=True, blank=True, related_name="guests")
    secret = models.CharField(max_length=12, unique=True, default=new_secret, editable=False)
    returned_at = models.DateTimeField("seat released", null=True, blank=True, editable=False)
    returned_source = models.CharField(max_length=300, blank=True, editable=False)
    returned_when_paying = models.BooleanField(default=False, editable=False)

    typed = (GUEST, ALIAS)
    free, parties = "needs", ("order", "invitation")
    objects = GuestQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["event", "returned_at"])]
        constraints = [
            *shown_as_typed("guest", GUEST, ALIAS),
            models.CheckConstraint(
                name="guest_of_an_order_or_an_invitation",
                condition=Q(order__isnull=False, line__isnull=False, invitation__isnull=True)
                | Q(order__isnull=True, line__isnull=True, invitation__isnull=False),
            ),
            models.CheckConstraint(
                name="guest_return_has_source",
                condition=Q(returned_at__isnull=True) | ~Q(returned_source=""),
            ),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def host(self) -> str:
        """The host of the party, as staff see them."""
        if self.order:
            return self.order.shown_name
        return self.invitation.supporter.shown_name if self.invitation else ""

    @property
    def shown_name(self) -> str:
        """The name shown on lists and at the door: the alias, the name or its code, or “guest of” the host."""
        if self.alias:
            return self.code if self.code and self.shown_alias == self.code else self.alias
        if self.supporter and self.supporter.protected:
            return self.supporter.shown_name
        return self.listed_name or f"Guest of {self.host}"

    @property
    def is_private(self) -> bool:
        """Whether notes about the guest may reveal a protected person: the guest, the host, or someone they name."""
        people = (self.supporter, self.order and self.order.supporter, self.invitation and self.invitation.supporter)
        codes = (self.code, self.order and self.order.code, self.invitation and self.invitation.code)
        return self.told or any(codes) or any(person and person.protected for person in people)

    @property
    def shown_needs(self) -> str:
        """Allergies and accessibility needs as shown on lists and at the door; for a protected person only that there
        are some."""
        return KEPT_PRIVATE if self.needs and self.is_private else self.needs

    @property
    def is_named(self) -> bool:
        return bool(self.name or self.alias or self.supporter_id)


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def visible_to(self, user: Any) -> CheckInQuerySet:
        """All check-ins for users who see events; those of today's events for door staff."""
        return _of_events(self, user, "guest__event")


class CheckIn(models.Model):
    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, related_name="check_ins")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    active = models.BooleanField(default=True, editable=False)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["guest"],
                condition=Q(active=True),
                name="check_in_once_a_guest",
                violation_error_message="This guest is already checked in.",
            )
        ]

    def __str__(self) -> str:
        return f"Check-in of {self.guest}"


class CheckInUndo(models.Model):
    """A check-in that was undone."""

    check_in = models.OneToOneField(CheckIn, on_delete=models.PROTECT, related_name="undo")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    seen_with = "events.view"
    objects = VisibleQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Undone: {self.check_in}"
