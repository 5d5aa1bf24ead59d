"""Which supporters event coordinators and door staff see, who may not see all."""

from __future__ import annotations

from django.db.models import Q

from core.models import User
from events.models import Guest, Invitation, Order


def of_events(user: User) -> Q:
    """Supporters who were invited to, ordered for, or have a seat at any event."""
    sources = (Invitation.objects.visible_to(user), Order.objects.visible_to(user), Guest.objects.visible_to(user))
    return Q(*(("pk__in", rows.order_by().values("supporter")) for rows in sources), _connector=Q.OR)


def at_the_door(user: User) -> Q:
    """Supporters with a seat at an event of today."""
    return Q(pk__in=Guest.objects.visible_to(user).order_by().values("supporter"))
